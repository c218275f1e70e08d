package api

import (
	"context"
	"net/http"

	"assent/auth"
	"assent/prove"

	"github.com/danielgtaylor/huma/v2"
)

type proofRequest struct {
	Event string      `path:"event" doc:"The event's identifier or its transaction code" maxLength:"40"`
	Share prove.Share `query:"share" enum:"person,regulator,minimal" default:"person" doc:"For whom: the person sees all that the event holds of her, a regulator her address, minimal nothing personal"`
}

type proofResponse struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) proofs() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/proofs/{event}", id: "proveEvent", tag: "Prove", scope: auth.Read,
		summary: "The proof bundle of one event",
		doc: "A file that `assent verify` checks without a database or network. Keep its bytes as they are: each of them is bound. " +
			"An event is under a signed checkpoint within a second of being recorded; until then this answers 503.",
		adjust: func(op *huma.Operation) {
			op.Responses = map[string]*huma.Response{"200": {
				Description: "The bundle, of format assent-proof/1",
				Content:     map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}}},
			}}
		},
	}, a.prove)
}

func (a *API) prove(ctx context.Context, in *proofRequest) (*proofResponse, error) {
	bundle, err := a.Proofs.Prove(ctx, a.Org, in.Event, in.Share)
	if err != nil {
		return nil, err
	}
	return &proofResponse{"application/json", `attachment; filename="proof.json"`, bundle}, nil
}
