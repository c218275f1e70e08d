package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/imports"
)

// ImportInput is a file to take over.
type ImportInput struct {
	Name     string         `json:"name" maxLength:"200" doc:"Of the file; Mailchimp's says which contacts it holds"`
	CSV      string         `json:"csv" doc:"The file"`
	Settings ImportSettings `json:"settings" doc:"What the file does not say"`
}

// ImportSettings say what the file does not.
type ImportSettings imports.Settings

// ImportReport sums a run up.
type ImportReport imports.Report

// Import is an import as it stands.
type Import struct {
	ID       assent.ID      `json:"id"`
	Stage    imports.Stage  `json:"stage" enum:"uploaded,trying,tried,running,taking,done,undoing,undone,dropped"`
	Name     string         `json:"name" doc:"Of the file"`
	Settings ImportSettings `json:"settings"`
	Report   *ImportReport  `json:"report,omitempty" doc:"Of the dry run, then of the run"`
	Run      string         `json:"run,omitzero" doc:"Batch of its events"`
	People   int            `json:"people,omitzero" doc:"For how many it was undone"`
	Wrong    string         `json:"wrong,omitzero" doc:"Why it could not be done, in a sentence"`
	Created  time.Time      `json:"created_at"`
	Changed  time.Time      `json:"changed_at"`
}

func importOf(j imports.Job) Import {
	return Import{
		j.ID, j.Stage, j.Name, ImportSettings(j.Settings), (*ImportReport)(j.Report), j.Run, j.People, j.Wrong, j.Created, j.Changed,
	}
}

type importRequest struct{ Body ImportInput }

type importResponse struct{ Body Import }

type importNamed struct {
	ID string `path:"id" maxLength:"36"`
}

// importLimit is how large a file may be, in bytes; a larger one is taken with the verb import.
const importLimit = 32 << 20

func (a *API) imports() {
	const doc = "What people said elsewhere is taken as a claim: a yes without a time is not taken, a no always is, nobody is revived and no mail is sent."
	register(a, operation{
		method: http.MethodPost, path: "/v1/imports", id: "createImport", tag: "Imports", scope: auth.Record, status: http.StatusCreated, limit: importLimit,
		summary: "Bring a file and have it tried; nothing is recorded yet",
		doc:     doc + " The dry run is done in the background: when the stage is tried, the report says what would become of each line.",
	}, a.createImport)
	register(a, operation{
		method: http.MethodGet, path: "/v1/imports", id: "listImports", tag: "Imports", scope: auth.Read,
		summary: "The latest imports, the latest first", doc: doc,
	}, a.listImports)
	register(a, operation{
		method: http.MethodGet, path: "/v1/imports/{id}", id: "getImport", tag: "Imports", scope: auth.Read,
		summary: "How an import stands, with its report", doc: doc,
	}, a.onImport(a.Imports.Job))
	register(a, operation{
		method: http.MethodPost, path: "/v1/imports/{id}/start", id: "startImport", tag: "Imports", scope: auth.Record,
		summary: "Run an import that was tried", doc: "It is done in the background, and goes on after an interruption without doubling anything.",
	}, a.onImport(a.Imports.Start))
	register(a, operation{
		method: http.MethodPost, path: "/v1/imports/{id}/undo", id: "undoImport", tag: "Imports", scope: auth.Record,
		summary: "Undo an import that was run",
		doc:     "The consents and dealings that it brought count no more; its noes stay, and so does whatever people said themselves. It cannot be taken back.",
	}, a.onImport(a.Imports.Undo))
}

func (a *API) createImport(ctx context.Context, in *importRequest) (*importResponse, error) {
	j, err := a.Imports.Upload(ctx, a.Org, assent.ID{}, in.Body.Name, strings.NewReader(in.Body.CSV))
	if err != nil {
		return nil, err
	}
	tried, err := a.Imports.Try(ctx, a.Org, j.ID, imports.Settings(in.Body.Settings))
	if err != nil {
		if _, dropped := a.Imports.Drop(ctx, a.Org, j.ID); dropped != nil {
			return nil, dropped
		}
		return nil, err
	}
	return &importResponse{importOf(tried)}, nil
}

func (a *API) listImports(ctx context.Context, _ *struct{}) (*listed[Import], error) {
	all, err := a.Imports.Jobs(ctx, a.Org, assent.ID{})
	if err != nil {
		return nil, err
	}
	out := []Import{}
	for _, j := range all {
		out = append(out, importOf(j))
	}
	return &listed[Import]{Listing[Import]{out}}, nil
}

// onImport is a route that does one thing to one import.
func (a *API) onImport(do func(ctx context.Context, org, id assent.ID) (imports.Job, error)) func(context.Context, *importNamed) (*importResponse, error) {
	return func(ctx context.Context, in *importNamed) (*importResponse, error) {
		id, err := assent.ParseID(in.ID)
		if err != nil {
			return nil, imports.ErrNoJob
		}
		j, err := do(ctx, a.Org, id)
		return &importResponse{importOf(j)}, err
	}
}
