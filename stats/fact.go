package stats

import (
	"slices"

	"assent"
)

// Fact is what is counted.
type Fact string

// The facts.
const (
	Granted    Fact = "granted"    // a consent was given, or confirmed from the contact point
	Requested  Fact = "requested"  // a sign-up was asked to confirm
	Confirmed  Fact = "confirmed"  // of the sign-ups of that day, those confirmed by now
	Passive    Fact = "passive"    // silence or a pre-ticked box, which is no consent
	Refused    Fact = "refused"    // a box was left empty, or answered with no
	Withdrawn  Fact = "withdrawn"  // GDPR art. 7(3)
	Objected   Fact = "objected"   // GDPR art. 21
	Undone     Fact = "undone"     // a withdrawal by mistake was taken back
	Retracted  Fact = "retracted"  // a consent that an import had claimed counts no more, since the import was undone
	Suppressed Fact = "suppressed" // an address bounces, or complained
	Sent       Fact = "sent"       // a message
	Blocked    Fact = "blocked"    // a message that was to be sent and may not be
	Erased     Fact = "erased"     // a person
)

// Facts lists every fact, in the order of tables.
func Facts() []Fact {
	return []Fact{Granted, Requested, Confirmed, Passive, Refused, Withdrawn, Objected, Undone, Retracted, Suppressed, Sent, Blocked, Erased}
}

// Side is from where a number is looked at.
type Side string

// The sides. Every fact has the first ones; the others belong to some.
const (
	Whole     Side = "" // one sum
	Purpose   Side = "purpose"
	Channel   Side = "channel"
	Brand     Side = "brand"
	Country   Side = "country"
	Language  Side = "language"
	Collected Side = "collection_point"
	Method    Side = "method"
	Reason    Side = "reason" // why she left, as she said, or why it was blocked
	Grade     Side = "grade"  // of the evidence of a consent
	Gap       Side = "gap"    // what that evidence lacks the most
)

// Sides lists every side that has values.
func Sides() []Side {
	return []Side{Purpose, Channel, Brand, Country, Language, Collected, Method, Reason, Grade, Gap}
}

// sidesOf are the sides that are kept apart; purpose and channel are those of every counter.
func sidesOf(f Fact) []Side {
	common := []Side{Whole, Brand, Country, Language, Collected, Method}
	switch f {
	case Granted, Passive:
		return append(common, Grade, Gap)
	case Withdrawn, Objected, Refused, Suppressed, Sent:
		return append(common, Reason)
	case Blocked:
		return []Side{Whole, Reason}
	case Erased:
		return []Side{Whole}
	}
	return common
}

// Shows reports whether a fact can be looked at from a side.
func (s Side) Shows(f Fact) bool {
	switch s {
	case Purpose:
		return f != Erased && f != Suppressed
	case Channel:
		return f != Erased
	}
	return slices.Contains(sidesOf(f), s)
}

// The values of [Reason] that are not given by the person.
const Cascade = "cascade" // left together with another purpose

// What the evidence of a consent may lack; the first that applies is counted.
const (
	Unproven  = "unproven"   // grade U
	NoNotice  = "no_notice"  // not known which text was shown
	NoWording = "no_wording" // not known what else the page said
	DayOnly   = "day_only"   // only the day is known
	Complete  = "complete"
)

// gapOf is what the evidence of a consent lacks. What was shown, the sign-up knows, which may be another event than the one
// that confirms it.
func gapOf(e, asked *assent.Event) string {
	switch {
	case e.Grade == assent.GradeU || e.Grade == "":
		return Unproven
	case e.Notice == nil && asked.Notice == nil:
		return NoNotice
	case !quotes(e) && !quotes(asked):
		return NoWording
	case e.DayOnly:
		return DayOnly
	}
	return Complete
}

// quotes reports whether an event knows all that was shown.
func quotes(e *assent.Event) bool { return e.Evidence != nil && e.Evidence.Wording != "" }
