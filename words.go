package assent

// Channel is a way in which a message reaches a person.
type Channel string

// The channels. "im" is an instant message or a direct message in a network; a call
// is "auto_call" when a machine speaks, "live_call" when a person does.
const (
	Email    Channel = "email"
	SMS      Channel = "sms"
	IM       Channel = "im"
	Push     Channel = "push"
	AutoCall Channel = "auto_call"
	LiveCall Channel = "live_call"
	Fax      Channel = "fax"
	Post     Channel = "post"
)

// Channels lists every channel, in the order of pages and tables.
func Channels() []Channel {
	return []Channel{Email, SMS, IM, Push, AutoCall, LiveCall, Fax, Post}
}

// PointKind is the kind of a contact point: what sort of address it is.
type PointKind string

// The kinds of contact point.
const (
	EmailAddress  PointKind = "email"
	PhoneNumber   PointKind = "phone"
	IMHandle      PointKind = "im"
	Device        PointKind = "device"
	PostalAddress PointKind = "post"
	ExternalID    PointKind = "external" // a customer number: it finds a person and reaches nobody
)

// Reaches reports whether a message of channel c can be sent to this kind of contact point.
func (k PointKind) Reaches(c Channel) bool {
	switch c {
	case Email:
		return k == EmailAddress
	case SMS, AutoCall, LiveCall, Fax:
		return k == PhoneNumber
	case IM:
		return k == IMHandle || k == PhoneNumber
	case Push:
		return k == Device
	case Post:
		return k == PostalAddress
	}
	return false
}

// RecipientKind says in what role a person is reached at a contact point; it belongs
// to the contact point, since one woman is a consumer at home and an employee at work.
type RecipientKind string

// The recipient kinds. An employee is a named person at a legal person's address; a
// role address (info@) names nobody.
const (
	Consumer    RecipientKind = "consumer"
	SoleTrader  RecipientKind = "sole_trader"
	Employee    RecipientKind = "employee"
	RoleAddress RecipientKind = "role_address"
)

// RecipientKinds lists every recipient kind.
func RecipientKinds() []RecipientKind {
	return []RecipientKind{Consumer, SoleTrader, Employee, RoleAddress}
}

// MessageKind says what a message is in the eyes of the law.
type MessageKind string

// The message kinds. A reconfirm asks for consent and is itself marketing; the two
// confirmations are consequences of the person's own act.
const (
	OwnMarketing       MessageKind = "own_marketing"
	PartnerMarketing   MessageKind = "partner_marketing"
	CharityOwn         MessageKind = "charity_own"
	CharityOther       MessageKind = "charity_other"
	Service            MessageKind = "service"
	Reconfirm          MessageKind = "reconfirm"
	DOIConfirmation    MessageKind = "doi_confirmation"
	OptOutConfirmation MessageKind = "optout_confirmation"
)

// MessageKinds lists every message kind.
func MessageKinds() []MessageKind {
	return []MessageKind{
		OwnMarketing, PartnerMarketing, CharityOwn, CharityOther,
		Service, Reconfirm, DOIConfirmation, OptOutConfirmation,
	}
}

// PurposeKind says why messages of a purpose are sent.
type PurposeKind string

// The purpose kinds.
const (
	PurposeOwnMarketing     PurposeKind = "own_marketing"
	PurposePartnerMarketing PurposeKind = "partner_marketing"
	PurposeService          PurposeKind = "service"
	PurposeTracking         PurposeKind = "tracking"
	PurposeProfiling        PurposeKind = "profiling"
	PurposeCharityOwn       PurposeKind = "charity_own"
	PurposeCharityOther     PurposeKind = "charity_other"
)

// Message returns the kind of message that a purpose of this kind sends by default.
// Tracking and profiling send none; their consent is judged as own marketing.
func (k PurposeKind) Message() MessageKind {
	switch k {
	case PurposePartnerMarketing:
		return PartnerMarketing
	case PurposeService:
		return Service
	case PurposeCharityOwn:
		return CharityOwn
	case PurposeCharityOther:
		return CharityOther
	}
	return OwnMarketing
}

// Party says for whom consent is given.
type Party string

// The parties: the organisation itself, or the partners named in one version of a list.
const (
	PartyOwn      Party = "own"
	PartyPartners Party = "partners"
)

// Status is what a person's state says of one choice at one contact point.
// Refused is not unknown: she was asked and did not agree.
type Status string

// The statuses.
const (
	Unknown   Status = "unknown"
	Requested Status = "requested"
	Pending   Status = "pending"
	Granted   Status = "granted"
	Refused   Status = "refused"
	Withdrawn Status = "withdrawn"
	Expired   Status = "expired"
)

// Strength says how firmly a yes was given. The order of the constants is the order of strength,
// except that written_signed and double_opt_in prove different things.
type Strength string

// The strengths. Passive (silence, a pre-ticked box) is recorded as such and never counts
// as consent (CJEU C-673/17, Planet49).
const (
	Passive          Strength = "passive"
	VerbalUnrecorded Strength = "verbal_unrecorded"
	VerbalRecorded   Strength = "verbal_recorded"
	SingleOptIn      Strength = "single_opt_in"
	DoubleOptIn      Strength = "double_opt_in"
	WrittenSigned    Strength = "written_signed"
)

// Strengths lists every strength, weakest first.
func Strengths() []Strength {
	return []Strength{Passive, VerbalUnrecorded, VerbalRecorded, SingleOptIn, DoubleOptIn, WrittenSigned}
}
