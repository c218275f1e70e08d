package api

import (
	"context"
	"net/http"

	"assent/auth"
	"assent/changes"
)

type changesRequest struct {
	Since int64 `query:"since" minimum:"0" doc:"Where to go on: the next of the page before; missing: from the beginning"`
	Limit int   `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"How many events to look at"`
}

type changesResponse struct{ Body changes.Stretch }

func (a *API) changes() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/changes", id: "listChanges", tag: "People", scope: auth.Read,
		summary: "What changed since a position of the log",
		doc:     "Only effective changes: how a choice stood before and how it stands after. Keep `next` and ask again from there.",
	}, func(ctx context.Context, in *changesRequest) (*changesResponse, error) {
		page, err := a.Changes.Since(ctx, a.Org, in.Since, in.Limit)
		return &changesResponse{page}, err
	})
}
