package rights

import (
	"strings"
	"time"

	"assent"
	"assent/catalogue"
)

// Receipt is a person's copy of one act in the terms of ISO/IEC TS 27560:2023, with the concepts of
// the W3C Data Privacy Vocabulary as values; the field names are the standard's. She is named by the
// identifier of her record alone, so that a receipt can be shown without giving an address away.
type Receipt struct {
	ConformsTo string         `json:"dct:conformsTo"`
	Schema     string         `json:"schema_version"`
	ID         string         `json:"receipt_id"`
	Created    time.Time      `json:"dct:created"`
	Principal  string         `json:"pii_principal_id"`
	Processing PIIProcessing  `json:"pii_processing"`
	Controller []Party        `json:"pii_controllers"`
	Events     []ReceiptEvent `json:"event"`
}

// PIIProcessing is what the act was about (TS 27560, 6.3.4).
type PIIProcessing struct {
	Notice       *NoticeShown     `json:"privacy_notice,omitempty"`
	Language     string           `json:"language"`
	Purposes     []ReceiptPurpose `json:"purposes"`
	Information  []PIIInformation `json:"pii_information"`
	Storage      []string         `json:"storage_locations"`
	Retention    string           `json:"retention_period"`
	Jurisdiction string           `json:"jurisdiction"`
	Recipients   []string         `json:"recipient_third_parties"`
	Withdrawal   string           `json:"withdrawal_method"`
	Collection   string           `json:"collection_method"`
}

// NoticeShown names the text that was read.
type NoticeShown struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Text    string `json:"text"`
	Digest  string `json:"sha256"`
}

// ReceiptPurpose is one choice.
type ReceiptPurpose struct {
	Purpose  string   `json:"purpose"`
	Name     string   `json:"name"`
	Sentence string   `json:"consent_sentence,omitempty"`
	Type     string   `json:"purpose_type"`
	Basis    string   `json:"lawful_basis"`
	Service  string   `json:"service"` // the channel
	Topics   []string `json:"topics,omitempty"`
	Status   string   `json:"dpv:hasConsentStatus"`
}

// PIIInformation is a sort of data that is used.
type PIIInformation struct {
	Type     string `json:"pii_type"`
	Optional bool   `json:"pii_optional"`
}

// Party is who is responsible (TS 27560, 6.3.6).
type Party struct {
	ID      string `json:"party_id"`
	Name    string `json:"party_name"`
	Address string `json:"party_address"`
	Contact string `json:"party_contact"`
	URL     string `json:"party_url,omitempty"`
	Type    string `json:"party_type"`
}

// ReceiptEvent is the act itself (TS 27560, 6.3.7).
type ReceiptEvent struct {
	Time     time.Time `json:"event_time"`
	Duration string    `json:"validity_duration"`
	Entity   string    `json:"entity_id"`
	Type     string    `json:"event_type"`
	State    string    `json:"event_state"`
	Method   string    `json:"dpv:hasIndicationMethod"`
	Code     string    `json:"transaction_code"`
}

// ReceiptPlaces are the addresses that a receipt names.
type ReceiptPlaces struct{ Withdraw, Storage string }

// NewReceipt makes the receipt of an event in the wording of its time.
func NewReceipt(c *catalogue.Catalogue, e *assent.Event, at ReceiptPlaces) Receipt {
	s := c.Settings()
	r := Receipt{
		ConformsTo: "https://w3id.org/dpv/schema/dpv-27560#receipt", Schema: "ISO/IEC TS 27560:2023",
		ID: "urn:uuid:" + e.ID.String(), Created: e.Recorded, Principal: "urn:uuid:" + e.Person.String(),
		Processing: PIIProcessing{
			Language: s.Language, Purposes: []ReceiptPurpose{}, Information: []PIIInformation{}, Recipients: []string{},
			Storage: []string{at.Storage}, Retention: "until withdrawn; then the proof alone", Jurisdiction: s.Country,
			Withdrawal: at.Withdraw, Collection: string(e.Method),
		},
		Controller: []Party{{
			ID: "urn:uuid:" + e.Org.String(), Name: s.Name, Address: s.PostalAddress, Contact: s.AccessEmail, URL: s.PrivacyURL, Type: "dpv:DataController",
		}},
		Events: []ReceiptEvent{{
			Time: e.Time(), Duration: "until withdrawn", Entity: entity(e), Type: typeOfConsent(e), State: stateOf(e),
			Method: string(e.Method), Code: string(e.Code),
		}},
	}
	for _, p := range e.Points {
		r.Processing.Information = append(r.Processing.Information, PIIInformation{Type: piiType(p.Kind)})
	}
	r.notice(c, e)
	r.purposes(c, e)
	return r
}

func (r *Receipt) notice(c *catalogue.Catalogue, e *assent.Event) {
	if e.Notice == nil {
		return
	}
	r.Processing.Language = e.Notice.Language
	if n, ok := c.Notice(e.Notice.ID, e.Notice.Version); ok {
		r.Processing.Notice = &NoticeShown{n.ID, n.Version, n.Languages[e.Notice.Language], e.Notice.Digest}
	}
}

// purposes are the choices that were answered, then the noes as far as they go.
func (r *Receipt) purposes(c *catalogue.Catalogue, e *assent.Event) {
	for _, choice := range e.Choices {
		p, ok := c.PurposeVersion(choice.Purpose, choice.Version)
		if !ok || choice.Reply != assent.Yes {
			continue
		}
		r.Processing.Purposes = append(r.Processing.Purposes, ReceiptPurpose{
			Purpose: p.ID, Name: p.Names.In(r.Processing.Language), Sentence: p.Sentences.In(r.Processing.Language),
			Type: purposeType(p.Kind), Basis: "eu-gdpr:A6-1-a", Service: string(choice.Channel), Topics: choice.Topics, Status: stateOf(e),
		})
		if list, ok := c.PartnerList(choice.PartnerList); ok && choice.PartnerList != "" {
			for _, partner := range list.Partners {
				r.Processing.Recipients = append(r.Processing.Recipients, partner.Name)
			}
		}
	}
	for _, n := range e.Noes {
		out := ReceiptPurpose{
			Purpose: n.Scope.Purpose, Name: n.Scope.Purpose, Type: "dpv:Marketing", Basis: "eu-gdpr:A7-3", Service: n.Scope.Channel,
			Status: map[assent.NoKind]string{assent.NoRefused: "dpv:ConsentRefused"}[n.Kind],
		}
		if out.Status == "" {
			out.Status = "dpv:ConsentWithdrawn"
		}
		if n.Kind == assent.NoObjection {
			out.Basis = "eu-gdpr:A21"
		}
		if p, ok := c.Purpose(n.Scope.Purpose); ok {
			out.Name, out.Type = p.Names.In(r.Processing.Language), purposeType(p.Kind)
		}
		r.Processing.Purposes = append(r.Processing.Purposes, out)
	}
}

func entity(e *assent.Event) string {
	if e.Actor.Kind == assent.ActorPerson {
		return "urn:uuid:" + e.Person.String()
	}
	return strings.TrimSuffix(string(e.Actor.Kind)+":"+e.Actor.ID, ":")
}

// typeOfConsent is the concept of DPV for how firmly a yes was given; silence is none.
func typeOfConsent(e *assent.Event) string {
	switch e.Strength {
	case "":
		return "dpv:WithdrawConsent"
	case assent.Passive:
		return "dpv:ImpliedConsent"
	}
	return "dpv:ExpressedConsent"
}

func stateOf(e *assent.Event) string {
	switch e.Type {
	case assent.ConsentGranted, assent.ConsentConfirmed:
		return "dpv:ConsentGiven"
	case assent.ConsentRequested:
		return "dpv:ConsentRequested"
	case assent.ConsentRefused:
		return "dpv:ConsentRefused"
	case assent.ConsentWithdrawn, assent.ObjectionRaised, assent.PersonErased:
		return "dpv:ConsentWithdrawn"
	}
	return "dpv:ConsentUnknown"
}

func purposeType(k assent.PurposeKind) string {
	switch k {
	case assent.PurposeProfiling, assent.PurposeTracking:
		return "dpv:PersonalisedAdvertising"
	case assent.PurposeService:
		return "dpv:CommunicationForCustomerCare"
	}
	return "dpv:DirectMarketing"
}

func piiType(k assent.PointKind) string {
	switch k {
	case assent.EmailAddress:
		return "pd:EmailAddress"
	case assent.PhoneNumber:
		return "pd:TelephoneNumber"
	case assent.PostalAddress:
		return "pd:PhysicalAddress"
	}
	return "pd:Identifier"
}
