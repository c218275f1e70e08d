package unsubscribe

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hiding are the inline styles by which an element is made invisible.
var hiding = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0+(px|pt|em|%)?\s*(;|!|$)|opacity\s*:\s*0?\.?0*\s*(;|!|$)`)

// visible reports whether an element and all around it are drawn, as far as attributes tell.
func visible(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if unseen(n) {
			return false
		}
	}
	return true
}

func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Style, atom.Script, atom.Title, atom.Template, atom.Noscript:
		return true
	}
	return has(n, "hidden") || hiding.MatchString(attribute(n, "style"))
}

// textOf returns the visible words within an element, the texts that stand for pictures included.
func textOf(n *html.Node) string {
	var words []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if unseen(n) {
			return
		}
		switch {
		case n.Type == html.TextNode:
			words = append(words, strings.Fields(n.Data)...)
		case n.DataAtom == atom.Img:
			words = append(words, strings.Fields(attribute(n, "alt"))...)
		case n.DataAtom == atom.Input && attribute(n, "type") != "hidden":
			words = append(words, strings.Fields(attribute(n, "value"))...)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(words, " ")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// submitting finds scripts that press a button for the reader.
var submitting = regexp.MustCompile(`\.(submit|requestSubmit)\s*\(`)

// submitsItself reports whether a page has such a script.
func submitsItself(doc *html.Node) bool {
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.DataAtom == atom.Script && submitting.MatchString(n.Data) ||
			n.DataAtom == atom.Body && submitting.MatchString(attribute(n, "onload")) {
			return true
		}
	}
	return false
}
