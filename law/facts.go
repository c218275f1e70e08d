package law

import "assent"

// Truth is what is known of a yes-or-no fact.
type Truth uint8

// The three values. The zero value is not known.
const (
	NotKnown Truth = iota
	False
	True
)

// TruthOf returns the truth of a value that may be absent.
func TruthOf(b *bool) Truth {
	if b == nil {
		return NotKnown
	}
	return truth(*b)
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Facts is all that the law may ask of one person at one contact point. A zero field is
// an absent fact; what absence means is in [FactTable]. All times are on the recipient's
// wall clock; a [assent.Mark] carries it in At, whatever its location.
type Facts struct {
	Consents      []Consent // each yes, pending ones too, in any order
	Noes          []No      // each no that was ever said, lifted ones too
	Relationships []Relationship
	Registers     []Register
	Suppressions  []Suppression

	RefusedAtCollection Date // a box left empty when the address was taken
	LastContactOn       Date // the last active act; later acts among the facts are found by themselves
	LastOpenOn          Date // an open is not contact
	LastMarketingSentOn Date
	RefusedInCall       *assent.Mark

	AddressKind             string // generic, named_professional, published, conspicuously_published
	RelatedToProfession     Truth
	PublishedForThisPurpose Truth
	NoCEMStatement          Truth // "no advertising" stands beside the published address
	InformedAtCollection    Truth
	PresumedInterest        Truth

	SenderKind       string // charity
	Sector           string // energy_renovation, electricity_gas, claims_management, pensions, press
	CallerNumberKind string // mobile, special_prefix
	Line             string // mobile, landline
	Autodialed       Truth
	OSPermission     Truth // the device's permission to notify

	Attempts               []Moment // calls tried before this one
	AttemptsLast30Days     int      // their number, where only that is known
	ConfirmationsSent      int
	InboundTexts           []InboundText
	Referral               *Referral
	MessagesSentOnReferral int

	Age                  *int
	OnlineServiceToChild Truth
}

// Consent is one yes: a given one, or one that awaits its confirmation.
type Consent struct {
	assent.Mark
	Pending  bool // asked to confirm (double opt-in), not yet confirmed
	Strength assent.Strength
	Channels []assent.Channel
	Purposes []string
	Party    assent.Party
	Partners []string // shown at collection, in that version of the list

	PreTicked           bool
	BundledWith         string
	ConditionOfPurchase bool
	DatedDigitalProof   Truth
	PhoneVerified       Truth
	OutsideHours        bool
	InitiatedBySender   bool // bars the yes from reopening anything
	ByProvidingAddress  bool
	ListVersion         string
}

// No is one withdrawal, refusal or objection.
type No struct {
	assent.Mark
	Kind                  assent.NoKind
	Scope                 assent.Scope // the zero part of a scope reaches nothing; assent.Any reaches all
	Stream                string       // marketing, service: an objection to that stream only
	GranularChoiceOffered *bool        // she could choose between this and everything
}

// Relationship is one dealing between the person and the sender. Kinds: account_only, enquiry,
// negotiation, purchase, subscription, contract_running, contract_ended, donation, charity_interest.
type Relationship struct {
	Kind           string
	On             Date
	CreatedOn      Date
	LastPurchaseOn Date
	EnquiryOn      Date
	ContractEndOn  Date

	SimilarProducts              Truth
	DetailsObtainedInSale        Truth
	OptOutOfferedAtCollection    Truth
	OptOutInEveryMessage         Truth
	ObjectRelated                Truth
	SameCompany                  Truth
	Ongoing                      Truth
	Written                      Truth
	AccountRemuneratedIndirectly Truth
}

// Register is the answer of one official opposition list.
type Register struct {
	ID          string // bloctel, dncm, ecg_list, …
	Listed      Truth
	ListedOn    Date
	CheckedOn   Date
	InDirectory Truth
}

// Suppression is a stop that is no choice, or the trace of an erased one.
type Suppression struct {
	assent.Mark
	Match string // hmac: a keyed hash of an erased no; else bounce, complaint, not_me, manual
	Scope string // all, or one channel
}

// InboundText is what the person wrote back by text.
type InboundText struct {
	assent.Mark
	Text string
}

// Referral is a recommendation by someone who knows the person (CA, ECPR s. 4).
type Referral struct {
	On            Date
	ReferrerNamed bool
}
