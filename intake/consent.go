package intake

import (
	"fmt"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
)

// consent writes out an act that says yes, to one box at least, or leaves boxes of a form blank.
func (w *work) consent() error {
	evidenced := evidenced(w.e)
	w.e.Strength, w.e.Grade = assent.Prove(w.dr.Method, w.dr.Strength, evidenced)
	for i, c := range w.boxes() {
		choice, err := w.choice(i, c)
		if err != nil {
			return err
		}
		if c.Reply == assent.Yes {
			w.agree(choice)
		} else {
			w.blank(c, choice)
		}
	}
	if err := w.requirements(); err != nil {
		return err
	}
	w.awaits()
	return nil
}

// agree writes a yes out; the contact point that it is for is then one of the event's.
func (w *work) agree(c assent.Choice) {
	w.e.Choices = append(w.e.Choices, c)
	if p := w.pointOf(c.Point); !slices.Contains(w.e.Points, p) {
		w.e.Points = append(w.e.Points, p)
	}
}

// evidenced reports whether a claim brings anything that can be looked at.
func evidenced(e *assent.Event) bool {
	ev := e.Evidence
	return e.Notice != nil || ev != nil &&
		(len(ev.Attachments) > 0 || ev.Source != "" || ev.OptIn != "" || ev.Confirmed != "" || ev.Wording != "")
}

// boxes are the choices of the act, and the boxes that were shown and not answered.
func (w *work) boxes() []ActChoice {
	out := slices.Clone(w.dr.Choices)
	if w.dr.Evidence == nil || w.dr.Method != assent.WebForm {
		return out
	}
	for _, shown := range w.dr.Evidence.Shown {
		purpose, channel, _ := strings.Cut(shown, ":")
		channel, _, _ = strings.Cut(channel, ":")
		answered := func(c ActChoice) bool { return c.Purpose == purpose && string(c.Channel) == channel }
		if !slices.ContainsFunc(out, answered) {
			out = append(out, ActChoice{Purpose: purpose, Channel: assent.Channel(channel), Reply: assent.Blank})
		}
	}
	return out
}

// choice fills one answer in from the catalogue.
func (w *work) choice(i int, c ActChoice) (assent.Choice, error) {
	field := func(name string) string { return fmt.Sprintf("choices[%d].%s", i, name) }
	p, err := w.purpose(c.Purpose, field("purpose"))
	if err != nil {
		return assent.Choice{}, err
	}
	if !p.Offers(c.Channel) {
		return assent.Choice{}, assent.Problemf("CHANNEL_NOT_OFFERED", "%s is not sent by %s; it is sent by %s.", p.ID, c.Channel, join(words(p.Channels))).In(field("channel"))
	}
	for _, t := range c.Topics {
		if !p.HasTopic(t) {
			return assent.Choice{}, assent.Problemf("UNKNOWN_TOPIC", "%s has no topic %q; %s.", p.ID, t, known(p.Topics, func(t catalogue.Topic) string { return t.ID })).In(field("topics"))
		}
	}
	if err := w.offered(c, field("purpose")); err != nil {
		return assent.Choice{}, err
	}
	out := assent.Choice{
		Point: w.reachedBy(c.Channel), Brand: p.Brand, Purpose: p.ID, Version: p.Version, Channel: c.Channel,
		Topics: c.Topics, Party: c.Party, Reply: c.Reply, Terms: c.Terms,
	}
	if out.Point.IsZero() && c.Reply == assent.Yes {
		return out, assent.Problemf("CANNOT_RECEIVE", "No contact is given that can receive %s; add %s.", c.Channel, receiver(c.Channel)).In("contact")
	}
	if out.Party == "" {
		out.Party = p.Party()
	}
	return out, w.partners(&out, c, p, field("partner_list"))
}

func (w *work) purpose(id, field string) (*catalogue.Purpose, error) {
	p, ok := w.cat.Purpose(id)
	if !ok {
		return nil, assent.Problemf("UNKNOWN_PURPOSE", "There is no purpose %q; %s.", id, known(w.cat.Purposes(), func(p *catalogue.Purpose) string { return p.ID })).In(field)
	}
	return p, nil
}

// offered asks that a form offers what was answered on it.
func (w *work) offered(c ActChoice, field string) error {
	cp, ok := w.cat.CollectionPoint(w.e.CollectionPoint)
	if !ok || w.dr.Method != assent.WebForm || len(cp.Boxes) == 0 {
		return nil
	}
	if slices.ContainsFunc(cp.Boxes, func(b catalogue.Box) bool { return b.Purpose == c.Purpose && b.Channel == c.Channel }) {
		return nil
	}
	return assent.Problemf("NOT_OFFERED_HERE", "Form %s does not offer %s by %s.", cp.ID, c.Purpose, c.Channel).In(field)
}

// partners pins the list of partners that was shown.
func (w *work) partners(out *assent.Choice, c ActChoice, p *catalogue.Purpose, field string) error {
	if out.Party != assent.PartyPartners {
		return nil
	}
	ref := c.PartnerList
	if ref == "" {
		ref = p.PartnerList
	}
	list, ok := w.cat.PartnerList(ref)
	if !ok {
		return assent.Problemf("UNKNOWN_PARTNER_LIST", "A consent for partners names the list that was shown, as list@version; %s.", known(w.cat.PartnerLists(), (*catalogue.PartnerList).Ref)).In(field)
	}
	out.PartnerList = list.Ref()
	return nil
}

// requirements asks that what a purpose requires is said yes to as well, here or before.
func (w *work) requirements() error {
	for i, c := range w.e.Choices {
		if c.Reply != assent.Yes {
			continue
		}
		p, _ := w.cat.Purpose(c.Purpose)
		for _, need := range w.cat.Needs(p, c.Channel) {
			if !w.met(need) {
				return assent.Problemf("REQUIRES", "%s can only be had together with %s: say yes to both.", p.ID, need.Purpose.ID).
					In(fmt.Sprintf("choices[%d].purpose", i)).OfKind(assent.Unusable)
			}
		}
	}
	return nil
}

func (w *work) met(need catalogue.Need) bool {
	for _, c := range w.e.Choices {
		if c.Reply == assent.Yes && c.Purpose == need.Purpose.ID && slices.Contains(need.Channels, c.Channel) {
			return true
		}
	}
	return need.Stands(w.state, w.tx.Now(), assent.Granted, assent.Pending)
}

// awaits gives the event its type. A yes on a form becomes a request for confirmation where that
// is wanted: by the purpose, by law, or because she said no before. One act is one event, so
// one box decides for all. A form without any yes is a refusal.
func (w *work) awaits() {
	switch {
	case !w.saysYes() && slices.ContainsFunc(w.e.Noes, func(n assent.NoEntry) bool { return n.Kind == assent.NoWithdrawn }):
		w.e.Type = assent.ConsentWithdrawn
	case !w.saysYes():
		w.e.Type = assent.ConsentRefused
	case (w.dr.Method == assent.WebForm || w.dr.Method == assent.Portal) && slices.ContainsFunc(w.e.Choices, w.mustConfirm):
		w.e.Type = assent.ConsentRequested
	}
}

func (w *work) saysYes() bool {
	return slices.ContainsFunc(w.e.Choices, func(c assent.Choice) bool { return c.Reply == assent.Yes })
}

func (w *work) mustConfirm(c assent.Choice) bool {
	if c.Reply != assent.Yes {
		return false
	}
	p, _ := w.cat.Purpose(c.Purpose)
	cell := p.Cell(c.Channel, c.Party)
	if cp, ok := w.cat.CollectionPoint(w.e.CollectionPoint); ok && cell.Brand == "" {
		cell.Brand = cp.Brand // what the organisation asks for under this brand
	}
	for _, n := range w.state.Noes {
		if n.Scope.Covers(cell) {
			return true
		}
	}
	if len(w.left) > 0 { // an erased person left everything
		return true
	}
	switch p.DoubleOptIn {
	case catalogue.OptInNever:
		return false
	case catalogue.OptInRequired:
		return true
	}
	return w.desk.NeedsConfirmation(w.country(c.Point), c.Channel)
}

// country is where the contact point is, as far as is known.
func (w *work) country(point assent.ID) string {
	if a := w.dr.Attributes; a != nil && a.Country != "" {
		return a.Country
	}
	if p, ok := w.state.Points[point]; ok && p.Attribute("country") != "" {
		return p.Attribute("country")
	}
	return w.cat.Settings().Country
}
