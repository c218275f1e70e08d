package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"assent"
)

// The body of a state: a byte that names the form, then its fields one after the other. A state is read
// for every question, hence this form and not JSON, which takes ten times as long. States
// that were written as JSON, before there was this form, are read as well.

// stateForm is the first byte of a body in the form described here. A form that has been released is
// never changed: fields that come later make a form of their own.
const stateForm byte = 1

func encodeState(s *assent.State) []byte {
	w := &wire{out: append(make([]byte, 0, 512), stateForm)}
	w.state(s)
	return w.out
}

func decodeState(body []byte, s *assent.State) error {
	if len(body) > 0 && body[0] == '{' {
		return json.Unmarshal(body, s)
	}
	if len(body) == 0 || body[0] != stateForm {
		return errors.New("unknown form of a state")
	}
	w := &wire{in: string(body[1:]), reading: true}
	w.state(s)
	return w.err()
}

func (w *wire) state(s *assent.State) {
	w.id(&s.Person)
	w.int(&s.Seen)
	w.points(s)
	series(w, &s.Noes, (*wire).no)
	series(w, &s.Undone, func(w *wire, u *assent.Undoing) { w.id(&u.Event); w.mark(&u.Mark) })
	series(w, &s.Relations, (*wire).relation)
	series(w, &s.Pauses, (*wire).pause)
	series(w, &s.Frequencies, (*wire).frequency)
	series(w, &s.Contacts, func(w *wire, c *assent.LatestContact) { word(w, &c.Kind); w.mark(&c.Mark) })
	erased := s.Erased != nil
	w.flags(&erased)
	if erased {
		if w.reading {
			s.Erased = &assent.Mark{}
		}
		w.mark(s.Erased)
	}
}

// points are written in the order of their identifiers.
func (w *wire) points(s *assent.State) {
	ids := slices.SortedFunc(maps.Keys(s.Points), func(a, b assent.ID) int { return bytes.Compare(a[:], b[:]) })
	if w.reading {
		ids, s.Points = nil, map[assent.ID]*assent.PointState{}
	}
	series(w, &ids, func(w *wire, id *assent.ID) {
		w.id(id)
		if w.reading {
			s.Points[*id] = &assent.PointState{}
		}
		w.point(s.Points[*id])
	})
}

func (w *wire) point(p *assent.PointState) {
	word(w, &p.Kind)
	series(w, &p.Attributes, (*wire).value)
	series(w, &p.Facts, (*wire).value)
	series(w, &p.Yeses, (*wire).yes)
	series(w, &p.Requests, (*wire).request)
	series(w, &p.Topics, (*wire).topic)
	series(w, &p.Registers, (*wire).register)
	series(w, &p.Suppressions, (*wire).suppression)
	series(w, &p.Sent, (*wire).sent)
	series(w, &p.Calls, (*wire).mark)
}

func (w *wire) mark(m *assent.Mark) {
	own, claimed := m.Source == assent.Own, m.Source == assent.Claimed
	batch := m.Batch != ""
	w.flags(&m.BareDay, &m.Confirmed, &own, &claimed, &batch)
	w.time(&m.At)
	w.int(&m.Number)
	switch {
	case !own && !claimed:
		word(w, &m.Source)
	case w.reading && own:
		m.Source = assent.Own
	case w.reading:
		m.Source = assent.Claimed
	}
	if batch {
		word(w, &m.Batch)
	}
}

func (w *wire) scope(s *assent.Scope) {
	word(w, &s.Brand)
	word(w, &s.Purpose)
	word(w, &s.Channel)
	word(w, &s.Party)
}

func (w *wire) yes(y *assent.StandingYes) {
	word(w, &y.Purpose)
	word(w, &y.Channel)
	word(w, &y.Party)
	word(w, &y.Strength)
	w.mark(&y.Mark)
	word(w, &y.Grade)
	word(w, &y.PartnerList)
	word(w, &y.Notice.ID)
	word(w, &y.Notice.Version)
	word(w, &y.Notice.Language)
	word(w, &y.Notice.Digest)
	version := int64(y.Version)
	w.int(&version)
	if w.reading {
		y.Version = int(version)
	}
	t := &y.Terms
	word(w, &t.BundledWith)
	w.flags(&t.ConditionOfPurchase, &t.DatedDigitalProof, &t.PhoneVerified, &t.OutsideHours, &t.InitiatedBySender, &t.ByProvidingAddress)
	w.id(&y.Event)
}

func (w *wire) no(n *assent.StandingNo) {
	w.scope(&n.Scope)
	word(w, &n.Kind)
	w.flags(&n.Granular, &n.Undoable)
	w.mark(&n.Mark)
	word(w, &n.Cause)
	w.id(&n.Event)
}

func (w *wire) request(r *assent.Request) {
	word(w, &r.Purpose)
	word(w, &r.Channel)
	word(w, &r.Party)
	w.mark(&r.Mark)
	w.id(&r.Event)
}

func (w *wire) topic(t *assent.TopicChoice) {
	word(w, &t.Purpose)
	word(w, &t.Channel)
	word(w, &t.Topic)
	w.flags(&t.Chosen)
	w.mark(&t.Mark)
}

func (w *wire) value(v *assent.LatestValue) {
	word(w, &v.Name)
	word(w, &v.Value)
	w.mark(&v.Mark)
	w.id(&v.Event)
}

func (w *wire) relation(r *assent.StandingRelation) {
	word(w, &r.Brand)
	word(w, &r.Kind)
	word(w, &r.On)
	word(w, &r.CreatedOn)
	word(w, &r.LastPurchaseOn)
	word(w, &r.EnquiryOn)
	word(w, &r.ContractEndOn)
	w.truths(&r.SimilarProducts, &r.DetailsObtainedInSale, &r.OptOutOfferedAtCollection, &r.OptOutInEveryMessage, &r.ObjectRelated,
		&r.SameCompany, &r.Ongoing, &r.Written, &r.AccountRemuneratedIndirectly)
	w.mark(&r.Mark)
	w.id(&r.Event)
}

func (w *wire) pause(p *assent.StandingPause) {
	w.scope(&p.Scope)
	word(w, &p.Until)
	w.mark(&p.Mark)
}

func (w *wire) frequency(f *assent.StandingFrequency) {
	w.scope(&f.Scope)
	word(w, &f.AtMost)
	w.mark(&f.Mark)
}

func (w *wire) register(r *assent.StandingRegister) {
	word(w, &r.Register)
	w.flags(&r.Listed)
	word(w, &r.ListedOn)
	word(w, &r.CheckedOn)
	w.truths(&r.InDirectory)
	w.mark(&r.Mark)
	w.id(&r.Event)
}

func (w *wire) suppression(s *assent.StandingSuppression) {
	word(w, &s.Kind)
	w.flags(&s.Active)
	w.mark(&s.Mark)
	w.id(&s.Event)
}

func (w *wire) sent(s *assent.LatestSent) {
	word(w, &s.Channel)
	word(w, &s.Purpose)
	word(w, &s.Kind)
	w.mark(&s.Mark)
}
