package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"assent"
)

// It must be as easy to withdraw a consent as to give it (GDPR art. 7(3)). So the way in is held beside the way out:
// what has to be filled in, what pressed, at how many places in a row, and in which languages it can be read. Each
// is counted for a person who does as little as she can.

// Effort is what it takes a person to join something, or to leave it.
type Effort struct {
	Fields    int      // to fill in
	Presses   int      // of boxes and buttons
	Steps     int      // pages one after the other; a mail leads to the next
	Languages []string // in which it can be done, sorted; empty: each that pages speak
}

// Joining is the least effort of ticking one box of a form: an address, the box, the button, and where the
// purpose always asks for it, the button behind the mail that confirms.
func (c *Catalogue) Joining(form *CollectionPoint, b Box) Effort {
	e := Effort{Fields: 1, Presses: 2, Steps: 1, Languages: form.Titles.Languages()}
	if p, ok := c.Purpose(b.Purpose); ok && p.DoubleOptIn == OptInRequired {
		e.Presses, e.Steps = e.Presses+1, e.Steps+1
	}
	return e
}

// Leaving is what it takes to stop one thing on an unsubscribe page: the link in the mail leads to it, and it
// knows the address. (The button of the mail program, RFC 8058, takes one press and no page at all.)
func (p *Page) Leaving() Effort {
	e := Effort{Presses: 1, Steps: 1, Languages: slices.Sorted(slices.Values(p.Languages))}
	if p.OptOut == OptOutPage || p.OptOut == OptOutMail {
		e.Presses, e.Steps = e.Presses+1, e.Steps+1
	}
	return e
}

// Harder says in what leaving is harder than joining, a clause for each thing; none if it is as easy.
func Harder(join, leave Effort) []string {
	var out []string
	for _, c := range []struct {
		join, leave int
		one, many   string
	}{
		{join.Fields, leave.Fields, "field", "fields"},
		{join.Presses, leave.Presses, "press", "presses"},
		{join.Steps, leave.Steps, "step", "steps"},
	} {
		if c.leave > c.join {
			out = append(out, fmt.Sprintf("joining takes %s, leaving %s", counted(c.join, c.one, c.many), counted(c.leave, c.one, c.many)))
		}
	}
	if lost := unspoken(join, leave); len(lost) > 0 {
		out = append(out, fmt.Sprintf("one can join in %s, but leave only in %s", strings.Join(lost, ", "), strings.Join(leave.Languages, ", ")))
	}
	return out
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// unspoken are the languages of the way in that the way out does not speak.
func unspoken(join, leave Effort) []string {
	if len(leave.Languages) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(join.Languages), func(l string) bool { return slices.Contains(leave.Languages, l) })
}

// Symmetry is one way into a purpose beside one way out of it.
type Symmetry struct {
	Form  *CollectionPoint
	Box   Box
	Page  *Page // without an identifier: the one that the house makes of itself
	Join  Effort
	Leave Effort
}

// Symmetries holds each box of each form beside each unsubscribe page that its messages may lead to: the default
// of the purpose's brand, and those that a link can name. Only the default must speak every language of the form,
// for a link names another in a mail that is written for it.
func (c *Catalogue) Symmetries() []Symmetry {
	var out []Symmetry
	for _, form := range c.CollectionPoints() {
		if form.Kind != HostedForm && form.Kind != EmbeddedForm {
			continue
		}
		for _, b := range form.Boxes {
			out = append(out, c.symmetries(form, b)...)
		}
	}
	return out
}

func (c *Catalogue) symmetries(form *CollectionPoint, b Box) []Symmetry {
	p, ok := c.Purpose(b.Purpose)
	if !ok || p.Kind == assent.PurposeService {
		return nil
	}
	usual := c.PageFor("", p.Brand, UnsubscribePage)
	out := []Symmetry{{form, b, usual, c.Joining(form, b), usual.Leaving()}}
	for _, page := range c.Pages() {
		if page == usual || page.Retired || page.Kind != UnsubscribePage || page.Brand != "" && page.Brand != p.Brand {
			continue
		}
		leave := page.Leaving()
		leave.Languages = nil
		out = append(out, Symmetry{form, b, page, c.Joining(form, b), leave})
	}
	return out
}

// Harder says in what leaving is harder than joining, a clause for each thing; none if it is as easy.
func (s Symmetry) Harder() []string { return Harder(s.Join, s.Leave) }

// checkSymmetry refuses what would make leaving harder than joining, be it a form, a page or a purpose that is
// published. An item that the imbalance does not concern can be published all the same.
func (c *Catalogue) checkSymmetry(i Item) *assent.Problem {
	for _, s := range c.Symmetries() {
		if harder := s.Harder(); len(harder) > 0 && s.concerns(i) {
			return assent.Problemf("LEAVING_IS_HARDER", "Leaving would be harder than joining (GDPR art. 7(3)): at form %s, %s can be joined, and on unsubscribe page %s left, but %s. %s",
				s.Form.ID, s.Box.Purpose, s.Page.ID, strings.Join(harder, "; "), s.remedy()).In(s.field(i))
		}
	}
	return nil
}

// concerns reports whether an item is one side of the comparison.
func (s Symmetry) concerns(i Item) bool {
	return i == Item(s.Form) || i == Item(s.Page) || i.kind() == KindPurpose && i.key() == s.Box.Purpose
}

// field is where the item can be mended.
func (s Symmetry) field(i Item) string {
	languages := len(unspoken(s.Join, s.Leave)) > 0
	switch {
	case i.kind() == KindPurpose:
		return "double_opt_in"
	case i.kind() == KindPage && languages:
		return "languages"
	case i.kind() == KindPage:
		return "opt_out"
	case languages:
		return "titles"
	}
	return "boxes"
}

func (s Symmetry) remedy() string {
	if lost := unspoken(s.Join, s.Leave); len(lost) > 0 {
		return fmt.Sprintf("Let page %s speak %s too.", s.Page.ID, strings.Join(lost, ", "))
	}
	return fmt.Sprintf("Let page %s ask only once, or require double opt-in for %s.", s.Page.ID, s.Box.Purpose)
}
