package console

import (
	"slices"

	"assent"
	"assent/catalogue"
)

// previewPolicy lets a preview be shown within a screen, and do nothing there.
const previewPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

var errNoPainter = assent.Problemf("NO_PREVIEW", "This server cannot draw previews.").OfKind(assent.NotFound)

// previewBuilt shows what is in force.
func (s *site) previewBuilt(c *call) error {
	_, i, err := c.built()
	if err != nil {
		return err
	}
	return s.paint(c, i, c.r.URL.Query().Get("lang"), c.r.URL.Query().Get("part"))
}

// previewDraft shows what was typed, whether it could be published or not.
func (s *site) previewDraft(c *call) error {
	made, err := c.made()
	if err != nil {
		return err
	}
	i, _ := readBuilt(c, made)
	return s.paint(c, i, c.field("lang"), c.field("part"))
}

func (s *site) paint(c *call, i catalogue.Item, language, part string) error {
	if s.Painter == nil {
		return errNoPainter
	}
	c.header.Set("Content-Type", "text/html; charset=utf-8")
	c.header.Set("Content-Security-Policy", previewPolicy)
	c.header.Set("X-Frame-Options", "SAMEORIGIN")
	return s.Painter.Draw(&c.body, c.catalogue, i, language, part)
}

// Parts are what can be looked at of the page; none if there is but one.
func (b *BuildScreen) Parts() []string {
	if b.Made == catalogue.ProfilePage {
		return []string{"choices", "data"}
	}
	return nil
}

// Shows reports whether people can look at it: a paper form or an import has no page.
func (b *BuildScreen) Shows() bool {
	paper := slices.ContainsFunc(b.Fields, func(f Field) bool {
		return f.Name == "kind" && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Chosen && o.Value == catalogue.HostedForm })
	})
	return b.Painted && !paper
}
