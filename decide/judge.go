package decide

import (
	"time"

	"assent"
	"assent/law"
)

// ruling is the answer as of one instant, before it is put into words.
type ruling struct {
	law.Decision
	facts *gathered
	gate  assent.Reason // of the house; empty if none is closed
	opens string        // what would open it
}

func (r *ruling) allow() bool { return r.Permit && r.gate == "" }

// judge asks the law and the house as of an instant, without the reasons in full.
func (e *enquiry) judge(at time.Time) *ruling { return e.ask(at, e.desk.book.Brief) }

// judgeInFull asks them for all that explains the answer.
func (e *enquiry) judgeInFull(at time.Time) *ruling { return e.ask(at, e.desk.book.Decide) }

func (e *enquiry) ask(at time.Time, answer func(*law.Facts, law.Question, law.Moment) law.Decision) *ruling {
	r := &ruling{facts: e.gather(at)}
	r.Decision = answer(&r.facts.Facts, e.question(), law.MomentOf(at.In(e.zone)))
	r.gate, r.opens = e.gate(at)
	return r
}

// question puts the message in the law's terms. A recipient of unknown kind is taken for the one who
// is protected most.
func (e *enquiry) question() law.Question {
	settings := e.cat.Settings()
	kind := assent.RecipientKind(e.attribute(e.message, "kind"))
	if kind == "" {
		kind = assent.Consumer
	}
	return law.Question{
		Jurisdiction: jurisdiction(e.attribute(e.message, "country")), SenderJurisdiction: jurisdiction(settings.Country), Conflict: law.Conflict(settings.Conflict),
		Recipient: kind, Channel: e.Channel, Kind: e.Kind, Purpose: e.purpose.ID, Brand: e.brand,
		ContainsPromotion: e.ContainsPromotion, Partner: e.Partner, Profile: law.Profile(settings.Profile), AtAnyHour: e.anyHour,
	}
}

// jurisdiction is a country as the packs name it; an unknown one falls back to EU.
func jurisdiction(country string) string {
	switch country {
	case "":
		return "EU"
	case "GB":
		return "UK"
	}
	return country
}

// gate finds the first gate of the house that is closed, and what would open it.
func (e *enquiry) gate(at time.Time) (assent.Reason, string) {
	if !e.reachable {
		return assent.ReasonNotReachable, "contact_for:" + string(e.Channel)
	}
	if !e.marketing() {
		return "", ""
	}
	if until := e.paused(at); until != "" {
		return assent.ReasonPaused, "paused_until:" + string(until)
	}
	if next := e.nextByChoice(at); next != "" {
		return assent.ReasonFrequencyChosen, "frequency_until:" + string(next)
	}
	for _, need := range e.cat.Needs(e.purpose, e.Channel) {
		if !need.Stands(e.state, at, assent.Granted) {
			return assent.ReasonDependencyUnmet, "consent_to:" + need.Purpose.ID
		}
	}
	return "", ""
}

// paused is the last day of a pause that covers the message; empty if none runs.
func (e *enquiry) paused(at time.Time) assent.Day {
	today := assent.DayOf(at.In(e.zone))
	var last assent.Day
	for _, p := range e.state.Pauses {
		if p.Scope.Covers(e.cell()) && !p.Mark.At.After(at) && p.Until >= today {
			last = max(last, p.Until)
		}
	}
	return last
}

// allowsAt is judge without a word beyond yes or no.
func (e *enquiry) allowsAt(at time.Time) bool {
	if reason, _ := e.gate(at); reason != "" {
		return false
	}
	return e.desk.book.Permits(&e.gather(at).Facts, e.question(), law.MomentOf(at.In(e.zone)))
}

// flips bounds how many changes ahead are looked at for the first that turns the answer.
const flips = 32

// validUntil is the first instant at which allow and deny change places if nothing happens: what the
// law foresees from these facts, and the ends of pauses and of the purpose's own limits.
func (e *enquiry) validUntil(now *ruling, at time.Time) *time.Time {
	r, t := now, at
	for range flips {
		next := e.nextChange(r.ValidUntil, t)
		if next.IsZero() {
			return nil
		}
		if e.allowsAt(next) != now.allow() {
			next = next.UTC()
			return &next
		}
		r, t = e.judge(next), next
	}
	return nil
}

// nextChange is the next instant after t at which the law, as it says, or the house may answer otherwise.
func (e *enquiry) nextChange(byLaw *law.Moment, t time.Time) time.Time {
	var next time.Time
	consider := func(c time.Time) { next = sooner(next, c, t) }
	if byLaw != nil {
		consider(e.instant(*byLaw))
	}
	for _, p := range e.state.Pauses {
		if p.Until != "" {
			consider(midnight(p.Until, e.zone).AddDate(0, 0, 1))
		}
	}
	for _, next := range e.spans() {
		consider(midnight(next, e.zone))
	}
	for _, y := range e.here.Yeses {
		if last := e.lastDay(y); last.Known() {
			consider(e.instant(law.Midnight(last + 1)))
		}
	}
	return next
}

// instant is a minute of the recipient's wall clock on the line of time.
func (e *enquiry) instant(m law.Moment) time.Time {
	t := m.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, e.zone)
}
