package decide

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
)

// message is what is asked about, apart from whom it goes to.
type message struct {
	assent.Question
	cat      *catalogue.Catalogue
	purpose  *catalogue.Purpose
	brand    string
	at       time.Time
	past     bool // the question looks back: the state must be folded again
	position int64
}

// message reads a question against the catalogue.
func (d *Desk) message(cat *catalogue.Catalogue, q assent.Question) (*message, error) {
	p, ok := cat.Purpose(q.Purpose)
	if !ok {
		return nil, unknown("UNKNOWN_PURPOSE", "purpose", q.Purpose, cat.Purposes(), func(p *catalogue.Purpose) string { return p.ID })
	}
	if !slices.Contains(assent.Channels(), q.Channel) {
		return nil, unknown("UNKNOWN_CHANNEL", "channel", string(q.Channel), assent.Channels(), func(c assent.Channel) string { return string(c) })
	}
	if q.Kind == "" {
		q.Kind = p.Kind.Message()
	}
	if !slices.Contains(assent.MessageKinds(), q.Kind) {
		return nil, unknown("UNKNOWN_MESSAGE_KIND", "message_kind", string(q.Kind), assent.MessageKinds(), func(k assent.MessageKind) string { return string(k) })
	}
	m := &message{Question: q, cat: cat, purpose: p, at: d.moment(&q)}
	m.past = !q.KnownAt.IsZero() || !q.At.IsZero() && m.at.Before(d.Now())
	if err := m.setBrand(); err != nil {
		return nil, err
	}
	if q.Facts != nil {
		return m, checkFacts(q.Facts)
	}
	return m, nil
}

// setBrand chooses the brand that writes: the one asked, the purpose's own, or the first.
func (m *message) setBrand() error {
	m.brand = m.Brand
	if m.brand == "" {
		m.brand = m.purpose.Brand
	}
	if brands := m.cat.Brands(); m.brand == "" && len(brands) > 0 {
		m.brand = brands[0].ID
	}
	if _, ok := m.cat.Brand(m.brand); m.brand != "" && !ok {
		return unknown("UNKNOWN_BRAND", "brand", m.brand, m.cat.Brands(), func(b *catalogue.Brand) string { return b.ID })
	}
	if m.purpose.Brand != "" && m.brand != m.purpose.Brand {
		return assent.Problemf("WRONG_BRAND", "Purpose %s belongs to brand %s; another brand needs a purpose of its own.", m.purpose.ID, m.purpose.Brand).In("brand")
	}
	return nil
}

// cell is what the message is, as noes cover it.
func (m *message) cell() assent.Scope {
	party := m.purpose.Party()
	if m.Kind == assent.PartnerMarketing {
		party = assent.PartyPartners
	}
	cell := m.purpose.Cell(m.Channel, party)
	cell.Brand = m.brand
	return cell
}

// marketing reports whether the message is of a kind that a pause silences.
func (m *message) marketing() bool {
	return marketing(m.Kind) || m.Kind == assent.Service && m.ContainsPromotion
}

// marketing reports whether messages of the kind serve the sender, and not the person's own affair.
func marketing(k assent.MessageKind) bool {
	switch k {
	case assent.Service, assent.DOIConfirmation, assent.OptOutConfirmation:
		return false
	}
	return true
}

func unknown[T any](code, field, word string, known []T, name func(T) string) *assent.Problem {
	if len(known) == 0 {
		return assent.Problemf(code, "There is no %s %q; none is published yet.", field, word).In(field)
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = name(k)
	}
	return assent.Problemf(code, "There is no %s %q; known: %s.", field, word, strings.Join(names, ", ")).In(field)
}
