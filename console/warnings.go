package console

import (
	"slices"

	"assent/catalogue"
)

// A form that may be published may still be one that nobody wants so: what is said about it is advice, and refuses nothing.

// asking are the kinds of collection point on which a person reads before she agrees.
var asking = []string{catalogue.HostedForm, catalogue.EmbeddedForm, catalogue.CallScript, catalogue.OnPaper}

// warnings says in words what is doubtful about a form: that it shows no notice (Art. 13 GDPR), or that it offers what needs
// another yes for which it has no box. A form without boxes asks nothing yet.
func (c *call) warnings(cat *catalogue.Catalogue, form *catalogue.CollectionPoint) []string {
	if len(form.Boxes) == 0 {
		return nil
	}
	var out []string
	if form.Notice == "" && slices.Contains(asking, form.Kind) {
		out = append(out, c.words.Text("console.build.warn.notice"))
	}
	for _, b := range form.Boxes {
		p, ok := cat.Purpose(b.Purpose)
		if !ok {
			continue
		}
		for _, need := range cat.Needs(p, b.Channel) {
			if !offers(form, need) {
				out = append(out, c.words.Text("console.build.warn.needs", "box", c.offer(b), "needed", name(c, need.Purpose)))
			}
		}
	}
	return out
}

// offers reports whether one of the boxes that a need asks for is on the form.
func offers(form *catalogue.CollectionPoint, need catalogue.Need) bool {
	return slices.ContainsFunc(form.Boxes, func(b catalogue.Box) bool {
		return b.Purpose == need.Purpose.ID && slices.Contains(need.Channels, b.Channel)
	})
}

// formsLeft says of the forms in force what becomes doubtful about them once a draft is published.
func (c *call) formsLeft(draft *catalogue.Purpose) []string {
	var out []string
	then := c.catalogue.With(draft)
	for _, form := range c.catalogue.CollectionPoints() {
		now := c.warnings(c.catalogue, form)
		for _, w := range c.warnings(then, form) {
			if !slices.Contains(now, w) {
				out = append(out, c.words.Text("console.build.warn.form", "form", form.ID, "warning", w))
			}
		}
	}
	return out
}
