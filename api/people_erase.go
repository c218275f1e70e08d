package api

import (
	"context"
	"net/http"
	"time"

	"assent"
	"assent/auth"
	"assent/rights"
)

type eraseRequest struct {
	Idempotent
	ID     string     `path:"id" maxLength:"36"`
	Reason string     `query:"reason" enum:"request,retention,unlawful,mistake" default:"request" doc:"Why: she asks for it, her data are kept no longer, they were not processed lawfully, they were recorded by mistake"`
	Way    rights.Way `query:"way" enum:"api,email,letter,phone,in_person,representative" default:"api" doc:"How she asked, for the log of requests"`
	Wait   bool       `query:"wait" doc:"In 24 hours instead of now; until then it can be called off"`
}

type eraseResponse struct {
	Status int
	Body   EraseOutput
}

// EraseOutput says where an erasure stands in the log, or when it will.
type EraseOutput struct {
	ID              assent.ID              `json:"id,omitzero"`
	TransactionCode assent.TransactionCode `json:"transaction_code,omitzero" example:"7K2M-9QXD-3FTA"`
	Sequence        *int64                 `json:"sequence,omitempty" doc:"Its place in the log"`
	DueAt           *time.Time             `json:"due_at,omitempty" doc:"When it will be carried out"`
}

func (a *API) erasures() {
	register(a, operation{
		method: http.MethodDelete, path: "/v1/people/{id}", id: "erasePerson", tag: "People", scope: auth.Erase,
		summary: "Erase a person",
		doc: "GDPR art. 17. Her personal values are destroyed; that she said no stays, so that nobody writes to her again. " +
			"Of somebody who is erased already, this answers with the receipt of then; with `wait`, 202 and the time.",
	}, a.erase)
	register(a, operation{
		method: http.MethodDelete, path: "/v1/people/{id}/erasure", id: "callOffErasure", tag: "People", scope: auth.Erase, status: http.StatusNoContent,
		summary: "Call off an erasure that waits",
	}, a.callOff)
}

func (a *API) erase(ctx context.Context, in *eraseRequest) (*eraseResponse, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	if in.Wait {
		return a.eraseLater(ctx, id, in.Way)
	}
	erasing := rights.Erasing{Person: id, Actor: caller(ctx).Actor(), Key: in.Key, Source: "reason: " + in.Reason}
	if in.Reason == "request" {
		erasing.Way = in.Way
	}
	r, err := a.People.Erase(ctx, a.Org, a.Intake, erasing)
	if err != nil {
		return nil, err
	}
	return &eraseResponse{http.StatusOK, EraseOutput{ID: r.Event, TransactionCode: r.Code, Sequence: &r.Number}}, nil
}

func (a *API) eraseLater(ctx context.Context, id assent.ID, way rights.Way) (*eraseResponse, error) {
	p, err := a.People.See(ctx, a.Org, id)
	if err != nil {
		return nil, err
	}
	if p.Erased != nil {
		return nil, assent.Problemf("PERSON_ERASED", "This person is erased already.").OfKind(assent.Conflict)
	}
	due, err := a.People.AskErasureBy(ctx, a.Org, id, way)
	if err != nil {
		return nil, err
	}
	return &eraseResponse{http.StatusAccepted, EraseOutput{DueAt: &due}}, nil
}

func (a *API) callOff(ctx context.Context, in *personRequest) (*struct{}, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	waited, err := a.People.CallOffErasure(ctx, a.Org, id)
	if err == nil && !waited {
		err = assent.Problemf("NO_ERASURE_WAITS", "No erasure of this person waits.").OfKind(assent.NotFound)
	}
	return nil, err
}
