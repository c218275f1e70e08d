package intake

import (
	"time"

	"assent"
)

// Act is what somebody says that a person did, before it is an event. Whom it concerns is
// given by Contact, Point, Person, or for a confirmation by Refers; the first that is set counts.
// A link may name a Point and, in Contact, the address that is joined to it.
type Act struct {
	Type    assent.EventType
	Contact assent.Contactable // personal; never kept as it is
	Point   assent.ID          // the contact point, when a link or a page names it
	Person  assent.ID          // the person as a whole

	Choices         []ActChoice
	Scope           *assent.Scope // of a no; an empty part is any
	GranularOffered bool          // a choice between this and everything stood beside the no
	Pause           *assent.Pause
	Frequency       *assent.Frequency
	Relationship    *assent.Relationship
	Contacted       *assent.Contact
	Register        *assent.RegisterCheck
	Suppression     *assent.Suppression
	Message         *assent.Message
	Refers          assent.ID // the request that is confirmed; the event that is answered

	Actor           assent.Actor
	Method          assent.Method // empty: the actor's usual one
	Occurred        time.Time     // as claimed; zero: when we took it
	DayOnly         bool          // of Occurred only the day is known; it says 00:00 UTC
	Received        time.Time     // when it went to the spool; zero: now
	Strength        assent.Strength
	Evidence        *assent.Evidence
	CollectionPoint string
	Notice          Notice
	Attributes      *assent.Attributes
	Facts           assent.Facts
	Personal        map[string]string // "name", "note", …: sealed
	Batch           string            // the import run

	// Event and Code are set for an act whose receipt may be given before it is recorded (see
	// package spool): recording it again changes nothing. Zero: they are drawn.
	Event assent.ID
	Code  assent.TransactionCode

	IdempotencyKey string
	RequestDigest  [32]byte // of the body that came with the key; zero: of the act
}

// ActChoice is the answer to one box.
type ActChoice struct {
	Purpose     string
	Channel     assent.Channel
	Topics      []string
	Party       assent.Party // empty: as the purpose's kind says
	PartnerList string       // list@version shown; empty: the one in force
	Reply       assent.Reply
	Terms       assent.Terms
}

// Notice names the text that was shown. An empty version is the latest; an empty ID is the
// notice of the collection point.
type Notice struct{ ID, Version, Language string }

// Receipt says what became of an act.
type Receipt struct {
	Event    assent.ID
	Code     assent.TransactionCode
	Number   int64
	Person   assent.ID
	Point    assent.ID // the acting contact point
	Results  []Result
	Confirm  bool // a confirmation must be asked from the contact point
	Replayed bool // the act was recorded before; this is its receipt
}

// Result is how one choice stands after the act.
type Result struct {
	Purpose string
	Channel assent.Channel
	Status  assent.Status
}

// Outcome is what became of one act among many: a receipt, or the Problem for which it was
// not taken.
type Outcome struct {
	Receipt Receipt
	Err     error
}
