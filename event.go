package assent

import (
	"slices"
	"time"
)

// EventType names what an event records.
type EventType string

// The event types. One act is one event, one transaction code and one leaf of the ledger.
const (
	ConsentGranted       EventType = "consent.granted"
	ConsentRefused       EventType = "consent.refused"
	ConsentWithdrawn     EventType = "consent.withdrawn"
	ConsentRequested     EventType = "consent.requested" // asked to confirm (double opt-in)
	ConsentConfirmed     EventType = "consent.confirmed"
	ObjectionRaised      EventType = "objection.raised"
	WithdrawalUndone     EventType = "withdrawal.undone" // pressed by mistake: refers to what it cancels
	ImportUndone         EventType = "import.undone"     // the import run named by Batch counts no more for this person; its noes do
	PauseSet             EventType = "pause.set"
	FrequencySet         EventType = "frequency.set"
	RelationshipRecorded EventType = "relationship.recorded"
	ContactRecorded      EventType = "contact.recorded"
	ContactLinked        EventType = "contact.linked"
	RegisterChecked      EventType = "register.checked"
	SuppressionAdded     EventType = "suppression.added"
	SuppressionRemoved   EventType = "suppression.removed"
	MessageSent          EventType = "message.sent"
	PersonErased         EventType = "person.erased"
	CataloguePublished   EventType = "catalogue.published"
	TrailSealed          EventType = "trail.sealed" // of what operators looked at and changed
	AudienceScreened     EventType = "audience.screened"
	RetentionEnded       EventType = "retention.ended" // a month's capsules can never be opened again
)

// Event is an immutable act or fact with its evidence. It is written once, by package
// intake, encoded by [Encode], and sealed into the ledger as the leaf of its number. It
// holds no personal value in clear: those are commitments (see [Commit]) whose openings
// lie beside the log and can be erased.
type Event struct {
	Format          int             `json:"format"` // of this encoding; 1
	ID              ID              `json:"id"`
	Org             ID              `json:"org"`
	Number          int64           `json:"number"` // place in the organisation's log, from 0, without gaps
	Type            EventType       `json:"type"`
	Code            TransactionCode `json:"code"`
	Occurred        time.Time       `json:"occurred_at"`       // as claimed; UTC, milliseconds
	DayOnly         bool            `json:"day_only,omitzero"` // of Occurred only the day is known; it says 00:00
	Received        time.Time       `json:"received_at"`       // when we took it
	Recorded        time.Time       `json:"recorded_at"`       // when it got its number
	Person          ID              `json:"person,omitzero"`
	Points          []Point         `json:"points,omitempty"` // contact points concerned, the acting one first
	Actor           Actor           `json:"actor"`
	Method          Method          `json:"method"`
	Strength        Strength        `json:"strength,omitzero"`
	Grade           Grade           `json:"grade,omitzero"`
	CollectionPoint string          `json:"collection_point,omitzero"`
	Notice          *NoticeRef      `json:"notice,omitzero"`
	Refers          ID              `json:"refers,omitzero"` // the event that this one answers
	Batch           string          `json:"batch,omitzero"`  // the import run
	Choices         []Choice        `json:"choices,omitempty"`
	Noes            []NoEntry       `json:"noes,omitempty"`
	Attributes      *Attributes     `json:"attributes,omitzero"`
	Facts           Facts           `json:"facts,omitempty"` // circumstances of the points, by fact name
	Relationship    *Relationship   `json:"relationship,omitzero"`
	Contact         *Contact        `json:"contact,omitzero"`
	Link            *Link           `json:"link,omitzero"`
	Register        *RegisterCheck  `json:"register,omitzero"`
	Suppression     *Suppression    `json:"suppression,omitzero"`
	Message         *Message        `json:"message,omitzero"`
	Pause           *Pause          `json:"pause,omitzero"`
	Frequency       *Frequency      `json:"frequency,omitzero"`
	Publication     *Publication    `json:"publication,omitzero"`
	Trail           *TrailSeal      `json:"trail,omitzero"`
	Screening       *Screening      `json:"screening,omitzero"`
	Erasure         *Erasure        `json:"erasure,omitzero"`
	Retention       *RetentionEnd   `json:"retention,omitzero"`
	Evidence        *Evidence       `json:"evidence,omitzero"`
	Sealed          []SealedField   `json:"sealed,omitempty"`
}

// Time is the instant that counts when the act is weighed: for an act on our own pages
// when we received it, for a claim when it is said to have happened, never later than its receipt.
func (e *Event) Time() time.Time {
	if e.Method.Source() == Own || e.Occurred.IsZero() || e.Occurred.After(e.Received) {
		return e.Received
	}
	return e.Occurred
}

// concerns reports whether the contact point is among the event's.
func (e *Event) concerns(point ID) bool {
	return slices.ContainsFunc(e.Points, func(p Point) bool { return p.ID == point })
}

// Point names a contact point and its kind.
type Point struct {
	ID   ID        `json:"id"`
	Kind PointKind `json:"kind"`
}

// ActorKind says who held the pen.
type ActorKind string

// The kinds of actor.
const (
	ActorPerson   ActorKind = "person"   // the data subject, on our pages
	ActorOperator ActorKind = "operator" // staff, signed in
	ActorKey      ActorKind = "key"      // a program with an API key
	ActorImport   ActorKind = "import"
	ActorHouse    ActorKind = "house" // assent itself
)

// Actor is who recorded the act; ID names the operator, the key or the run, never the person.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitzero"`
}

// NoticeRef names the exact text that was shown: one version in one language, and the
// SHA-256 of its canonical form.
type NoticeRef struct {
	ID       string `json:"id"`
	Version  string `json:"version"` // MAJOR.MINOR
	Language string `json:"language"`
	Digest   string `json:"digest"` // hexadecimal
}

// Reply is what was answered to one choice. Blank is a box left empty while a yes to it
// stands: on a sign-up form that changes nothing, and is recorded as shown.
type Reply string

// The replies. The zero value is yes.
const (
	Yes   Reply = ""
	No    Reply = "no"
	Blank Reply = "blank"
)

// Choice is one answer: to one purpose, by one channel, at one contact point, for one party.
type Choice struct {
	Point       ID       `json:"point"`
	Brand       string   `json:"brand,omitzero"` // the purpose's; empty when it belongs to the organisation
	Purpose     string   `json:"purpose"`
	Version     int      `json:"version,omitzero"` // of the purpose when asked
	Channel     Channel  `json:"channel"`
	Topics      []string `json:"topics,omitempty"`
	Party       Party    `json:"party"`
	PartnerList string   `json:"partner_list,omitzero"` // list@version shown at collection
	Reply       Reply    `json:"reply,omitzero"`
	Terms       Terms    `json:"terms,omitzero"`
}

// Terms are circumstances of a yes that a law may ask about.
type Terms struct {
	BundledWith         string `json:"bundled_with,omitzero"`          // GDPR art. 7(2), (4)
	ConditionOfPurchase bool   `json:"condition_of_purchase,omitzero"` // 47 CFR 64.1200(f)(9)
	DatedDigitalProof   bool   `json:"dated_digital_proof,omitzero"`   // FR R. 223-1
	PhoneVerified       bool   `json:"phone_verified,omitzero"`        // DE calls
	OutsideHours        bool   `json:"outside_hours,omitzero"`         // FR D. 223-9
	InitiatedBySender   bool   `json:"initiated_by_sender,omitzero"`   // bars the yes from reopening anything
	ByProvidingAddress  bool   `json:"by_providing_address,omitzero"`  // PL art. 398(2) PKE
}

// NoKind says what a no is called; all kinds weigh alike.
type NoKind string

// The kinds of no: GDPR art. 7(3), a box left blank or a spoken no, art. 21.
const (
	NoWithdrawn NoKind = "withdrawn"
	NoRefused   NoKind = "refused"
	NoObjection NoKind = "objection"
)

// NoEntry is one no with its scope, as written out at intake: a cascade has an entry for
// each purpose that was left, with the dependency that did it.
type NoEntry struct {
	Scope    Scope  `json:"scope"`
	Kind     NoKind `json:"kind"`
	Granular bool   `json:"granular_choice_offered,omitzero"`
	Cause    string `json:"cause,omitzero"`    // "newsletter@3 withdraws offers"
	Reaches  []ID   `json:"reaches,omitempty"` // her contact points at that time
	Undoable bool   `json:"undoable,omitzero"` // a [WithdrawalUndone] may cancel it: it is kept apart from every other no
}

// Attributes belong to a contact point. Empty fields say nothing.
type Attributes struct {
	Country  string        `json:"country,omitzero"`  // ISO 3166-1 alpha-2, or US-TX
	Language string        `json:"language,omitzero"` // BCP 47
	Kind     RecipientKind `json:"kind,omitzero"`
	TimeZone string        `json:"timezone,omitzero"` // IANA name
}

// Facts are circumstances by the fact names of package law ("informed_at_collection": "true").
type Facts map[string]string

// SealedField is a personal value replaced by a commitment to it.
type SealedField struct {
	Name       string `json:"name"`       // "address", "name", "note", "ip" …
	Commitment string `json:"commitment"` // hexadecimal; see [Commit]
}

// Evidence is what proves an act, besides its times, method and notice.
type Evidence struct {
	Wording     string   `json:"wording,omitzero"`      // SHA-256 of all that was shown, derived by us
	Shown       []string `json:"shown,omitempty"`       // purpose:channel of each box on the page
	Attachments []string `json:"attachments,omitempty"` // SHA-256 of recordings, scans
	Source      string   `json:"source,omitzero"`       // of a claim: product and column, system
	OptIn       string   `json:"opt_in_at,omitzero"`    // as claimed by the source
	Confirmed   string   `json:"confirmed_at,omitzero"`
	SameBrowser bool     `json:"same_browser,omitzero"`
	Flags       []string `json:"flags,omitempty"` // "trap", "too_fast"
}
