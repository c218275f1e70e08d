package law

import "assent"

// caseFile is a file of worked cases: questions to the law with the answer that the cited
// source supports.
type caseFile struct {
	Format     string              `yaml:"format"`
	Vocabulary map[string][]string `yaml:"vocabulary"`
	Cases      []workedCase        `yaml:"cases"`
}

type workedCase struct {
	ID           string      `yaml:"id"`
	Title        string      `yaml:"title"`
	Jurisdiction string      `yaml:"jurisdiction"`
	AsOf         string      `yaml:"as_of"`
	Recipient    string      `yaml:"recipient"`
	Channel      string      `yaml:"channel"`
	Message      caseMessage `yaml:"message"`
	Facts        caseFacts   `yaml:"facts"`
	Expected     caseVerdict `yaml:"expected"`
	Source       string      `yaml:"source"`
	Confidence   string      `yaml:"confidence"`
	Tags         []string    `yaml:"tags"`
	Pair         string      `yaml:"pair"`
	Note         string      `yaml:"note"`
}

type caseMessage struct {
	Kind              string `yaml:"kind"`
	Purpose           string `yaml:"purpose"`
	ContainsPromotion bool   `yaml:"contains_promotion"`
}

type caseVerdict struct {
	Decision    string   `yaml:"decision"`
	Basis       string   `yaml:"basis"`
	Reason      string   `yaml:"reason"`
	Obligations []string `yaml:"obligations"`
	ExpiresOn   string   `yaml:"expires_on"`
	StatuteOnly string   `yaml:"statute_only"`
	Without     []string `yaml:"without"` // codes that are not among the obligations
	Cites       []string `yaml:"cites"`   // law and article, as the pack writes them: these at least
}

func (v caseVerdict) answer() CaseAnswer {
	return CaseAnswer{Decision: v.Decision, Basis: v.Basis, Reason: v.Reason, Obligations: v.Obligations,
		ExpiresOn: v.ExpiresOn, StatuteOnly: v.StatuteOnly, Without: v.Without, Cites: v.Cites}
}

type caseFacts struct {
	Consents             []caseConsent           `yaml:"consents"`
	RefusedAtCollection  string                  `yaml:"refused_at_collection"`
	LastContactOn        string                  `yaml:"last_contact_on"`
	LastOpenOn           string                  `yaml:"last_open_on"`
	LastMarketingSentOn  string                  `yaml:"last_marketing_sent_on"`
	Relationship         *caseRelationship       `yaml:"relationship"`
	Objections           []caseObjection         `yaml:"objections"`
	Registers            map[string]caseRegister `yaml:"registers"`
	Suppression          *caseSuppression        `yaml:"suppression"`
	AddressKind          string                  `yaml:"address_kind"`
	RelatedToProfession  *bool                   `yaml:"related_to_profession"`
	PublishedForThis     *bool                   `yaml:"published_for_this_purpose"`
	NoCEMStatement       *bool                   `yaml:"no_cem_statement"`
	InformedAtCollection *bool                   `yaml:"informed_at_collection"`
	PresumedInterest     *bool                   `yaml:"presumed_interest"`
	SenderKind           string                  `yaml:"sender_kind"`
	SenderPartner        string                  `yaml:"sender_partner"`
	Sector               string                  `yaml:"sector"`
	CallerNumberKind     string                  `yaml:"caller_number_kind"`
	Line                 string                  `yaml:"line"`
	Autodialed           *bool                   `yaml:"autodialed"`
	OSPermission         *bool                   `yaml:"os_permission"`
	AttemptsLast30Days   int                     `yaml:"attempts_last_30_days"`
	RefusedInCallOn      string                  `yaml:"refused_in_call_on"`
	ConfirmationsSent    int                     `yaml:"confirmations_sent"`
	InboundTexts         []caseText              `yaml:"inbound_texts"`
	Referral             *caseReferral           `yaml:"referral"`
	SentOnReferral       int                     `yaml:"messages_sent_on_referral"`
	Age                  *int                    `yaml:"age"`
	OnlineServiceToChild *bool                   `yaml:"online_service_to_child"`
}

type caseConsent struct {
	State               string           `yaml:"state"` // pending, given, refused, withdrawn
	On                  string           `yaml:"on"`
	Strength            assent.Strength  `yaml:"strength"`
	Channels            []assent.Channel `yaml:"channels"`
	Purposes            []string         `yaml:"purposes"`
	Party               assent.Party     `yaml:"party"`
	NamedPartners       []string         `yaml:"named_partners"`
	ListVersion         string           `yaml:"list_version"`
	PreTicked           bool             `yaml:"pre_ticked"`
	BundledWith         string           `yaml:"bundled_with"`
	ConditionOfPurchase bool             `yaml:"condition_of_purchase"`
	DatedDigitalProof   *bool            `yaml:"dated_digital_proof"`
	PhoneVerified       *bool            `yaml:"phone_verified"`
	OutsideHours        bool             `yaml:"outside_hours"`
	InitiatedBy         string           `yaml:"initiated_by"` // person, sender
	ByProvidingAddress  bool             `yaml:"by_providing_address"`
}

type caseRelationship struct {
	Kind                 string `yaml:"kind"`
	On                   string `yaml:"on"`
	CreatedOn            string `yaml:"created_on"`
	LastPurchaseOn       string `yaml:"last_purchase_on"`
	EnquiryOn            string `yaml:"enquiry_on"`
	ContractEndOn        string `yaml:"contract_end_on"`
	SimilarProducts      *bool  `yaml:"similar_products"`
	DetailsObtained      *bool  `yaml:"details_obtained_in_sale"`
	OptOutAtCollection   *bool  `yaml:"opt_out_offered_at_collection"`
	OptOutInMessage      *bool  `yaml:"opt_out_in_every_message"`
	ObjectRelated        *bool  `yaml:"object_related"`
	SameCompany          *bool  `yaml:"same_company"`
	Ongoing              *bool  `yaml:"ongoing"`
	Written              *bool  `yaml:"written"`
	RemuneratedElsewhere *bool  `yaml:"account_remunerated_indirectly"`
}

type caseObjection struct {
	On       string `yaml:"on"`
	Scope    string `yaml:"scope"` // all, channel, purpose, stream
	Channel  string `yaml:"channel"`
	Purpose  string `yaml:"purpose"`
	Stream   string `yaml:"stream"`
	Granular *bool  `yaml:"granular_choice_offered"`
}

type caseRegister struct {
	Listed      *bool  `yaml:"listed"`
	ListedOn    string `yaml:"listed_on"`
	CheckedOn   string `yaml:"checked_on"`
	InDirectory *bool  `yaml:"in_directory"`
}

type caseSuppression struct {
	Match string `yaml:"match"`
	Scope string `yaml:"scope"`
	On    string `yaml:"on"`
}

type caseText struct {
	On   string `yaml:"on"`
	Text string `yaml:"text"`
}

type caseReferral struct {
	On            string `yaml:"on"`
	ReferrerNamed bool   `yaml:"referrer_named"`
}
