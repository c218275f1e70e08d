package law

import (
	"cmp"
	"slices"

	"assent"
)

// view is one question with its facts at one moment: what expressions read. Consent and
// relation bind the candidate that a rule is being tried on; nil when there is none.
type view struct {
	f    *Facts
	q    *Question
	kind assent.MessageKind // as judged
	at   Moment
	ed   *edition

	noes     noes
	consent  *Consent
	relation *Relationship
	stands   standing // of the bound consent
	valid    bool     // a basis over consent holds, and its consent is bound
	out      *outcome // what was found out so far
}

func newView(ed *edition, f *Facts, q *Question, at Moment) *view {
	v := &view{f: f, q: q, kind: q.Kind, at: at, ed: ed}
	return v
}

// bindConsent makes the i-th consent the one that expressions read; -1 binds none.
func (v *view) bindConsent(i int) {
	v.consent, v.stands = nil, standing{}
	if i >= 0 {
		v.consent = &v.f.Consents[i]
		v.stands = v.standingOf(v.consent)
	}
}

// bindRelation makes the i-th relationship the one that expressions read, if it has begun;
// -1 binds none.
func (v *view) bindRelation(i int) {
	v.relation = nil
	if i >= 0 && v.begun(&v.f.Relationships[i]) {
		v.relation = &v.f.Relationships[i]
	}
}

// day hides a day that has not come yet: events after the moment are ignored.
func (v *view) day(d Date) Date {
	if d > v.at.Day {
		return 0
	}
	return d
}

// party is for whom the message speaks.
func (v *view) party() assent.Party {
	if v.kind == assent.PartnerMarketing {
		return assent.PartyPartners
	}
	return assent.PartyOwn
}

// lastContact is the last active act of the person: what is recorded as such, or a later
// grant, purchase, enquiry, donation, or text that is no stop; never an open.
func (v *view) lastContact() Date {
	last := v.day(v.f.LastContactOn)
	for i := range v.f.Consents {
		c := &v.f.Consents[i]
		if !c.Pending && c.active() && v.at.happened(c.Mark) {
			last = max(last, DateOf(c.At))
		}
	}
	for i := range v.f.Relationships {
		last = max(last, v.actOf(&v.f.Relationships[i]))
	}
	for i := range v.f.InboundTexts {
		t := &v.f.InboundTexts[i]
		if v.at.happened(t.Mark) && !v.ed.stopWords.match(t.Text) {
			last = max(last, DateOf(t.At))
		}
	}
	return last
}

// actOf is the day of the person's latest act within a relationship.
func (v *view) actOf(r *Relationship) Date {
	last := max(v.day(r.LastPurchaseOn), v.day(r.EnquiryOn))
	switch r.Kind {
	case "enquiry", "negotiation", "purchase", "donation", "charity_interest":
		last = max(last, v.day(r.On))
	}
	return last
}

// contractEnd is the latest end of a contract; running is whether one runs now.
func (v *view) contractEnd() (end Date, running bool) {
	for i := range v.f.Relationships {
		r := &v.f.Relationships[i]
		end = max(end, v.day(r.ContractEndOn))
		running = running || v.runs(r)
	}
	return end, running
}

// begun reports whether a relationship is there yet: it is not when every day on which
// something was done in it is still to come. One without a day is there.
func (v *view) begun(r *Relationship) bool {
	dated := false
	for _, d := range []Date{r.On, r.LastPurchaseOn, r.EnquiryOn} {
		if d != 0 && d <= v.at.Day {
			return true
		}
		dated = dated || d != 0
	}
	return !dated
}

// runs reports whether the relationship is a contract that runs at the moment.
func (v *view) runs(r *Relationship) bool {
	if !v.begun(r) || r.ContractEndOn != 0 && r.ContractEndOn < v.at.Day {
		return false
	}
	return r.Kind == "contract_running" || r.Kind == "subscription" && r.Ongoing == True
}

// register returns what is known of a register.
func (v *view) register(id string) *Register {
	for i := range v.f.Registers {
		if v.f.Registers[i].ID == id {
			return &v.f.Registers[i]
		}
	}
	return &Register{}
}

// attempts counts the calls before this one in a period that ends today. Where only the
// number of 30 days is known, it stands for every shorter period too.
func (v *view) attempts(within Period) int {
	if len(v.f.Attempts) == 0 {
		return v.f.AttemptsLast30Days
	}
	n := 0
	for _, a := range v.f.Attempts {
		if !v.at.Before(a) && v.at.Day <= a.Day.Add(within) {
			n++
		}
	}
	return n
}

// consentsByFit lists the consents, best fit to the question first: party, purpose,
// channel, having happened, then the latest.
func (v *view) consentsByFit() []int {
	order := make([]int, len(v.f.Consents))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &v.f.Consents[a], &v.f.Consents[b]
		return cmp.Or(cmp.Compare(v.fit(y), v.fit(x)), y.At.Compare(x.At), cmp.Compare(y.Number, x.Number))
	})
	return order
}

func (v *view) fit(c *Consent) int {
	score := 0
	for i, fits := range []bool{v.at.happened(c.Mark), v.coversChannel(c), v.coversPurpose(c), v.coversParty(c)} {
		if fits {
			score += 1 << i
		}
	}
	return score
}

func (v *view) coversChannel(c *Consent) bool { return slices.Contains(c.Channels, v.q.Channel) }
func (v *view) coversPurpose(c *Consent) bool { return slices.Contains(c.Purposes, v.q.Purpose) }
func (v *view) coversParty(c *Consent) bool   { return c.Party == v.party() }

// namesSender reports whether the sender of a partner message was shown when the consent was given.
func (v *view) namesSender(c *Consent) bool {
	return v.party() == assent.PartyOwn || v.q.Partner != "" && slices.Contains(c.Partners, v.q.Partner)
}

// active reports whether the person did anything to agree (CJEU C-673/17).
func (c *Consent) active() bool { return c.Strength != assent.Passive && !c.PreTicked }
