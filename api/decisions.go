package api

import (
	"context"
	"net/http"
	"time"

	"assent"
	"assent/auth"
)

// Asked is a question without its contact.
type Asked struct {
	Channel           assent.Channel     `json:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post"`
	Purpose           string             `json:"purpose" maxLength:"63" example:"newsletter"`
	Brand             string             `json:"brand,omitzero" maxLength:"63" doc:"Missing: the purpose's"`
	MessageKind       assent.MessageKind `json:"message_kind,omitzero" enum:"own_marketing,partner_marketing,charity_own,charity_other,service,reconfirm,doi_confirmation,optout_confirmation" doc:"Missing: as the purpose's kind says"`
	Partner           string             `json:"partner,omitzero" maxLength:"63" doc:"The sender of a partner message"`
	ContainsPromotion bool               `json:"contains_promotion,omitzero" doc:"A service message or confirmation that also promotes something"`
	At                time.Time          `json:"at,omitzero" doc:"The moment asked about; missing: now"`
	KnownAt           time.Time          `json:"known_at,omitzero" doc:"Answer with what was recorded by then; missing: with all"`
	Facts             *ClaimedFacts      `json:"facts,omitempty" doc:"Relationship, register and message facts to add to what is recorded; consents and noes cannot be added"`
	Explain           assent.Explain     `json:"explain,omitzero" enum:"none,codes,full" doc:"How much of the reasoning to give; missing: codes"`
	Language          string             `json:"language,omitzero" maxLength:"35" doc:"Of the texts; missing: the person's"`
	Sending           bool               `json:"sending,omitzero" doc:"The message is about to be sent if the answer is yes: a no is counted among the messages stopped"`
}

// ClaimedFacts are what the asker adds to what is recorded.
type ClaimedFacts struct {
	Facts         map[string]string     `json:"facts,omitempty" maxProperties:"50" doc:"By the fact names of docs/facts.md"`
	Relationships []RelationshipPayload `json:"relationships,omitempty" maxItems:"50"`
	Registers     []RegisterPayload     `json:"registers,omitempty" maxItems:"50"`
	Attributes    *AttributesInput      `json:"attributes,omitempty"`
}

// DecisionInput asks whether one message may be sent to one person.
type DecisionInput struct {
	Contact ContactInput `json:"contact"`
	Asked
}

type decisionRequest struct{ Body DecisionInput }

type decisionResponse struct{ Body Decision }

func (a *API) decisions() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/decisions", id: "decide", tag: "Decide", scope: auth.Decide,
		summary: "May this message be sent to this person, now?",
		doc: "Answers 200 for allow and for deny. `valid_until` is the first instant at which the answer flips by itself; " +
			"`position` is the length of the log that it reflects.",
	}, a.decide)
	a.batches()
}

func (a *API) decide(ctx context.Context, in *decisionRequest) (*decisionResponse, error) {
	q := in.Body.question()
	q.Contact = in.Body.Contact.given()
	d, err := a.Decide.MaySend(ctx, a.Org, q)
	if err != nil {
		return nil, inContact(err)
	}
	a.tellStopped(in.Body.Asked, d)
	return &decisionResponse{decisionOf(d)}, nil
}

// tellStopped counts the noes to questions that were asked in order to send.
func (a *API) tellStopped(asked Asked, decisions ...assent.Decision) {
	if !asked.Sending || a.Stops == nil {
		return
	}
	for _, d := range decisions {
		if d.Decision == assent.Deny && d.Reason != assent.ReasonUnknownContact {
			a.Stops.Stopped(asked.Purpose, asked.Channel, d.Reason)
		}
	}
}

// question turns what was asked into a Question, without its contact.
func (in Asked) question() assent.Question {
	q := assent.Question{
		Channel: in.Channel, Purpose: in.Purpose, Brand: in.Brand, Kind: in.MessageKind, Partner: in.Partner,
		ContainsPromotion: in.ContainsPromotion, At: in.At, KnownAt: in.KnownAt,
		Facts: in.Facts.given(), Explain: in.Explain, Language: in.Language,
	}
	if q.Explain == "" {
		q.Explain = assent.ExplainCodes
	}
	return q
}

func (f *ClaimedFacts) given() *assent.ClaimedFacts {
	if f == nil {
		return nil
	}
	out := &assent.ClaimedFacts{Facts: f.Facts, Attributes: f.Attributes.given()}
	for _, r := range f.Relationships {
		out.Relationships = append(out.Relationships, assent.Relationship(r))
	}
	for _, r := range f.Registers {
		out.Registers = append(out.Registers, assent.RegisterCheck(r))
	}
	return out
}
