package unsubscribe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Link is a way out of a mail that can be opened.
type Link struct {
	Where string // where it stands: "List-Unsubscribe", "HTML body", "text body"
	URL   string // a capability: never shown
}

// Links returns the pages that a mail offers to unsubscribe, each once.
func Links(m *Mail, local bool) []Link {
	var all []Link
	a, _ := m.addresses(local)
	for _, uri := range a.https {
		all = append(all, Link{listField, uri})
	}
	all = append(all, pages("HTML body", waysOutOfHTML(m.HTML))...)
	all = append(all, pages("text body", waysOutOfText(m.Text))...)
	known := map[string]bool{}
	return slices.DeleteFunc(all, func(l Link) bool {
		twice := known[l.URL]
		known[l.URL] = true
		return twice
	})
}

func pages(where string, ways []anchor) []Link {
	var links []Link
	for _, w := range ways {
		if w.isPage() {
			links = append(links, Link{where, w.url})
		}
	}
	return links
}

// linkLimit bounds how many links of a mail are opened.
const linkLimit = 8

// Probe opens each link with HEAD, GET, HEAD and GET again, as scanners do, and compares: whoever
// merely looks must change nothing. It stops early only when the context ends.
func Probe(ctx context.Context, c *http.Client, links []Link) ([]Finding, error) {
	c = stripped(c)
	var found []Finding
	for _, l := range links[:min(linkLimit, len(links))] {
		found = append(found, l.probe(ctx, c)...)
		if err := ctx.Err(); err != nil {
			return found, fmt.Errorf("open links: %w", err)
		}
	}
	if n := len(links) - linkLimit; n > 0 {
		found = append(found, LinksLeft.at("body", n))
	}
	return found, nil
}

func (l Link) probe(ctx context.Context, c *http.Client) []Finding {
	var visits [4]visit
	for i, method := range []string{http.MethodHead, http.MethodGet, http.MethodHead, http.MethodGet} {
		var err error
		if visits[i], err = open(ctx, c, method, l.URL); err != nil {
			return []Finding{notOpened(l.Where, err)}
		}
	}
	head, get, headAgain, getAgain := visits[0], visits[1], visits[2], visits[3]
	return slices.Concat(l.reached(get), l.harmless(get, getAgain), l.headed(head, headAgain, get))
}

func notOpened(where string, err error) Finding {
	if errors.Is(err, errPrivate) {
		return LinkPrivate.at(where)
	}
	return LinkUnreachable.at(where, err)
}

// reached examines whether a reader gets to a page, and by which way.
func (l Link) reached(v visit) []Finding {
	var found []Finding
	switch {
	case v.circles && v.cookies, says(v.text, cookieWords):
		found = append(found, CookiesNeeded.at(l.Where))
	case v.circles:
		found = append(found, LinkCircles.at(l.Where, redirectLimit))
	case !v.ok():
		found = append(found, LinkRefused.at(l.Where, v.status))
	case v.redirects > 0:
		found = append(found, LinkRedirects.at(l.Where, v.redirects))
	}
	if v.inClear {
		found = append(found, LinkInClear.at(l.Where))
	}
	return found
}

// harmless examines whether opening the link changes something.
func (l Link) harmless(first, second visit) []Finding {
	var found []Finding
	switch {
	case says(first.text, left) || says(second.text, left):
		found = append(found, GetUnsubscribes.at(l.Where))
	case first.status != second.status:
		found = append(found, GetDiffers.at(l.Where, fmt.Sprintf("status %d, then %d", first.status, second.status)))
	case first.text != second.text:
		found = append(found, GetDiffers.at(l.Where, "another text"))
	}
	if first.submits {
		found = append(found, SubmitsItself.at(l.Where))
	}
	return found
}

// headed examines HEAD, by which some programs look before they open.
func (l Link) headed(first, second, get visit) []Finding {
	switch {
	case first.status != second.status:
		return []Finding{GetDiffers.at(l.Where, fmt.Sprintf("HEAD: status %d, then %d", first.status, second.status))}
	case get.ok() && !first.ok():
		return []Finding{HeadRefused.at(l.Where, first.status)}
	}
	return nil
}
