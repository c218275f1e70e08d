package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/rights"
)

// Preview draws pages as people would meet them, from what is still being written, for a person whom there is
// not. It reads and records nothing, and the links and buttons on what it draws open nothing. It is safe for
// concurrent use.
type Preview struct{ site *site }

// PreviewConfig is what a preview is made with. All but Laws must be set.
type PreviewConfig struct {
	Locale    *locale.Locale
	Now       func() time.Time
	Random    io.Reader
	PublicURL string
	Laws      *law.Book // optional: forms ask what the law of a country asks
}

// NewPreview opens it. It fails only if a template does not parse.
func NewPreview(c PreviewConfig) (*Preview, error) {
	pages, err := NewPages()
	if err != nil {
		return nil, err
	}
	nowhere := link.New(func(string) (key [32]byte) { // keys that no door has
		_, _ = io.ReadFull(c.Random, key[:])
		return key
	}, c.Random)
	return &Preview{&site{pages: pages, Config: Config{
		Links: nowhere, Locale: c.Locale, Now: c.Now, Random: c.Random, Laws: c.Laws, Decide: nobody{}, Log: slog.Default(),
		PublicURL: strings.TrimSuffix(c.PublicURL, "/"),
	}}}, nil
}

// The parts of a profile page that can be looked at.
const (
	PartChoices = "choices" // what she receives; the default
	PartData    = "data"    // what is held
)

// Draw writes a form or a page of the catalogue in a language, or in the one that the page speaks.
func (p *Preview) Draw(w io.Writer, c *catalogue.Catalogue, i catalogue.Item, language, part string) error {
	paper := &paper{header: http.Header{}, status: http.StatusOK}
	v := p.visit(paper, c, language)
	switch i := i.(type) {
	case *catalogue.CollectionPoint:
		v.form = i
		p.site.drawForm(v, http.StatusOK, wordingOf(v.catalogue, i, v.words), Typed{}, nil)
	case *catalogue.Page:
		shown := *i
		shown.ID, shown.Retired = orElse(i.ID, "draft"), false
		v.catalogue = c.With(&shown)
		p.site.speak(v, &shown)
		p.drawPage(v, &shown, part)
	default:
		return fmt.Errorf("a %T has no page", i)
	}
	if paper.status != http.StatusOK {
		return fmt.Errorf("the preview answers %d", paper.status)
	}
	_, err := paper.WriteTo(w)
	return err
}

func (p *Preview) visit(w http.ResponseWriter, c *catalogue.Catalogue, language string) *visit {
	words := p.site.Locale.Printer(language, c.Settings().Language)
	r := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/p/" + PartChoices}, Header: http.Header{}}).WithContext(context.Background())
	return &visit{w: w, r: r, words: words, catalogue: c, preview: true}
}

func (p *Preview) drawPage(v *visit, page *catalogue.Page, part string) {
	if page.Kind == catalogue.UnsubscribePage {
		d := &departure{visit: v, leaving: rights.Leaving{Address: "a•••@e•••.example", This: rights.Open, Everything: rights.Open}, page: page}
		d.token = link.Token{Brand: page.Brand, Purpose: example(v.catalogue, page.Brand), Channel: assent.Email}
		p.site.drawLeave(d, http.StatusOK, "")
		return
	}
	o := &owner{visit: v, page: page, session: link.Token{Brand: page.Brand, Channel: assent.Email, Issued: p.site.Now()}, Own: p.somebody(v)}
	if page.Kind == catalogue.ProfilePage && part == PartData {
		v.r.URL.Path = "/p/" + PartData
		p.site.drawData(o, http.StatusOK, "")
		return
	}
	p.site.showChoices(o)
}

// example is the purpose about which a mail might have been.
func example(c *catalogue.Catalogue, brand string) string {
	for _, p := range c.Purposes() {
		if p.Kind != assent.PurposeService && p.Offers(assent.Email) && (brand == "" || p.Brand == "" || p.Brand == brand) {
			return p.ID
		}
	}
	return ""
}

// somebody has agreed to one thing, and to nothing else.
func (p *Preview) somebody(v *visit) rights.Own {
	own := rights.Own{
		Kind: assent.EmailAddress, Address: "ana@example.org", Since: p.site.Now().AddDate(-1, 0, 0),
		Known:  map[string]string{"language": v.words.Language(), "country": v.catalogue.Settings().Country, "kind": string(assent.Consumer), "timezone": v.catalogue.Settings().TimeZone},
		Others: []rights.Other{{Kind: assent.PhoneNumber, Masked: "+33•••••78"}},
	}
	for _, purpose := range v.catalogue.Purposes() {
		if purpose.Kind == assent.PurposeService {
			continue
		}
		for _, channel := range purpose.Channels {
			cell := rights.Cell{Purpose: purpose, Channel: channel, Here: channel == assent.Email, Status: assent.Unknown}
			if len(own.Cells) == 0 && cell.Here {
				cell.Status, cell.Since = assent.Granted, own.Since
			}
			own.Cells = append(own.Cells, cell)
		}
	}
	return own
}

// Snippets are the ways to put a form on another site, in a language: the address of the hosted form, a form in
// plain HTML that leads to it, and a script that puts that where it stands.
func (p *Preview) Snippets(c *catalogue.Catalogue, form *catalogue.CollectionPoint, language string) (address, html, script string) {
	v := p.visit(nil, c, language)
	v.form = form
	return p.site.PublicURL + v.here("/f/"+form.ID), p.site.snippet(v), p.site.scriptOf(v)
}

// nobody may send anything to whom there is not.
type nobody struct{}

// MaySend answers no.
func (nobody) MaySend(context.Context, assent.ID, assent.Question) (assent.Decision, error) {
	return assent.Decision{Decision: assent.Deny}, nil
}

// paper takes a page instead of a browser.
type paper struct {
	bytes.Buffer
	header http.Header
	status int
}

// Header, and WriteHeader, are those of an answer.
func (p *paper) Header() http.Header    { return p.header }
func (p *paper) WriteHeader(status int) { p.status = status }
