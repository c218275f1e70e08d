package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/intake"
)

// EventInput is an act or a fact to record.
type EventInput struct {
	Type            assent.EventType  `json:"type" enum:"consent.granted,consent.refused,consent.withdrawn,consent.requested,consent.confirmed,objection.raised,pause.set,frequency.set,relationship.recorded,contact.recorded,contact.linked,register.checked,suppression.added,suppression.removed,message.sent,person.erased"`
	Contact         ContactInput      `json:"contact"`
	Choices         []ChoiceInput     `json:"choices,omitempty" maxItems:"100" doc:"What was answered, one entry for each purpose and channel"`
	Scope           *ScopeInput       `json:"scope,omitempty" doc:"What a no reaches, when it is wider than its choices"`
	GranularOffered bool              `json:"granular_choice_offered,omitzero" doc:"For a wide no: narrower choices stood beside it"`
	OccurredAt      time.Time         `json:"occurred_at,omitzero" doc:"When it happened; missing: now"`
	Method          assent.Method     `json:"method,omitzero" maxLength:"40" doc:"How it was done: api, import, paper, call_recorded, call_noted, pre_ticked; or, on pages of your own, web_form, confirm_button …, which are recorded as claimed by api; missing: api"`
	Strength        assent.Strength   `json:"strength,omitzero" enum:"passive,verbal_unrecorded,verbal_recorded,single_opt_in,double_opt_in,written_signed" doc:"How firmly a yes is claimed to have been given"`
	CollectionPoint string            `json:"collection_point,omitzero" maxLength:"63"`
	Notice          *NoticeShown      `json:"notice,omitempty" doc:"The text that was shown"`
	Evidence        *EvidenceInput    `json:"evidence,omitempty"`
	Attributes      *AttributesInput  `json:"attributes,omitempty" doc:"What is known of the contact point"`
	Facts           map[string]string `json:"facts,omitempty" doc:"Circumstances, by the fact names of docs/facts.md" maxProperties:"50"`
	Payload         Payload           `json:"payload,omitempty"`
	Personal        map[string]string `json:"personal,omitempty" doc:"Personal values to keep with the event, encrypted and erasable: name, note …" maxProperties:"20"`
}

// ChoiceInput is one answer, to one purpose by one channel.
type ChoiceInput struct {
	Purpose string         `json:"purpose" maxLength:"63"`
	Channel assent.Channel `json:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post"`
	Topics  []string       `json:"topics,omitempty" maxItems:"100"`
	Party   assent.Party   `json:"party,omitzero" enum:"own,partners" doc:"For whom; missing: as the purpose says"`
	Terms   *TermsInput    `json:"terms,omitempty" doc:"Circumstances of a yes that a law may ask about"`
}

// TermsInput are circumstances of a yes.
type TermsInput struct {
	BundledWith         string `json:"bundled_with,omitzero" doc:"What else the one tick stood for (GDPR art. 7(2), (4))" maxLength:"63"`
	ConditionOfPurchase bool   `json:"condition_of_purchase,omitzero" doc:"47 CFR 64.1200(f)(9)"`
	DatedDigitalProof   bool   `json:"dated_digital_proof,omitzero" doc:"Calls to consumers in France (R. 223-1 C. conso)"`
	PhoneVerified       bool   `json:"phone_verified,omitzero" doc:"Calls to consumers in Germany"`
	OutsideHours        bool   `json:"outside_hours,omitzero" doc:"She agreed to calls outside the hours of the law (FR D. 223-9)"`
	InitiatedBySender   bool   `json:"initiated_by_sender,omitzero" doc:"The sender asked her again: reopens nothing"`
	ByProvidingAddress  bool   `json:"by_providing_address,omitzero" doc:"PL art. 398(2) PKE"`
}

func (t *TermsInput) given() assent.Terms {
	if t == nil {
		return assent.Terms{}
	}
	return assent.Terms(*t)
}

// ScopeInput says what a no reaches. A part left out is every value.
type ScopeInput struct {
	Brand   string `json:"brand,omitzero" default:"*" maxLength:"63"`
	Purpose string `json:"purpose,omitzero" default:"*" maxLength:"63"`
	Channel string `json:"channel,omitzero" default:"*" enum:"*,email,sms,im,push,auto_call,live_call,fax,post"`
	Party   string `json:"party,omitzero" default:"*" enum:"*,own,partners"`
}

// full names every part.
func (s ScopeInput) full() assent.Scope {
	or := func(part string) string {
		if part == "" {
			return assent.Any
		}
		return part
	}
	return assent.Scope{Brand: or(s.Brand), Purpose: or(s.Purpose), Channel: or(s.Channel), Party: or(s.Party)}
}

// NoticeShown names the text that was shown.
type NoticeShown struct {
	ID       string `json:"id" maxLength:"63"`
	Version  string `json:"version" maxLength:"13" example:"1.0"`
	Language string `json:"language" maxLength:"35" example:"fr"`
}

// EvidenceInput is what proves a claim.
type EvidenceInput struct {
	Wording     string   `json:"wording,omitzero" doc:"SHA-256 of all that was shown, hexadecimal" pattern:"^[0-9a-f]{64}$" patternDescription:"64 hexadecimal digits"`
	Shown       []string `json:"shown,omitempty" doc:"purpose:channel of each box on the page" maxItems:"100"`
	Attachments []string `json:"attachments,omitempty" doc:"SHA-256 of recordings and scans that you keep" maxItems:"20"`
	Source      string   `json:"source,omitzero" doc:"The system that the claim comes from" maxLength:"200"`
	OptInAt     string   `json:"opt_in_at,omitzero" doc:"As the source has it" maxLength:"40"`
	ConfirmedAt string   `json:"confirmed_at,omitzero" doc:"As the source has it" maxLength:"40"`
}

// EventOutput is the receipt of a recorded event.
type EventOutput struct {
	ID              assent.ID              `json:"id"`
	TransactionCode assent.TransactionCode `json:"transaction_code" example:"7K2M-9QXD-3FTA"`
	Sequence        *int64                 `json:"sequence" doc:"Its place in the log; null while it waits in the spool"`
	Results         []Result               `json:"results" doc:"How each choice stands now"`
}

// Result is how one choice stands after the event.
type Result struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Status  assent.Status  `json:"status"`
}

type recordRequest struct {
	Idempotent
	Body EventInput
}

type recordResponse struct {
	Body EventOutput
}

// Idempotent is the header of a write that may be sent twice.
type Idempotent struct {
	Key string `header:"Idempotency-Key" maxLength:"200" doc:"A name of your own for this request: sent again, it gives the same answer and records nothing"`
}

func (a *API) events() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/events", id: "recordEvent", tag: "Record", scope: auth.Record, status: http.StatusCreated,
		summary: "Record an act or a fact",
		doc:     "One act is one event with one transaction code. What another system reports is a claim: it is weighed and graded as such.",
	}, a.record)
}

func (a *API) record(ctx context.Context, in *recordRequest) (*recordResponse, error) {
	act, err := a.act(in.Body)
	if err != nil {
		return nil, err
	}
	act.Actor, act.IdempotencyKey = caller(ctx).Actor(), in.Key
	receipt, err := a.Intake.Record(ctx, a.Org, act)
	if err != nil {
		return nil, inContact(err)
	}
	return &recordResponse{receiptOf(receipt)}, nil
}

// act turns the input into an act of intake.
func (a *API) act(in EventInput) (intake.Act, error) {
	act := intake.Act{
		Type: in.Type, Contact: in.Contact.given(), GranularOffered: in.GranularOffered,
		Occurred: in.OccurredAt, Method: in.Method, Strength: in.Strength, CollectionPoint: in.CollectionPoint,
		Attributes: in.Attributes.given(), Facts: in.Facts, Personal: in.Personal,
	}
	for _, c := range in.Choices {
		act.Choices = append(act.Choices, intake.ActChoice{Purpose: c.Purpose, Channel: c.Channel, Topics: c.Topics, Party: c.Party, Terms: c.Terms.given()})
	}
	if in.Scope != nil {
		scope := in.Scope.full()
		act.Scope = &scope
	}
	if n := in.Notice; n != nil {
		act.Notice = intake.Notice{ID: n.ID, Version: n.Version, Language: n.Language}
	}
	if e := in.Evidence; e != nil {
		act.Evidence = &assent.Evidence{Wording: e.Wording, Shown: e.Shown, Attachments: e.Attachments,
			Source: e.Source, OptIn: e.OptInAt, Confirmed: e.ConfirmedAt}
	}
	asClaimed(&act)
	return act, a.payload(in, &act)
}

// asClaimed takes what was done on somebody else's pages for what it is to us: a claim, with the
// strength that such an act would have and the method kept in its evidence.
func asClaimed(act *intake.Act) {
	if act.Method.Source() != assent.Own || act.Method == assent.Automatic || !act.Method.Known() {
		return
	}
	if act.Strength == "" {
		act.Strength, _ = assent.Prove(act.Method, "", true)
	}
	e := assent.Evidence{}
	if act.Evidence != nil {
		e = *act.Evidence
	}
	e.Source = strings.TrimSuffix(string(act.Method)+": "+e.Source, ": ")
	act.Evidence, act.Method = &e, assent.ViaAPI
}

func receiptOf(r intake.Receipt) EventOutput {
	out := EventOutput{ID: r.Event, TransactionCode: r.Code, Results: make([]Result, 0, len(r.Results))}
	if r.Number >= 0 {
		out.Sequence = &r.Number
	}
	for _, res := range r.Results {
		out.Results = append(out.Results, Result{res.Purpose, res.Channel, res.Status})
	}
	return out
}
