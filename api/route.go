package api

import (
	"context"
	"net/http"

	"assent/auth"

	"github.com/danielgtaylor/huma/v2"
)

// Sizes that a request may have, in bytes.
const (
	bodyLimit  = 256 << 10 // one act, one question
	batchLimit = 8 << 20   // many
)

// operation describes one route; register completes it.
type operation struct {
	method, path string
	id           string // name in the document and in client libraries
	tag          string // chapter of the document
	summary      string
	doc          string
	scope        auth.Scope // "" for a public route
	status       int        // of success; 0 is 200
	limit        int64      // of the body; 0 is bodyLimit
	adjust       func(*huma.Operation)
}

// register adds a route: the key is checked before the body is read, the body against the
// document before the handler sees it, and an error of the handler becomes a problem.
func register[I, O any](a *API, op operation, handle func(context.Context, *I) (*O, error)) {
	h := huma.Operation{
		Method: op.method, Path: op.path, OperationID: op.id, Tags: []string{op.tag},
		Summary: op.summary, Description: op.doc, DefaultStatus: op.status, MaxBodyBytes: op.limit,
		RejectUnknownQueryParameters: true,
	}
	if h.MaxBodyBytes == 0 {
		h.MaxBodyBytes = bodyLimit
	}
	if op.scope != "" {
		h.Security = []map[string][]string{{"key": {string(op.scope)}}}
		h.Middlewares = append(h.Middlewares, a.authenticate(op.scope))
	}
	if op.adjust != nil {
		op.adjust(&h)
	}
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, op.id, err)
		}
		return out, nil
	})
}

// problem turns a handler's error into a Problem, and logs it if it is internal.
func (a *API) problem(ctx context.Context, where string, err error) error {
	if p, ok := err.(huma.StatusError); ok { //nolint:errorlint // ours is never wrapped
		return p
	}
	p, known := problemOf(err)
	if !known {
		a.Log.ErrorContext(ctx, "internal error", "operation", where, "error", err)
	}
	if p.passes() {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {retryAfter}})
	}
	return p
}
