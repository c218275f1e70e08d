package api

import (
	"context"
	"net/http"

	"assent"
)

// Health says that the house can do what it was asked about.
type Health struct {
	Status string `json:"status" example:"ok"`
}

type readyRequest struct {
	For string `query:"for" enum:"unsubscribe" doc:"Only this ability; missing: all"`
}

type healthResponse struct{ Body Health }

func (a *API) health() {
	register(a, operation{
		method: http.MethodGet, path: "/livez", id: "live", tag: "Health", summary: "The process answers",
	}, func(context.Context, *struct{}) (*healthResponse, error) { return &healthResponse{Health{"ok"}}, nil })
	register(a, operation{
		method: http.MethodGet, path: "/readyz", id: "ready", tag: "Health",
		summary: "The house can do its work", doc: "503 if it cannot. A load balancer asks `for=unsubscribe` on those paths, which stay open longest.",
	}, func(ctx context.Context, in *readyRequest) (*healthResponse, error) {
		if err := a.Ready(ctx, in.For); err != nil {
			if _, known := assent.AsProblem(err); known {
				return nil, err
			}
			a.Log.WarnContext(ctx, "not ready", "error", err)
			return nil, assent.Problemf("NOT_READY", "The database does not answer; nothing can be recorded or decided now.").OfKind(assent.Unavailable)
		}
		return &healthResponse{Health{"ok"}}, nil
	})
}
