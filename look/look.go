// Package look holds what the public pages and the operators' console share of their looks: one
// style sheet with the tokens of colour, type and space, for light, dark and print, and the few
// parts that every page is made of: text, cards, fields, buttons, notes.
//
// A page that is calm says one thing at a time, in one column, with one button that stands out.
// Whoever changes a token here changes every page; whoever needs a part for one page alone
// puts it into the sheet of that room.
package look

import _ "embed"

// CSS is the sheet. A room serves it with its own rules after it, in one file, so that a page
// loads one sheet.
//
//go:embed look.css
var CSS string
