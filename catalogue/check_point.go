package catalogue

import (
	"net/url"
	"slices"
	"strings"

	"assent"
)

func (p *CollectionPoint) check(c *Catalogue) *assent.Problem {
	for _, test := range []func(*Catalogue) *assent.Problem{
		p.checkSelf, p.checkNotice, p.checkBoxes,
		func(*Catalogue) *assent.Problem { return CheckFacts(p.Facts) },
		func(c *Catalogue) *assent.Problem { return c.checkSymmetry(p) },
	} {
		if problem := test(c); problem != nil {
			return problem
		}
	}
	return nil
}

func (p *CollectionPoint) checkSelf(c *Catalogue) *assent.Problem {
	if problem := named(p); problem != nil {
		return problem
	}
	kinds := []string{HostedForm, EmbeddedForm, ByAPI, OnPaper, CallScript, ByImport}
	if !slices.Contains(kinds, p.Kind) {
		return bad("kind", "Collection point %s has the unknown kind %q; the kinds are %s.", p.ID, p.Kind, list(kinds))
	}
	if _, ok := c.Brand(p.Brand); p.Brand != "" && !ok {
		return bad("brand", "Collection point %s belongs to the unknown brand %q; publish the brand first.", p.ID, p.Brand)
	}
	origins := []string{"", OriginSubscribed, OriginCustomer, OriginDirect, OriginPublic, OriginSocial, OriginPartner}
	if !slices.Contains(origins, p.Origin) {
		return bad("origin", "Collection point %s: the origins of data are %s.", p.ID, list(origins[1:]))
	}
	for _, field := range p.Asks {
		if !slices.Contains([]string{"email", "phone", "country", "kind"}, field) {
			return bad("asks", "Collection point %s cannot ask for %q; a form asks for email, phone, country or kind.", p.ID, field)
		}
	}
	for _, site := range p.EmbedOrigins {
		if !isOrigin(site) {
			return bad("embed_origins", "%q is no site that could embed form %s; write it as in https://shop.example.org, without a path or a / at its end.", site, p.ID)
		}
	}
	if p.Kind == HostedForm && len(p.Titles) == 0 {
		return bad("titles", "Form %s needs a title in each language in which it is shown.", p.ID)
	}
	return nil
}

// isOrigin reports whether a text is what a browser sends as Origin (RFC 6454 §6.2): anything else would never match.
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && s == u.Scheme+"://"+strings.ToLower(u.Host)
}

func (p *CollectionPoint) checkNotice(c *Catalogue) *assent.Problem {
	if p.Notice == "" {
		return nil
	}
	n, ok := c.Notice(p.Notice, "")
	if !ok {
		return bad("notice", "Collection point %s shows the unknown notice %q; publish the notice first.", p.ID, p.Notice)
	}
	return inLanguages(p.Titles.Languages(), n.Languages, "languages", "notice "+n.ID)
}

// checkBoxes asks that each box can be shown in each language of the form, and be
// answered with what the form asks for.
func (p *CollectionPoint) checkBoxes(c *Catalogue) *assent.Problem {
	for _, b := range p.Boxes {
		purpose, ok := c.Purpose(b.Purpose)
		if !ok {
			return bad("boxes", "Collection point %s offers the unknown purpose %q; publish the purpose first.", p.ID, b.Purpose)
		}
		if !purpose.Offers(b.Channel) {
			return bad("boxes", "Collection point %s offers %s by %s, but that purpose goes by %s.", p.ID, b.Purpose, b.Channel, list(purpose.Channels))
		}
		for _, t := range b.Topics {
			if !purpose.HasTopic(t) {
				return bad("boxes", "Collection point %s offers the topic %q, which purpose %s does not have.", p.ID, t, b.Purpose)
			}
		}
		if p.Kind == HostedForm {
			if problem := inLanguages(p.Titles.Languages(), purpose.Sentences, "sentences", "purpose "+purpose.ID); problem != nil {
				return problem
			}
		}
	}
	return nil
}

func list[S ~string](words []S) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}
