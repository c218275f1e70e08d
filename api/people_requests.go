package api

import (
	"context"
	"net/http"
	"time"

	"assent"
	"assent/auth"
	"assent/rights"
)

// RequestInput enters what a person asks for about her data.
type RequestInput struct {
	Person    string        `json:"person,omitzero" maxLength:"36" doc:"Her identifier; or contact; neither if nothing is recorded of her"`
	Contact   *ContactInput `json:"contact,omitempty"`
	Right     rights.Right  `json:"right" enum:"access,correction,erasure,restriction,portability,objection"`
	Way       rights.Way    `json:"way" enum:"own_page,api,email,letter,phone,in_person,representative"`
	Received  time.Time     `json:"received_at,omitzero" doc:"When it arrived; missing: now"`
	Reference string        `json:"reference,omitzero" maxLength:"40" doc:"Number of a file of your own; no name, no address"`
}

// AnswerInput is how a request was answered.
type AnswerInput struct {
	Outcome rights.Outcome `json:"outcome" enum:"done,partly,nothing_held,not_identified,unfounded,excessive,exempt,taken_back"`
}

// ExtensionInput is why a request takes longer.
type ExtensionInput struct {
	Reason string `json:"reason" enum:"complexity,number"`
}

type (
	requestsRequest struct {
		Open    bool       `query:"open" doc:"Only those that are not answered yet, the most pressing first"`
		Overdue bool       `query:"overdue" doc:"Of those, only the ones whose last day is over"`
		DueBy   assent.Day `query:"due_by" format:"date" doc:"Of those, only the ones due by this day"`
		Person  string     `query:"person" maxLength:"36" doc:"Only hers"`
		Before  string     `query:"before" maxLength:"36" doc:"The last request of the page before"`
	}
	newRequest    struct{ Body RequestInput }
	answerRequest struct {
		ID   string `path:"id" maxLength:"36"`
		Body AnswerInput
	}
	extendRequest struct {
		ID   string `path:"id" maxLength:"36"`
		Body ExtensionInput
	}
	requestResponse = oneItem[rights.SubjectRequest]
)

func (a *API) requests() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/requests", id: "listRequests", tag: "People", scope: auth.Read,
		summary: "What people asked for by right, and by when it must be answered",
		doc:     "The newest first, 200 at most. The log names people by their records alone and outlives their erasure.",
	}, a.listRequests)
	register(a, operation{
		method: http.MethodPost, path: "/v1/requests", id: "enterRequest", tag: "People", scope: auth.Record, status: http.StatusCreated,
		summary: "Enter a request that arrived by letter, mail or phone", doc: "It must be answered within a month (GDPR art. 12(3)). What people do on their own pages is entered by itself.",
	}, a.enterRequest)
	register(a, operation{
		method: http.MethodPost, path: "/v1/requests/{id}/answer", id: "answerRequest", tag: "People", scope: auth.Record,
		summary: "Say how a request was answered",
	}, a.answerRequest)
	register(a, operation{
		method: http.MethodPost, path: "/v1/requests/{id}/extend", id: "extendRequest", tag: "People", scope: auth.Record,
		summary: "Take two more months for a request, once", doc: "GDPR art. 12(3): she must be told of it, and why, within the first month.",
	}, a.extendRequest)
	register(a, operation{
		method: http.MethodGet, path: "/v1/people/{id}/disclosures", id: "listDisclosures", tag: "People", scope: auth.Read,
		summary: "Who was shown this person's data, and when",
	}, a.disclosures)
}

func (a *API) listRequests(ctx context.Context, in *requestsRequest) (*listed[rights.SubjectRequest], error) {
	f := rights.Filter{Open: in.Open, Overdue: in.Overdue, DueBy: in.DueBy}
	var err error
	if in.Person != "" {
		if f.Person, err = personID(in.Person); err != nil {
			return nil, err
		}
	}
	if in.Before != "" {
		if f.Before, err = requestID(in.Before); err != nil {
			return nil, err
		}
	}
	list, err := a.People.Requests(ctx, a.Org, f)
	return &listed[rights.SubjectRequest]{Listing[rights.SubjectRequest]{list}}, err
}

func (a *API) enterRequest(ctx context.Context, in *newRequest) (*requestResponse, error) {
	n := rights.NewRequest{Right: in.Body.Right, Way: in.Body.Way, Received: in.Body.Received, Reference: in.Body.Reference}
	if in.Body.Contact != nil {
		n.Contact = in.Body.Contact.given()
	}
	if in.Body.Person != "" {
		var err error
		if n.Person, err = personID(in.Body.Person); err != nil {
			return nil, err
		}
	}
	r, err := a.People.Ask(ctx, a.Org, n)
	return &requestResponse{r}, inContact(err)
}

func (a *API) answerRequest(ctx context.Context, in *answerRequest) (*requestResponse, error) {
	id, err := requestID(in.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.People.Answer(ctx, a.Org, id, caller(ctx).Actor(), in.Body.Outcome)
	return &requestResponse{r}, err
}

func (a *API) extendRequest(ctx context.Context, in *extendRequest) (*requestResponse, error) {
	id, err := requestID(in.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.People.Extend(ctx, a.Org, id, in.Body.Reason)
	return &requestResponse{r}, err
}

func (a *API) disclosures(ctx context.Context, in *personRequest) (*listed[rights.Disclosure], error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.People.Disclosures(ctx, a.Org, id)
	return &listed[rights.Disclosure]{Listing[rights.Disclosure]{list}}, err
}

// requestID reads a request's identifier. What is none names nothing.
func requestID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, rights.ErrNoRequest
	}
	return id, nil
}
