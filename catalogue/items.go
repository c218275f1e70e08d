package catalogue

import "assent"

// The kinds of item, as they stand in the publication of an event.
const (
	KindSettings        = "settings"
	KindBrand           = "brand"
	KindPurpose         = "purpose"
	KindNotice          = "notice"
	KindPartnerList     = "partner_list"
	KindCollectionPoint = "collection_point"
	KindPage            = "page"
)

// Item is one thing that can be published: a *[Settings], *[Brand], *[Purpose], *[Notice],
// *[PartnerList], *[CollectionPoint] or *[Page].
type Item interface {
	kind() string
	key() string // its identifier among items of its kind
	version() string
	numbered(version int) Item // a copy
	check(c *Catalogue) *assent.Problem
}

// Settings are what holds for the organisation as a whole. Key: "settings".
type Settings struct {
	Version       int    `json:"version"`
	Name          string `json:"name"`                    // of the controller (GDPR art. 13(1)(a))
	SenderName    string `json:"sender_name,omitzero"`    // in the From line; empty: Name
	SenderEmail   string `json:"sender_email,omitzero"`   // in the From line
	PostalAddress string `json:"postal_address,omitzero"` // 15 U.S.C. § 7704(a)(5)(A)(iii), CASL s. 6(2)
	AccessEmail   string `json:"access_email,omitzero"`   // where a person asks for her data
	PrivacyURL    string `json:"privacy_url,omitzero"`
	PublicURL     string `json:"public_url,omitzero"`
	Country       string `json:"country,omitzero"`  // of the sender, ISO 3166-1 alpha-2
	Language      string `json:"language,omitzero"` // when a person's is unknown
	TimeZone      string `json:"timezone,omitzero"` // IANA name, when the recipient's is unknown
	CharitySender bool   `json:"charity,omitzero"`  // the sender is a charity (UK PECR reg. 22(3A))
	Profile       string `json:"profile,omitzero"`  // prudent (default) or statute_only
	Conflict      string `json:"conflict,omitzero"` // recipient (default): her country's law answers; strictest: the sender's must permit too

	Retention *Retention `json:"retention,omitzero"` // nil: as the law says, and nobody is erased unasked
}

// What is done with people of whom nothing was heard for as long as they may be kept.
const (
	RetentionList  = "list"  // they are listed; the default
	RetentionErase = "erase" // they are erased
)

// Retention is how long the organisation keeps what it knows.
type Retention struct {
	SilentMonths int    `json:"silent_months,omitzero"` // since the last contact from a person; 0: as long as the law of her country allows
	Action       string `json:"action,omitzero"`        // when they are over: list (default) or erase
	ProofMonths  *int   `json:"proof_months,omitzero"`  // after an erasure, while the custodian can open its proofs; missing: as long as claims can be raised; 0: not at all
}

// Brand is what a person sees as the sender. Empty fields are those of the settings.
type Brand struct {
	ID            string `json:"id"`
	Version       int    `json:"version"`
	Name          string `json:"name"`
	SenderName    string `json:"sender_name,omitzero"`
	SenderEmail   string `json:"sender_email,omitzero"`
	PostalAddress string `json:"postal_address,omitzero"`
	AccessEmail   string `json:"access_email,omitzero"`
	PrivacyURL    string `json:"privacy_url,omitzero"`
	Accent        string `json:"accent,omitzero"` // colour, "#1f6f5c"
	Logo          string `json:"logo,omitzero"`   // SVG or data address
}

// The double opt-in policies of a purpose.
const (
	OptInNever    = "never"
	OptInRequired = "required"
	OptInByLaw    = "by_law" // where the recipient's law makes it the only proof; the default
)

// Purpose is why messages are sent. It belongs to a brand, or to the organisation when
// Brand is empty.
type Purpose struct {
	ID             string             `json:"id"`
	Version        int                `json:"version"`
	Brand          string             `json:"brand,omitzero"`
	Kind           assent.PurposeKind `json:"kind"`
	Names          Texts              `json:"names"`
	Descriptions   Texts              `json:"descriptions,omitzero"`
	Sentences      Texts              `json:"sentences,omitzero"` // the sentence beside the box
	Channels       []assent.Channel   `json:"channels"`
	Topics         []Topic            `json:"topics,omitzero"`
	DoubleOptIn    string             `json:"double_opt_in,omitzero"`
	RemindAfter    int                `json:"remind_after_hours,omitzero"` // one reminder of a sign-up that is not confirmed; 0: none, the prudent way
	PrivacyURL     string             `json:"privacy_url,omitzero"`        // what is done with the data for this purpose; empty: the brand's
	ValidityMonths int                `json:"validity_months,omitzero"`    // own limit on a consent's life; 0: the law's
	Requires       []string           `json:"requires,omitzero"`           // this one only with those
	Withdraws      []string           `json:"withdraws,omitzero"`          // leaving this one leaves those
	PartnerList    string             `json:"partner_list,omitzero"`       // of a partner purpose
	Sector         string             `json:"sector,omitzero"`             // energy_renovation, press …
	Facts          assent.Facts       `json:"facts,omitzero"`              // what holds of each of its messages, by fact name of package law
}

// Topic is a subject within a purpose that a person can choose.
type Topic struct {
	ID    string `json:"id"`
	Names Texts  `json:"names"`
}

// Notice is the exact text shown, in each language. A published version never changes;
// a change of wording is a new MINOR, a change that must be asked again a new MAJOR.
type Notice struct {
	ID        string `json:"id"`
	Version   string `json:"version"` // MAJOR.MINOR
	Languages Texts  `json:"languages"`
}

// PartnerList names the partners for whom a consent can be given. A consent reaches those
// that its version named, and no other.
type PartnerList struct {
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Partners []Partner `json:"partners"`
}

// Partner is one of them.
type Partner struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	URL  string `json:"url,omitzero"`
}

// The kinds of collection point.
const (
	HostedForm   = "hosted_form"
	EmbeddedForm = "embedded_form"
	ByAPI        = "api"
	OnPaper      = "paper"
	CallScript   = "call_script"
	ByImport     = "import"
)

// The origins of data, as the footer of a message states them (GDPR art. 14(2)(f)).
const (
	OriginSubscribed = "origin.subscribed"
	OriginCustomer   = "origin.customer"
	OriginDirect     = "origin.b2b.direct"
	OriginPublic     = "origin.b2b.public"
	OriginSocial     = "origin.b2b.social"
	OriginPartner    = "origin.partner"
)

// CollectionPoint is a place where acts are captured. A form is one of kind hosted_form.
type CollectionPoint struct {
	ID           string       `json:"id"`
	Version      int          `json:"version"`
	Kind         string       `json:"kind"`
	Brand        string       `json:"brand,omitzero"`
	Titles       Texts        `json:"titles,omitzero"`
	Intros       Texts        `json:"intros,omitzero"`
	Thanks       Texts        `json:"thanks,omitzero"`
	Notice       string       `json:"notice,omitzero"` // shown there, in its latest version
	Boxes        []Box        `json:"boxes,omitzero"`
	Origin       string       `json:"origin,omitzero"`
	EmbedOrigins []string     `json:"embed_origins,omitzero"` // web origins that may embed it
	Asks         []string     `json:"asks,omitzero"`          // email, phone, country, kind
	Facts        assent.Facts `json:"facts,omitzero"`         // what holds of each contact point captured there
}

// Box is one choice offered there, unticked.
type Box struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Party   assent.Party   `json:"party,omitzero"` // empty: as the purpose's kind says
	Topics  []string       `json:"topics,omitzero"`
}
