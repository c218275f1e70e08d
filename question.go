package assent

import "time"

// Question asks whether one message may be sent to one person, over one channel, at one moment.
type Question struct {
	Contact           Contactable
	Channel           Channel
	Purpose           string
	Brand             string      // empty: the purpose's own, or the organisation's first
	Kind              MessageKind // empty: as the purpose's kind says
	Partner           string      // the sender of a partner message
	ContainsPromotion bool        // in a service message or confirmation
	At                time.Time   // zero: now
	KnownAt           time.Time   // zero: all that is recorded
	Facts             *ClaimedFacts
	Explain           Explain
	Language          string // of texts; empty: the person's
}

// Contactable names a person by an address as it was given, or by an identifier.
type Contactable struct {
	Email      string  `json:"email,omitzero"`
	Phone      string  `json:"phone,omitzero"`
	IM         string  `json:"im,omitzero"`
	Device     string  `json:"device,omitzero"`
	Post       *Postal `json:"post,omitzero"`
	ExternalID string  `json:"external_id,omitzero"`
	Point      ID      `json:"-"` // inside the house: the contact point itself
}

// Postal is a postal address as it is printed.
type Postal struct {
	Name       string `json:"name,omitzero"`
	Street     string `json:"street"`
	PostalCode string `json:"postal_code,omitzero"`
	City       string `json:"city"`
	Country    string `json:"country"` // ISO 3166-1 alpha-2
}

// Explain says how much of the reasoning a decision carries.
type Explain string

// The depths of explanation.
const (
	ExplainNone  Explain = "none"
	ExplainCodes Explain = "codes"
	ExplainFull  Explain = "full"
)

// ClaimedFacts are what the asker adds to what is recorded: relationship, register and
// message facts. Consents and noes cannot be added; they are only recorded.
type ClaimedFacts struct {
	Facts         Facts           `json:"facts,omitzero"` // by the fact names of package law
	Relationships []Relationship  `json:"relationships,omitzero"`
	Registers     []RegisterCheck `json:"registers,omitzero"`
	Attributes    *Attributes     `json:"attributes,omitzero"`
}
