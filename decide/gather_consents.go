package decide

import (
	"slices"
	"time"

	"assent"
	"assent/law"
)

// consents collects every yes at the contact point, and each request that still waits. Which of
// them counts is for the law to weigh.
func (e *enquiry) consents(g *gathered, at time.Time) {
	for _, y := range e.here.Yeses {
		switch {
		case y.Mark.At.After(at):
		case e.outlived(y, at):
			g.lapsed = true
		default:
			g.Consents = append(g.Consents, e.consent(y))
			g.consentEvents = append(g.consentEvents, y.Event)
		}
	}
	for _, r := range e.here.Requests {
		if !e.awaits(r, at) {
			continue
		}
		g.Consents = append(g.Consents, law.Consent{
			Mark: e.local(r.Mark), Pending: true, Strength: assent.SingleOptIn,
			Channels: []assent.Channel{r.Channel}, Purposes: []string{r.Purpose}, Party: r.Party,
		})
		g.consentEvents = append(g.consentEvents, r.Event)
	}
}

func (e *enquiry) consent(y assent.StandingYes) law.Consent {
	t := y.Terms
	return law.Consent{
		Mark: e.local(y.Mark), Strength: y.Strength,
		Channels: []assent.Channel{y.Channel}, Purposes: []string{y.Purpose},
		Party: y.Party, Partners: e.partners(y), ListVersion: y.PartnerList,
		PreTicked:           y.Strength == assent.Passive,
		BundledWith:         t.BundledWith,
		ConditionOfPurchase: t.ConditionOfPurchase,
		DatedDigitalProof:   knownIf(t.DatedDigitalProof || y.Mark.Source == assent.Own),
		PhoneVerified:       knownIf(t.PhoneVerified || e.here.Kind == assent.PhoneNumber && y.Mark.Confirmed),
		OutsideHours:        t.OutsideHours,
		InitiatedBySender:   t.InitiatedBySender,
		ByProvidingAddress:  t.ByProvidingAddress,
	}
}

// knownIf is true, or not known: that a proof is not recorded does not show that there is none.
func knownIf(b bool) law.Truth {
	if b {
		return law.True
	}
	return law.NotKnown
}

// partners names those whom the list showed when she agreed, in that version.
func (e *enquiry) partners(y assent.StandingYes) []string {
	list, ok := e.cat.PartnerList(y.PartnerList)
	if !ok || y.PartnerList == "" {
		return nil
	}
	var out []string
	for _, p := range list.Partners {
		out = append(out, p.ID)
		if p.Name != p.ID {
			out = append(out, p.Name)
		}
	}
	return out
}

// lastDay is the last day of a yes under the limit that its purpose sets itself; zero if it sets none.
func (e *enquiry) lastDay(y assent.StandingYes) law.Date {
	if e.purpose.ValidityMonths == 0 || y.Purpose != e.purpose.ID {
		return 0
	}
	return e.localDay(y.Mark.At).Add(law.Period{Months: e.purpose.ValidityMonths})
}

func (e *enquiry) outlived(y assent.StandingYes, at time.Time) bool {
	last := e.lastDay(y)
	return last.Known() && e.localDay(at) > last
}

// awaits reports whether a request for this very message waits for its confirmation: not lapsed, no no
// since, and no confirmed yes after it.
func (e *enquiry) awaits(r assent.Request, at time.Time) bool {
	if r.Purpose != e.purpose.ID || r.Channel != e.Channel || r.Mark.At.After(at) || at.Sub(r.Mark.At) > assent.RequestLife {
		return false
	}
	return !e.left(r, at) && !slices.ContainsFunc(e.here.Yeses, func(y assent.StandingYes) bool {
		return y.Purpose == r.Purpose && y.Channel == r.Channel && y.Party == r.Party && y.Mark.Confirmed && y.Mark.After(r.Mark)
	})
}

// left reports whether a no has ended a request: its link confirms nothing any more.
func (e *enquiry) left(r assent.Request, at time.Time) bool {
	cell := e.cell()
	cell.Party = string(r.Party)
	return slices.ContainsFunc(e.state.Noes, func(n assent.StandingNo) bool {
		return n.Scope.Covers(cell) && !n.Mark.At.After(at) && assent.Weigh(r.Mark, n.Mark) == assent.Falls
	})
}
