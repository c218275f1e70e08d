package api

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// refuse answers a request that no route takes. The mux's own handler knows whether the path
// or only the method is unknown; its plain text becomes a problem.
func refuse(w http.ResponseWriter, r *http.Request, mux http.Handler) {
	said := overheard{header: http.Header{}}
	mux.ServeHTTP(&said, r)
	if allow := said.header.Get("Allow"); said.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", allow)
		write(w, problem(said.status, "HTTP_METHOD_NOT_ALLOWED", fmt.Sprintf("This address takes %s, not %s.", allow, method(r))))
		return
	}
	write(w, problem(http.StatusNotFound, "NO_SUCH_ROUTE", "There is nothing at this address; /openapi.json lists every address that there is."))
}

// overheard is a ResponseWriter that keeps the head of an answer and drops its body.
type overheard struct {
	header http.Header
	status int
}

func (o *overheard) Header() http.Header         { return o.header }
func (o *overheard) WriteHeader(status int)      { o.status = status }
func (o *overheard) Write(b []byte) (int, error) { return len(b), nil }

// method returns the request's method, but for nonsense.
func method(r *http.Request) string {
	if len(r.Method) > 10 {
		return "this method"
	}
	return r.Method
}

// write sends a problem.
func write(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	if p.passes() {
		w.Header().Set("Retry-After", retryAfter)
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader may be gone; there is nobody to tell
}

// fail answers a plain handler's error.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p, known := problemOf(err)
	if !known {
		a.Log.ErrorContext(r.Context(), "internal error", "operation", r.Pattern, "error", err)
	}
	write(w, p)
}

// recover answers a request whose handler panicked.
func (a *API) recover(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil {
		if v == http.ErrAbortHandler {
			panic(v)
		}
		a.fail(w, r, fmt.Errorf("panic: %v", v))
	}
}
