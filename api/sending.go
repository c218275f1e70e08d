package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"assent"
	"assent/auth"
	"assent/dispatch"
	"assent/mail"

	"github.com/danielgtaylor/huma/v2"
)

// LinksInput asks for the links of a mail that another product sends.
type LinksInput struct {
	Contact ContactInput `json:"contact"`
	Purpose string       `json:"purpose" maxLength:"63"`
	Page    string       `json:"page,omitzero" maxLength:"63" doc:"Variant of the pages that the links lead to; missing: the default"`
}

// LinksOutput are the links of one mail, and the headers that make it leave with one click.
type LinksOutput struct {
	UnsubscribeURL string            `json:"unsubscribe_url"`
	PreferencesURL string            `json:"preferences_url"`
	Headers        map[string]string `json:"headers" doc:"List-Unsubscribe and List-Unsubscribe-Post (RFC 8058); cover both by DKIM"`
}

// MessageInput is a mail to send.
type MessageInput struct {
	Contact ContactInput   `json:"contact"`
	Channel assent.Channel `json:"channel" enum:"email"`
	Purpose string         `json:"purpose" maxLength:"63"`
	Brand   string         `json:"brand,omitzero" maxLength:"63"`
	Page    string         `json:"page,omitzero" maxLength:"63" doc:"Variant of the pages that the links lead to; missing: the default"`
	Subject string         `json:"subject" minLength:"1" maxLength:"500"`
	HTML    string         `json:"html,omitzero" maxLength:"1000000"`
	Text    string         `json:"text,omitzero" maxLength:"1000000"`

	MessageKind       assent.MessageKind `json:"message_kind,omitzero" enum:"own_marketing,partner_marketing,charity_own,charity_other,service,reconfirm,doi_confirmation,optout_confirmation" doc:"Missing: as the purpose's kind says"`
	ContainsPromotion bool               `json:"contains_promotion,omitzero" doc:"A service message that also promotes something"`
	Facts             *ClaimedFacts      `json:"facts,omitempty" doc:"As for /v1/decisions"`
}

// MessageOutput says that the mail was handed over.
type MessageOutput struct {
	Event           assent.ID              `json:"event" doc:"The event message.sent"`
	TransactionCode assent.TransactionCode `json:"transaction_code"`
	Decision        Decision               `json:"decision"`
}

// DeniedMessage is the problem of a mail that may not be sent, and the decision itself.
type DeniedMessage struct {
	Problem
	Decision
}

type linksRequest struct{ Body LinksInput }

type linksResponse struct{ Body LinksOutput }

type messageRequest struct {
	Idempotent
	Body MessageInput
}

type messageResponse struct{ Body MessageOutput }

func (a *API) sending() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/links", id: "makeLinks", tag: "Send", scope: auth.Decide,
		summary: "Links and headers for a mail that another product sends",
		doc:     "Decides nothing: ask /v1/decisions first.",
	}, a.makeLinks)
	register(a, operation{
		method: http.MethodPost, path: "/v1/messages", id: "sendMessage", tag: "Send", scope: auth.Send,
		status: http.StatusAccepted, limit: 4 << 20,
		summary: "Send a mail, if it may be sent",
		doc: "Decides at the moment of sending. Allowed: adds the footer that the law asks for and the one-click headers, signs, hands over, " +
			"and records message.sent. Denied: 409 with the decision, and nothing is sent.",
	}, a.send)
	registry := a.huma.OpenAPI().Components.Schemas
	a.huma.OpenAPI().Paths["/v1/messages"].Post.Responses["409"] = &huma.Response{
		Description: "Denied: the problem and the decision in one; nothing was sent",
		Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: registry.Schema(reflect.TypeFor[DeniedMessage](), true, "")},
		},
	}
}

func (a *API) makeLinks(ctx context.Context, in *linksRequest) (*linksResponse, error) {
	l, err := a.Dispatch.Links(ctx, a.Org, in.Body.Contact.given(), in.Body.Purpose, in.Body.Page)
	if err != nil {
		return nil, inContact(err)
	}
	return &linksResponse{LinksOutput{l.UnsubscribeURL, l.PreferencesURL, l.Headers}}, nil
}

func (a *API) send(ctx context.Context, in *messageRequest) (*messageResponse, error) {
	m := in.Body
	if m.HTML == "" && m.Text == "" {
		return nil, assent.Problemf("MISSING_FIELD", "A message needs text, html, or both.").In("text")
	}
	sent, err := a.Dispatch.Send(ctx, a.Org, dispatch.Message{
		Contact: m.Contact.given(), Purpose: m.Purpose, Brand: m.Brand, Page: m.Page, Kind: m.MessageKind,
		Subject: m.Subject, HTML: m.HTML, Text: m.Text, ContainsPromotion: m.ContainsPromotion, Facts: m.Facts.given(),
		Actor: caller(ctx).Actor(), IdempotencyKey: in.Key,
	})
	var denied *dispatch.Denied
	if errors.As(err, &denied) {
		return nil, deniedMessage(denied.Decision)
	}
	var refusal *mail.Refusal
	if errors.As(err, &refusal) {
		return nil, refused(refusal)
	}
	if err != nil {
		return nil, inContact(err)
	}
	return &messageResponse{MessageOutput{sent.Event, sent.Code, decisionOf(sent.Decision)}}, nil
}

// refused says that the next mail server did not take the mail. Its own words may hold the
// address and are not repeated.
func refused(r *mail.Refusal) *Problem {
	advice := "Try again later."
	if mail.Permanent(r) {
		advice = "Sending it again will not help; the codes of RFC 5321 and RFC 3463 say why."
	}
	return problem(http.StatusBadGateway, "MAIL_REFUSED", fmt.Sprintf("Nothing was sent: %s. %s", r, advice))
}

func deniedMessage(d assent.Decision) *DeniedMessage {
	return &DeniedMessage{
		*problem(http.StatusConflict, "DENIED", "This message may not be sent: "+string(d.Reason)+". Nothing was sent."),
		decisionOf(d),
	}
}
