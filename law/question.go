package law

import "assent"

// Question asks about one message to one contact point. The moment is given beside it.
type Question struct {
	Jurisdiction       string // of the recipient: ISO 3166-1 alpha-2, UK, EU, or with a state: US-TX; unknown ones fall back to EU
	SenderJurisdiction string
	Conflict           Conflict // whose law answers; the recipient's, if empty
	Recipient          assent.RecipientKind
	Channel            assent.Channel
	Kind               assent.MessageKind
	Purpose            string
	Brand              string
	ContainsPromotion  bool
	Partner            string // the sender of a partner message
	Profile            Profile

	// What if, for looking ahead.
	AtAnyHour  bool // gates of timing (hours, caps) stay open
	UnderLawOf Date // as if the law had not changed since this day; 0: the law of the moment
}

// lawOf is the day whose law answers at a moment.
func (q *Question) lawOf(at Moment) Date {
	if q.UnderLawOf.Known() {
		return q.UnderLawOf
	}
	return at.Day
}

// Profile says how the law is read.
type Profile string

// The profiles. Prudent, the default, is the statute with settled practice of courts and
// regulators; StatuteOnly is the bare statute.
const (
	Prudent     Profile = "prudent"
	StatuteOnly Profile = "statute_only"
)
