package api

import (
	"bytes"
	"encoding/json"
	"reflect"

	"assent"
	"assent/intake"

	"github.com/danielgtaylor/huma/v2"
)

// Payload is what an event says besides its choices; its shape depends on the event's type.
type Payload json.RawMessage

// UnmarshalJSON keeps the bytes for [API.payload] to check.
func (p *Payload) UnmarshalJSON(b []byte) error { *p = bytes.Clone(b); return nil }

// Schema describes the payload in the document, and makes each shape known there.
func (*Payload) Schema(r huma.Registry) *huma.Schema {
	for _, t := range []reflect.Type{
		reflect.TypeFor[RelationshipPayload](), reflect.TypeFor[ContactPayload](), reflect.TypeFor[RegisterPayload](),
		reflect.TypeFor[SuppressionPayload](), reflect.TypeFor[MessagePayload](), reflect.TypeFor[PausePayload](), reflect.TypeFor[FrequencyPayload](),
		reflect.TypeFor[ConfirmationPayload](),
	} {
		r.Schema(t, true, "")
	}
	return &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: true,
		Description: "By type: relationship.recorded takes a RelationshipPayload, contact.recorded a ContactPayload, " +
			"register.checked a RegisterPayload, suppression.added and suppression.removed a SuppressionPayload, " +
			"message.sent a MessagePayload, pause.set a PausePayload, frequency.set a FrequencyPayload, " +
			"consent.confirmed a ConfirmationPayload. Other types take none.",
	}
}

// RelationshipPayload is a fact about dealings with the person.
type RelationshipPayload struct {
	Brand          string     `json:"brand,omitzero"`
	Kind           string     `json:"kind" doc:"account_only, enquiry, negotiation, purchase, contract_running, contract_ended, donation, membership …" maxLength:"60"`
	On             assent.Day `json:"on,omitzero" format:"date"`
	CreatedOn      assent.Day `json:"created_on,omitzero" format:"date"`
	LastPurchaseOn assent.Day `json:"last_purchase_on,omitzero" format:"date"`
	EnquiryOn      assent.Day `json:"enquiry_on,omitzero" format:"date"`
	ContractEndOn  assent.Day `json:"contract_end_on,omitzero" format:"date"`

	SimilarProducts              *bool `json:"similar_products,omitempty"`
	DetailsObtainedInSale        *bool `json:"details_obtained_in_sale,omitempty"`
	OptOutOfferedAtCollection    *bool `json:"opt_out_offered_at_collection,omitempty"`
	OptOutInEveryMessage         *bool `json:"opt_out_in_every_message,omitempty"`
	ObjectRelated                *bool `json:"object_related,omitempty"`
	SameCompany                  *bool `json:"same_company,omitempty"`
	Ongoing                      *bool `json:"ongoing,omitempty"`
	Written                      *bool `json:"written,omitempty"`
	AccountRemuneratedIndirectly *bool `json:"account_remunerated_indirectly,omitempty"`
}

// ContactPayload is an act by which the person shows that she is there.
type ContactPayload struct {
	Kind assent.ContactKind `json:"kind" enum:"click,order,reply,login,open,inbound_text"`
}

// RegisterPayload is the answer of an official opposition list.
type RegisterPayload struct {
	Register    string     `json:"register" maxLength:"40" example:"bloctel"`
	Listed      bool       `json:"listed"`
	ListedOn    assent.Day `json:"listed_on,omitzero" format:"date"`
	CheckedOn   assent.Day `json:"checked_on" format:"date"`
	InDirectory *bool      `json:"in_directory,omitempty"`
}

// SuppressionPayload is a technical stop; never a choice.
type SuppressionPayload struct {
	Kind string `json:"kind" enum:"bounce,complaint,not_me,manual,restricted" doc:"restricted is GDPR art. 18: of the whole person, and of every message"`
}

// MessagePayload is a message that another product sent.
type MessagePayload struct {
	Channel assent.Channel     `json:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post"`
	Purpose string             `json:"purpose" maxLength:"63"`
	Brand   string             `json:"brand,omitzero" maxLength:"63"`
	Kind    assent.MessageKind `json:"kind" enum:"own_marketing,partner_marketing,charity_own,charity_other,service,reconfirm,doi_confirmation,optout_confirmation"`
	Basis   assent.Basis       `json:"basis,omitzero" maxLength:"60"`
}

// PausePayload is a wish for silence until a day, that day included; without a day it ends one.
type PausePayload struct {
	Scope ScopeInput `json:"scope"`
	Until assent.Day `json:"until,omitzero" format:"date"`
}

// FrequencyPayload is a wish for fewer messages: at most one in each span; without one it ends the wish.
type FrequencyPayload struct {
	Scope  ScopeInput `json:"scope"`
	AtMost string     `json:"at_most,omitzero" enum:"weekly,monthly"`
}

// ConfirmationPayload names the request that is confirmed.
type ConfirmationPayload struct {
	Refers assent.ID `json:"refers" doc:"The event of type consent.requested" format:"uuid"`
}

// payload checks the payload against the shape of the event's type and puts it into the act.
func (a *API) payload(in EventInput, act *intake.Act) error {
	switch in.Type {
	case assent.RelationshipRecorded:
		return fill(a, in.Payload, func(p RelationshipPayload) { r := assent.Relationship(p); act.Relationship = &r })
	case assent.ContactRecorded:
		return fill(a, in.Payload, func(p ContactPayload) { c := assent.Contact(p); act.Contacted = &c })
	case assent.RegisterChecked:
		return fill(a, in.Payload, func(p RegisterPayload) { c := assent.RegisterCheck(p); act.Register = &c })
	case assent.SuppressionAdded, assent.SuppressionRemoved:
		return fill(a, in.Payload, func(p SuppressionPayload) { s := assent.Suppression(p); act.Suppression = &s })
	case assent.MessageSent:
		return fill(a, in.Payload, func(p MessagePayload) { m := assent.Message(p); act.Message = &m })
	case assent.PauseSet:
		return fill(a, in.Payload, func(p PausePayload) {
			act.Pause = &assent.Pause{Scope: p.Scope.full(), Until: p.Until}
		})
	case assent.FrequencySet:
		return fill(a, in.Payload, func(p FrequencyPayload) {
			act.Frequency = &assent.Frequency{Scope: p.Scope.full(), AtMost: p.AtMost}
		})
	case assent.ConsentConfirmed:
		return fill(a, in.Payload, func(p ConfirmationPayload) { act.Refers = p.Refers })
	}
	if len(in.Payload) > 0 {
		return assent.Problemf("UNKNOWN_FIELD", "An event of type %s takes no payload; remove it.", in.Type).In("payload")
	}
	return nil
}

// fill reads a payload of type T and hands it to set.
func fill[T any](a *API, p Payload, set func(T)) error {
	if len(p) == 0 {
		return assent.Problemf("MISSING_FIELD", "The field %q is missing.", "payload").In("payload")
	}
	v, err := decode[T](a, p, "payload")
	if err == nil {
		set(v)
	}
	return err
}
