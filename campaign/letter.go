package campaign

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// letter writes the mail to one contact about the boxes that she may be asked about. The message bears the
// event by which its link names it, the notice behind the boxes, and as evidence the boxes and the digest of its words.
func (d *Desk) letter(ctx context.Context, org assent.ID, by assent.Actor, p Plan, to store.CampaignContact, boxes []Asking) (dispatch.Message, error) {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return dispatch.Message{}, err
	}
	var who candidate
	err = d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		who, _, err = d.candidate(v, c, to.Point)
		return err
	})
	if err != nil {
		return dispatch.Message{}, err
	}
	language, template := p.template(who.language, c.Settings().Language)
	words := d.Words.Printer(language)
	brand := mail.Brand{Name: c.Settings().Name}
	if b, ok := c.Brand(p.Brand); ok {
		brand = mail.Brand{Name: b.Name, Accent: b.Accent}
	}
	v := values{brand: brand.Name, organisation: c.Settings().Name, purposes: names(c, boxes, language)}
	token := d.Mint.Make(link.Request, link.Token{
		Org: org, Point: to.Point, Event: to.Event, Brand: p.Brand, Channel: assent.Email, Issued: d.Now(),
	})
	m := mail.ConsentRequest(words, brand, mail.Request{
		Subject: template.subject(v), Parts: template.parts(v), Answer: d.PublicURL + "/a/" + token,
		Digits: d.Mint.Code(token), Code: string(to.Code), Life: link.Request.Life(),
	})
	return dispatch.Message{
		Contact: assent.Contactable{Point: to.Point}, Purpose: boxes[0].Purpose, Brand: p.Brand, Kind: assent.Reconfirm,
		Subject: m.Subject, Text: m.Text, HTML: m.HTML, Language: language, Actor: by, Event: to.Event, Code: to.Code,
		Notice: notice(c, p, language), Evidence: evidence(boxes, template),
	}, nil
}

// template is the text in her language, else in the organisation's, else in the first there is.
func (p Plan) template(hers, ours string) (language string, t Template) {
	for _, language := range []string{hers, ours} {
		if t, ok := p.Templates[language]; ok {
			return language, t
		}
	}
	first := slices.Min(slices.Collect(maps.Keys(p.Templates)))
	return first, p.Templates[first]
}

// names are the purposes as they read in the language, each once.
func names(c *catalogue.Catalogue, boxes []Asking, language string) []string {
	var out []string
	for _, b := range boxes {
		if p, ok := c.Purpose(b.Purpose); ok {
			out = append(out, cmp.Or(p.Names.In(language), p.ID))
		}
	}
	return out
}

// notice is the text behind the boxes, in the language if it is published in it.
func notice(c *catalogue.Catalogue, p Plan, language string) intake.Notice {
	n, ok := c.Notice(p.Notice, "")
	if !ok {
		return intake.Notice{}
	}
	return intake.Notice{ID: n.ID, Version: n.Version, Language: n.Languages.Language(language)}
}

// evidence names the boxes that the mail asks about, and the digest of the words of its author: a JSON array
// of subject and body, as they were before names were filled in. The mail itself has a link that is a key.
func evidence(boxes []Asking, t Template) *assent.Evidence {
	body, err := json.Marshal([]string{t.Subject, t.Body})
	if err != nil {
		panic(err) // texts always encode
	}
	sum := sha256.Sum256(body)
	e := &assent.Evidence{Wording: hex.EncodeToString(sum[:])}
	for _, b := range boxes {
		e.Shown = append(e.Shown, b.Key())
	}
	return e
}
