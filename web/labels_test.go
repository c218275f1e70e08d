package web_test

import (
	"strings"

	"golang.org/x/net/html"
)

// labelled expects of a page what can be told from its text of WCAG 2.2: identifiers are unique
// (4.1.2), references lead somewhere (1.3.1), each field has a label (3.3.2), there is one main heading,
// and what is hidden from hearing cannot be reached by key (4.1.2).
func (p *page) labelled() {
	p.t.Helper()
	ids, labels, headings := map[string]int{}, map[string]bool{}, 0
	p.each(func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labels[attr(n, "for")] = true
		}
		if n.Data == "h1" {
			headings++
		}
	})
	if headings != 1 {
		p.t.Errorf("%s has %d main headings", p.path, headings)
	}
	for id, times := range ids {
		if times > 1 {
			p.t.Errorf("%s has %d elements %q", p.path, times, id)
		}
	}
	p.each(func(n *html.Node) {
		for _, id := range strings.Fields(attr(n, "aria-describedby")) {
			if ids[id] == 0 {
				p.t.Errorf("%s: %s is described by %q, which is not there", p.path, n.Data, id)
			}
		}
		if field := n.Data == "input" && attr(n, "type") != "hidden" || n.Data == "select"; field && !labels[attr(n, "id")] && !inLabel(n) {
			p.t.Errorf("%s: the field %q has no label", p.path, attr(n, "name"))
		}
		if focusable := n.Data == "input" || n.Data == "button"; focusable && hidden(n) && attr(n, "tabindex") != "-1" {
			p.t.Errorf("%s: %q is hidden from hearing but reached by key", p.path, attr(n, "name"))
		}
	})
}

func inLabel(n *html.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "label" {
			return true
		}
	}
	return false
}

func hidden(n *html.Node) bool {
	for up := n; up != nil; up = up.Parent {
		if attr(up, "aria-hidden") == "true" {
			return true
		}
	}
	return false
}
