package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"assent"
	"assent/link"
	"assent/store"

	"golang.org/x/net/html"
)

// The way to one's own page, as the tests go it.

// ownLink is the link to her page as a mail's footer bears it.
func (w *world) ownLink(email string) string {
	w.t.Helper()
	return "/p/" + w.links.Make(link.Preferences, link.Token{
		Org: w.Org, Point: w.pointOf(email), Purpose: "alerts", Channel: assent.Email, Issued: w.Clock.Now(),
	})
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// mailedCode is the code in the newest mail to an address.
func (w *world) mailedCode(email string) string {
	w.t.Helper()
	mails := w.post(email)
	if len(mails) == 0 {
		w.t.Fatal("no mail came")
	}
	code := sixDigits.FindString(mails[0].Text)
	if code == "" {
		w.t.Fatalf("the newest mail has no code:\n%s", mails[0].Text)
	}
	return code
}

// knock asks for a code and returns the page that wants it.
func (v *visitor) knock(link string) *page {
	v.w.t.Helper()
	return v.follow(v.press(v.get(link).is(http.StatusOK), "press", "yes")).is(http.StatusOK)
}

// enter opens her page, by the code that is mailed.
func (v *visitor) enter(email string) *page {
	v.w.t.Helper()
	asked := v.knock(v.w.ownLink(email))
	return v.follow(v.send(asked, "/p/code", "code", v.w.mailedCode(email))).is(http.StatusOK)
}

// send sends the form of a page whose action begins with a path, with the boxes ticked as they are;
// "+name" adds a value, "-name" takes one away, and "name" sets it.
func (v *visitor) send(p *page, action string, pairs ...string) *page {
	v.w.t.Helper()
	to, fields := p.formTo(action)
	for i := 0; i < len(pairs); i += 2 {
		name, value := pairs[i], pairs[i+1]
		switch {
		case strings.HasPrefix(name, "+"):
			fields.Add(name[1:], value)
		case strings.HasPrefix(name, "-"):
			var kept []string
			for _, have := range fields[name[1:]] {
				if have != value {
					kept = append(kept, have)
				}
			}
			fields[name[1:]] = kept
		default:
			fields.Set(name, value)
		}
	}
	v.w.Clock.Pass(2 * time.Second)
	return v.post(to, fields)
}

// formTo is the first form that posts to a path, with what it would send as it stands.
func (p *page) formTo(path string) (action string, fields url.Values) {
	p.t.Helper()
	fields = url.Values{}
	p.each(func(n *html.Node) {
		if n.Data != "form" || action != "" || !strings.HasPrefix(attr(n, "action"), path) {
			return
		}
		action = attr(n, "action")
		for field := range n.Descendants() {
			ticked := attr(field, "type") == "checkbox" && has(field, "checked")
			if field.Data == "input" && (attr(field, "type") == "hidden" || ticked) {
				fields.Add(attr(field, "name"), attr(field, "value"))
			}
		}
	})
	if action == "" {
		p.t.Fatalf("%s has no form to %s:\n%s", p.path, path, p.body)
	}
	return action, fields
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// status is how a purpose stands by mail at an address.
func (w *world) status(email, purpose string) assent.Status {
	w.t.Helper()
	c, err := w.Shelf.Current(w.t.Context(), w.Org)
	if err != nil {
		w.t.Fatal(err)
	}
	p, ok := c.Purpose(purpose)
	if !ok {
		w.t.Fatalf("there is no purpose %s", purpose)
	}
	return w.State(email).Standing(w.pointOf(email), p.Cell(assent.Email, p.Party()), w.Clock.Now()).Status
}

// leads are the addresses that a page leads to.
func (p *page) leads() []string {
	var out []string
	p.each(func(n *html.Node) {
		if n.Data == "a" {
			out = append(out, attr(n, "href"))
		}
	})
	return out
}

// pointOf is the contact point that an address has by itself.
func (w *world) pointOf(email string) (point assent.ID) {
	w.t.Helper()
	err := w.Archive.Read(w.t.Context(), w.Org, func(v *store.View) error {
		row, _, err := v.PointByPseudonym(assent.EmailAddress, w.Vault.Pseudonyms(w.Org, assent.EmailAddress, email))
		point = row.ID
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return point
}

func (w *world) ownToken(point assent.ID) string {
	return w.links.Make(link.Preferences, link.Token{Org: w.Org, Point: point, Channel: assent.Email, Issued: w.Clock.Now()})
}
