package assent

import "time"

// Day is a calendar day, "2026-11-21"; the empty Day is unknown.
type Day string

// ParseDay reads a calendar day; a Problem of code BAD_DAY otherwise.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", Problemf("BAD_DAY", "A day is written YYYY-MM-DD, as in 2026-11-21.")
	}
	return Day(s), nil
}

// DayOf returns the calendar day of t in t's own location.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Relationship is a fact about dealings between the person and the organisation or one of
// its brands. The kinds and fields are those of package law; a nil field is unknown.
type Relationship struct {
	Brand          string `json:"brand,omitzero"`
	Kind           string `json:"kind"` // account_only, enquiry, purchase, contract_running …
	On             Day    `json:"on,omitzero"`
	CreatedOn      Day    `json:"created_on,omitzero"`
	LastPurchaseOn Day    `json:"last_purchase_on,omitzero"`
	EnquiryOn      Day    `json:"enquiry_on,omitzero"`
	ContractEndOn  Day    `json:"contract_end_on,omitzero"`

	SimilarProducts              *bool `json:"similar_products,omitzero"`
	DetailsObtainedInSale        *bool `json:"details_obtained_in_sale,omitzero"`
	OptOutOfferedAtCollection    *bool `json:"opt_out_offered_at_collection,omitzero"`
	OptOutInEveryMessage         *bool `json:"opt_out_in_every_message,omitzero"`
	ObjectRelated                *bool `json:"object_related,omitzero"`
	SameCompany                  *bool `json:"same_company,omitzero"`
	Ongoing                      *bool `json:"ongoing,omitzero"`
	Written                      *bool `json:"written,omitzero"`
	AccountRemuneratedIndirectly *bool `json:"account_remunerated_indirectly,omitzero"`
}

// ContactKind is the sort of an act by which a person shows that she is there.
type ContactKind string

// The sorts of contact. An open is not an act of the person and renews nothing.
const (
	ContactClick ContactKind = "click"
	ContactOrder ContactKind = "order"
	ContactReply ContactKind = "reply"
	ContactLogin ContactKind = "login"
	ContactOpen  ContactKind = "open"
	ContactText  ContactKind = "inbound_text"
)

// Contact is one such act.
type Contact struct {
	Kind ContactKind `json:"kind"`
}

// Link joins another person record to the event's person: they are one woman.
type Link struct {
	From ID `json:"from,omitzero"` // the record that is merged; zero when a point is only added
}

// RegisterCheck is the answer of an official opposition list for one contact point.
type RegisterCheck struct {
	Register    string `json:"register"` // bloctel, tps, rpo, …
	Listed      bool   `json:"listed"`
	ListedOn    Day    `json:"listed_on,omitzero"`
	CheckedOn   Day    `json:"checked_on"`
	InDirectory *bool  `json:"in_directory,omitzero"`
}

// Suppression is a technical stop at one contact point; never a choice.
type Suppression struct {
	Kind string `json:"kind"` // bounce, complaint, not_me, manual
}

// Message is one message that was sent.
type Message struct {
	Channel Channel     `json:"channel"`
	Purpose string      `json:"purpose"`
	Brand   string      `json:"brand,omitzero"`
	Kind    MessageKind `json:"kind"`
	Basis   Basis       `json:"basis,omitzero"`
}

// Pause is a wish for silence until a day, that day included; an empty Until ends it.
type Pause struct {
	Scope Scope `json:"scope"`
	Until Day   `json:"until,omitzero"`
}

// The frequencies that can be asked for.
const (
	Weekly  = "weekly"
	Monthly = "monthly"
)

// Frequency is a wish for fewer messages: at most one in each span; an empty AtMost ends it.
type Frequency struct {
	Scope  Scope  `json:"scope"`
	AtMost string `json:"at_most,omitzero"`
}

// Next is the first day on which another message may go out after one that was sent on a day.
// A month ends on its last day: after one of 31 January the next may go out on 28 February.
func (f Frequency) Next(sent Day) Day {
	t, err := time.Parse(time.DateOnly, string(sent))
	switch {
	case err != nil:
		return ""
	case f.AtMost == Weekly:
		return DayOf(t.AddDate(0, 0, 7))
	case f.AtMost != Monthly:
		return sent
	}
	next := t.AddDate(0, 1, 0)
	if next.Day() != t.Day() {
		next = next.AddDate(0, 0, -next.Day())
	}
	return DayOf(next)
}

// Publication records that one version of a catalogue item came into force.
type Publication struct {
	Kind    string `json:"kind"` // brand, purpose, notice, partner_list, collection_point, page, settings
	ID      string `json:"id"`
	Version string `json:"version"`
	Digest  string `json:"digest"` // SHA-256 of its canonical form
}

// Erasure says what an erasure (GDPR art. 17) left behind, so that an auditor misses it when it is
// gone. It names no suppression: those lead back to nobody, so only their number is told.
type Erasure struct {
	Suppressions int    `json:"suppressions"`        // keyed hashes that were not on the list before
	KeepUntil    Day    `json:"keep_until,omitzero"` // last day of the capsule; empty: nothing was kept
	Capsule      string `json:"capsule,omitzero"`    // SHA-256 of the sealed capsule, hexadecimal
}

// RetentionEnd records that the key of the capsules kept until the end of a month was destroyed.
type RetentionEnd struct {
	Month    string `json:"month"` // 2031-11
	Capsules int    `json:"capsules"`
}

// Month returns the calendar month of a day, "2031-11", which names the key of its capsules.
func (d Day) Month() string { return string(d[:min(len(d), len("2006-01"))]) }

// TrailSeal seals entries of the operators' trail: how many, and the digest of all of them in their order.
// They lie beside the log; see package auth.
type TrailSeal struct {
	Entries int    `json:"entries"`
	Digest  string `json:"digest"` // SHA-256, hexadecimal
}

// Screening records that a list was screened and given out: what was asked, what came out, and what both files were. It
// names nobody; whoever has the files can show that they are these.
type Screening struct {
	Purpose  string         `json:"purpose"`
	Channel  Channel        `json:"channel"`
	Brand    string         `json:"brand,omitzero"`
	Position int64          `json:"position"` // of the log that the answers are not older than
	Rows     int            `json:"rows"`
	Allow    int            `json:"allow"`
	Deny     int            `json:"deny"`
	Reasons  map[Reason]int `json:"reasons,omitempty"`
	Source   string         `json:"source"` // SHA-256 of the list as it came, hexadecimal
	Result   string         `json:"result"` // SHA-256 of the list as it went out
}
