package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"assent"
	"assent/auth"
	"assent/rights"

	"github.com/danielgtaylor/huma/v2"
)

type retentionRequest struct {
	Until assent.Day `query:"until" format:"date" doc:"The last day to look at, two years ahead at most; missing: today, who is due now"`
}

type retentionResponse struct{ Body RetentionOutput }

// RetentionOutput lists who is due.
type RetentionOutput struct {
	Due  []rights.Due `json:"due"`
	More bool         `json:"more,omitzero" doc:"There are others; ask for an earlier day"`
}

// dueLimit is how many are listed at most.
const dueLimit = 10_000

func (a *API) retention() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/retention", id: "listDue", tag: "People", scope: auth.Read,
		summary: "Who must be erased, or asked again, by a day",
		doc: "To erase: nothing was heard of her for as long as the settings or the law of her country allow to keep her. To ask: the basis of a purpose ends on that " +
			"day, and still covers a question today. Nothing is done by itself, unless the settings say that the silent are erased. Everyone on record is looked at.",
	}, a.listDue)
}

func (a *API) listDue(ctx context.Context, in *retentionRequest) (*retentionResponse, error) {
	until := cmp.Or(in.Until, assent.DayOf(a.Now()))
	if until > assent.DayOf(a.Now().AddDate(2, 0, 0)) {
		return nil, assent.Problemf("TOO_FAR", "Look two years ahead at most.").In("until")
	}
	out := RetentionOutput{Due: []rights.Due{}}
	err := a.People.Due(ctx, a.Org, a.Ahead, until, func(d rights.Due) error {
		if out.More = len(out.Due) == dueLimit; out.More {
			return errEnough
		}
		out.Due = append(out.Due, d)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return &retentionResponse{out}, err
}

var errEnough = errors.New("enough are listed")

// answersWith says what an operation answers that is not JSON.
func answersWith(mediaType, what string) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: what, Content: map[string]*huma.MediaType{mediaType: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
	}
}
