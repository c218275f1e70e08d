// Package docs holds the product's documentation, so that the console can show it where there
// is no network: each page is one Markdown file of this folder, named without its ending
// ("operator", "law-packs"). Of the pictures, those of the tour are with it.
package docs

import "embed"

// Files are the pages, and the pictures that are shown there.
//
//go:embed *.md pictures/tour-*.png
var Files embed.FS
