package api

import (
	"context"
	"fmt"
	"net/http"

	"assent"
	"assent/auth"

	"github.com/danielgtaylor/huma/v2"
)

// contactsLimit is how many contacts one batch may hold; NDJSON has no such limit.
const contactsLimit = 10_000

// BatchInput asks one question about many people.
type BatchInput struct {
	Contacts []ContactInput `json:"contacts" minItems:"1" maxItems:"10000"`
	Asked
}

// BatchOutput holds one answer for each contact, in their order.
type BatchOutput struct {
	Decisions []BatchDecision `json:"decisions"`
}

// BatchDecision is one answer of a batch. A contact that cannot be read is denied, with the
// problem beside it, and does not harm the others.
type BatchDecision struct {
	Decision
	Problem *Fault `json:"problem,omitempty" doc:"Why the contact cannot be read"`
}

type batchRequest struct{ Body BatchInput }

type batchResponse struct{ Body BatchOutput }

func (a *API) batches() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/decisions/batch", id: "decideMany", tag: "Decide", scope: auth.Decide, limit: batchLimit,
		summary: "The same question about many people",
		doc: fmt.Sprintf("Up to %d contacts as JSON. With `Content-Type: application/x-ndjson` each line is a question as for /v1/decisions, "+
			"and each line of the answer its decision, in their order and while more arrive; there is no limit to their number.", contactsLimit),
		adjust: func(op *huma.Operation) {
			op.Middlewares = append(op.Middlewares, a.streamBatch)
		},
	}, a.decideMany)
	lines := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "One JSON object per line"}}
	op := a.huma.OpenAPI().Paths["/v1/decisions/batch"].Post
	op.RequestBody.Content["application/x-ndjson"] = lines
	op.Responses["200"].Content["application/x-ndjson"] = lines
}

func (a *API) decideMany(ctx context.Context, in *batchRequest) (*batchResponse, error) {
	contacts := make([]assent.Contactable, len(in.Body.Contacts))
	for i, c := range in.Body.Contacts {
		contacts[i] = c.given()
	}
	decisions, err := a.answer(ctx, in.Body.Asked, contacts)
	return &batchResponse{BatchOutput{decisions}}, err
}

// answer decides about contacts from one snapshot, and says of each that cannot be read what
// is wrong with it.
func (a *API) answer(ctx context.Context, asked Asked, contacts []assent.Contactable) ([]BatchDecision, error) {
	q := asked.question()
	decisions, err := a.Decide.MaySendAll(ctx, a.Org, q, contacts)
	if err != nil {
		return nil, err
	}
	a.tellStopped(asked, decisions...)
	out := make([]BatchDecision, len(decisions))
	for i, d := range decisions {
		out[i].Decision = decisionOf(d)
		if d.Reason == assent.ReasonUnknownContact {
			q.Contact = contacts[i]
			_, err := a.Decide.MaySend(ctx, a.Org, q)
			out[i].Problem = faultIn(err)
		}
	}
	return out, nil
}

// faultIn is what a person can mend of an error; nil if nothing.
func faultIn(err error) *Fault {
	if p, ok := assent.AsProblem(err); ok {
		return &Fault{p.Code, p.Field, p.Detail}
	}
	return nil
}

// unanswered is the answer about a contact that cannot be read: no.
func (a *API) unanswered(p *Problem) BatchDecision {
	return BatchDecision{
		Decision: decisionOf(assent.Denied(assent.ReasonUnknownContact, a.Now().UTC())),
		Problem:  &Fault{p.Code, p.Field, p.Detail},
	}
}
