// Package docs holds the product's documentation, so that the console can show it where there
// is no network: each page is one Markdown file of this folder, named without its ending
// ("operator", "law-packs").
package docs

import "embed"

// Files are the pages.
//
//go:embed *.md
var Files embed.FS
