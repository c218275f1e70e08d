package intake

import (
	"time"

	"assent"
)

// pause takes a wish for silence.
func (w *work) pause() error {
	p := *w.dr.Pause
	var err error
	if p.Scope, err = w.quieter(p.Scope, "pause.scope.purpose"); err != nil {
		return err
	}
	if err := day(p.Until, "pause.until"); err != nil {
		return err
	}
	w.e.Pause = &p
	return nil
}

// frequency takes a wish for fewer messages.
func (w *work) frequency() (err error) {
	f := *w.dr.Frequency
	f.Scope, err = w.quieter(f.Scope, "frequency.scope.purpose")
	w.e.Frequency = &f
	return err
}

// quieter names every part of a scope for which she wants less.
func (w *work) quieter(s assent.Scope, field string) (assent.Scope, error) {
	if s = whole(s); s.Purpose == assent.Any {
		return s, nil
	}
	_, err := w.purpose(s.Purpose, field)
	return s, err
}

// relationship takes a fact about dealings.
func (w *work) relationship() error {
	r := w.dr.Relationship
	if err := w.knownBrand(r.Brand, "relationship.brand"); err != nil {
		return err
	}
	for _, d := range []assent.Day{r.On, r.CreatedOn, r.LastPurchaseOn, r.EnquiryOn, r.ContractEndOn} {
		if err := day(d, "relationship"); err != nil {
			return err
		}
	}
	return nil
}

func day(d assent.Day, field string) error {
	if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
		return assent.Problemf("BAD_DAY", "A day is written YYYY-MM-DD, as in 2026-11-21.").In(field)
	}
	return nil
}

// link joins what the act names into one person.
func (w *work) link() error {
	if len(w.acting) < 2 {
		return assent.Problemf("ONE_CONTACT_ONLY", "To link is to say that two contacts are one person's: give both.").In("contact")
	}
	w.e.Link = &assent.Link{From: w.linked}
	return nil
}

// message records a message at the one contact point that it reached.
func (w *work) message() error {
	m := *w.dr.Message
	p, err := w.purpose(m.Purpose, "message.purpose")
	if err != nil {
		return err
	}
	if m.Kind == "" {
		m.Kind = p.Kind.Message()
	}
	reached := w.reachedBy(m.Channel)
	if reached.IsZero() {
		return assent.Problemf("CANNOT_RECEIVE", "No contact is given that can receive %s; add %s.", m.Channel, receiver(m.Channel)).In("contact")
	}
	w.e.Points = []assent.Point{w.pointOf(reached)}
	w.e.Message = &m
	return nil
}

// restricted is the suppression for restriction (GDPR art. 18): her data are kept, and nothing is
// done with them. It holds of the person, so of all the contact points that she has then.
const restricted = "restricted"

// onePoint asks that the act names one contact point, since what it says holds of that alone.
func (w *work) onePoint() error {
	if s := w.dr.Suppression; s != nil && s.Kind == restricted {
		return w.everyPoint()
	}
	if len(w.acting) != 1 {
		return assent.Problemf("ONE_CONTACT", "A %s holds of one contact point: give one contact.", w.dr.Type).In("contact")
	}
	if r := w.dr.Register; r != nil {
		if err := day(r.CheckedOn, "register.checked_on"); err != nil {
			return err
		}
		return day(r.ListedOn, "register.listed_on")
	}
	return nil
}

// everyPoint spreads what holds of the person over her contact points.
func (w *work) everyPoint() error {
	if len(w.acting) == 0 && len(w.points) == 0 {
		return unknownPerson()
	}
	w.e.Points = nil
	for _, id := range w.allPoints() {
		w.e.Points = append(w.e.Points, w.pointOf(id))
	}
	return nil
}
