package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
	"assent/intake"
	"assent/rights"
)

// Lookup names a person by one of her addresses.
type Lookup struct {
	Email      string `json:"email,omitzero" maxLength:"254"`
	Phone      string `json:"phone,omitzero" maxLength:"40"`
	ExternalID string `json:"external_id,omitzero" maxLength:"200"`
}

type lookupRequest struct{ Body Lookup }

type personRequest struct {
	ID string `path:"id" doc:"The person's identifier, from /v1/people/lookup" maxLength:"36"`
}

type personResponse struct{ Body rights.Person }

type personEvents struct{ Body Listing[rights.Record] }

type personExport struct {
	Disposition string `header:"Content-Disposition"`
	Body        rights.Export
}

func (a *API) people() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/people/lookup", id: "lookUpPerson", tag: "People", scope: auth.Read,
		summary: "Find a person by an address", doc: "By POST, since an address is personal and has no place in a URL.",
	}, a.lookUp)
	register(a, operation{
		method: http.MethodGet, path: "/v1/people/{id}", id: "getPerson", tag: "People", scope: auth.Read,
		summary: "What is held of a person, and how each of her choices stands",
	}, a.person)
	register(a, operation{
		method: http.MethodGet, path: "/v1/people/{id}/events", id: "listEventsOfPerson", tag: "People", scope: auth.Read,
		summary: "Everything that was recorded about a person, oldest first",
	}, a.personEvents)
	register(a, operation{
		method: http.MethodGet, path: "/v1/people/{id}/export", id: "exportPerson", tag: "People", scope: auth.Read,
		summary: "A copy of all that is held of a person, to hand to her", doc: "GDPR art. 15(3) and art. 20.",
	}, a.exportPerson)
	register(a, operation{
		method: http.MethodDelete, path: "/v1/people/{id}", id: "erasePerson", tag: "People", scope: auth.Erase,
		summary: "Erase a person", doc: "GDPR art. 17. Her personal values are destroyed; that she said no stays, so that nobody writes to her again.",
	}, a.erase)
}

func (a *API) lookUp(ctx context.Context, in *lookupRequest) (*personResponse, error) {
	id, err := a.People.Find(ctx, a.Org, assent.Contactable{Email: in.Body.Email, Phone: in.Body.Phone, ExternalID: in.Body.ExternalID})
	if err != nil {
		return nil, err
	}
	p, err := a.People.See(ctx, a.Org, id)
	return &personResponse{p}, err
}

func (a *API) person(ctx context.Context, in *personRequest) (*personResponse, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := a.People.See(ctx, a.Org, id)
	return &personResponse{p}, err
}

func (a *API) personEvents(ctx context.Context, in *personRequest) (*personEvents, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	events, err := a.People.Events(ctx, a.Org, id)
	return &personEvents{Listing[rights.Record]{present(events)}}, err
}

func (a *API) exportPerson(ctx context.Context, in *personRequest) (*personExport, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	export, err := a.People.Export(ctx, a.Org, id)
	return &personExport{`attachment; filename="person.json"`, export}, err
}

type eraseRequest struct {
	Idempotent
	ID string `path:"id" maxLength:"36"`
}

func (a *API) erase(ctx context.Context, in *eraseRequest) (*recordResponse, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	receipt, err := a.Intake.Record(ctx, a.Org, intake.Act{
		Type: assent.PersonErased, Person: id, Actor: caller(ctx).Actor(), IdempotencyKey: in.Key,
	})
	if err != nil {
		return nil, err
	}
	return &recordResponse{receiptOf(receipt)}, nil
}

// personID reads a person's identifier. What is none names nobody.
func personID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, rights.ErrNobody
	}
	return id, nil
}
