package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
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

type personCSV struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

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
		method: http.MethodGet, path: "/v1/people/{id}/export.csv", id: "exportPersonAsCSV", tag: "People", scope: auth.Read,
		summary: "The same copy as one table", doc: "For spreadsheets: each line says what kind of record it is.",
		adjust: answersWith("text/csv", "The table"),
	}, a.exportPersonCSV)
	a.erasures()
	a.requests()
	a.retention()
}

func (a *API) lookUp(ctx context.Context, in *lookupRequest) (*personResponse, error) {
	id, err := a.People.Find(ctx, a.Org, assent.Contactable{Email: in.Body.Email, Phone: in.Body.Phone, ExternalID: in.Body.ExternalID})
	if err != nil {
		return nil, err
	}
	return a.show(ctx, id)
}

func (a *API) person(ctx context.Context, in *personRequest) (*personResponse, error) {
	id, err := personID(in.ID)
	if err != nil {
		return nil, err
	}
	return a.show(ctx, id)
}

// show leaves the trace of who is shown what before it is shown.
func (a *API) show(ctx context.Context, id assent.ID) (*personResponse, error) {
	if err := a.People.Show(ctx, a.Org, id, caller(ctx).Actor(), rights.ShownPerson); err != nil {
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
	if err := a.People.Show(ctx, a.Org, id, caller(ctx).Actor(), rights.ShownEvents); err != nil {
		return nil, err
	}
	events, err := a.People.Events(ctx, a.Org, id)
	return &personEvents{Listing[rights.Record]{present(events)}}, err
}

func (a *API) exportPerson(ctx context.Context, in *personRequest) (*personExport, error) {
	export, err := a.copyOf(ctx, in.ID)
	return &personExport{`attachment; filename="person.json"`, export}, err
}

func (a *API) exportPersonCSV(ctx context.Context, in *personRequest) (*personCSV, error) {
	export, err := a.copyOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	table, err := export.CSV()
	return &personCSV{"text/csv; charset=utf-8", `attachment; filename="person.csv"`, table}, err
}

func (a *API) copyOf(ctx context.Context, named string) (rights.Export, error) {
	id, err := personID(named)
	if err != nil {
		return rights.Export{}, err
	}
	if err := a.People.Show(ctx, a.Org, id, caller(ctx).Actor(), rights.ShownExport); err != nil {
		return rights.Export{}, err
	}
	return a.People.Export(ctx, a.Org, id)
}

// personID reads a person's identifier. What is none names nobody.
func personID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, rights.ErrNobody
	}
	return id, nil
}
