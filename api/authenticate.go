package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"assent/auth"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// callerKey is where the recognised key stands in a request's context.
type callerKey struct{}

// caller returns the key that a request came with.
func caller(ctx context.Context) auth.Key {
	k, _ := ctx.Value(callerKey{}).(auth.Key)
	return k
}

// authenticate recognises the key of a request and requires the scope, before anything else
// of the request is read.
func (a *API) authenticate(scope auth.Scope) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		key, err := a.Keys.Verify(ctx.Context(), a.Org, Bearer(ctx.Header("Authorization")))
		if err == nil {
			err = key.Require(scope)
		}
		if err != nil {
			r, w := humago.Unwrap(ctx)
			a.turnAway(w, r, err)
			return
		}
		next(huma.WithValue(ctx, callerKey{}, key))
	}
}

// turnAway answers 401 to a request whose key is not good (RFC 6750 §3), 403 to one whose key
// lacks the scope.
func (a *API) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	p, known := problemOf(err)
	if !known {
		a.fail(w, r, err)
		return
	}
	for _, bad := range []error{auth.ErrNoKey, auth.ErrUnknownKey, auth.ErrRevokedKey} {
		if errors.Is(err, bad) {
			p.Status, p.Title = http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized)
			w.Header().Set("WWW-Authenticate", `Bearer realm="assent"`)
		}
	}
	write(w, p)
}

// Bearer returns the token of an Authorization header, "" if it holds none. The scheme's name
// is not case-sensitive (RFC 9110 §11.1).
func Bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
