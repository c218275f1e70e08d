package unsubscribe

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// anchor is a link of a body.
type anchor struct {
	url   string
	label string // what the reader sees of it
	near  string // what stands around it
}

func (a anchor) isPage() bool {
	u := strings.ToLower(a.url)
	return strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")
}

func (a anchor) isMail() bool { return strings.HasPrefix(strings.ToLower(a.url), "mailto:") }

// saysSo reports whether the link itself says that it unsubscribes.
func (a anchor) saysSo() bool { return says(a.label, wayOut) || says(a.url, wayOutInURL) }

// isWayOutBySurroundings is for "to unsubscribe, click here".
func (a anchor) isWayOutBySurroundings() bool { return says(a.near, wayOut) }

// waysOut picks the links that unsubscribe: those that say so, or else those whose surroundings do.
func waysOut(all []anchor) []anchor {
	all = slices.DeleteFunc(all, func(a anchor) bool { return !a.isPage() && !a.isMail() })
	for _, picks := range []func(anchor) bool{anchor.saysSo, anchor.isWayOutBySurroundings} {
		if slices.ContainsFunc(all, picks) {
			return slices.DeleteFunc(all, func(a anchor) bool { return !picks(a) })
		}
	}
	return nil
}

// waysOutOfHTML returns the visible links of a page that unsubscribe.
func waysOutOfHTML(page string) []anchor {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	var all []anchor
	around := map[*html.Node]string{} // each block's text is gathered once
	for n := range doc.Descendants() {
		if n.DataAtom != atom.A || !visible(n) {
			continue
		}
		b := block(n)
		if _, known := around[b]; !known {
			around[b] = short(textOf(b))
		}
		if label := textOf(n); label != "" {
			all = append(all, anchor{strings.TrimSpace(attribute(n, "href")), label, around[b]})
		}
	}
	return waysOut(all)
}

// short returns a text that is short enough to say what a link within it is for, or "".
func short(text string) string {
	if len(text) > 400 {
		return ""
	}
	return text
}

// block returns the element around a link that makes a paragraph or a line of its own.
func block(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.DataAtom {
		case atom.P, atom.Div, atom.Td, atom.Li, atom.Center, atom.Footer, atom.Section, atom.Body:
			return p
		}
	}
	return n
}

// address finds links in plain text.
var address = regexp.MustCompile(`(?i)(?:https?://|mailto:)[^\s<>"()\[\]]+`)

// waysOutOfText returns the links of a text that unsubscribe. What names a link stands before it
// on its line, or, if it has the line to itself, on the last line before that says anything.
func waysOutOfText(text string) []anchor {
	var all []anchor
	before := ""
	for line := range strings.Lines(text) {
		end := 0
		for _, at := range address.FindAllStringIndex(line, -1) {
			label := strings.TrimSpace(line[end:at[0]])
			if strings.Trim(label, " <([-*|:>") == "" && end == 0 {
				label = before
			}
			url := strings.TrimRight(line[at[0]:at[1]], ".,;:!?")
			all, end = append(all, anchor{url, label, short(label) + short(line[at[1]:])}), at[1]
		}
		if end > 0 {
			before = "" // what it said was for its own link
		} else if strings.TrimSpace(line) != "" {
			before = strings.TrimSpace(line)
		}
	}
	return waysOut(all)
}
