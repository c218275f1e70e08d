package web

import (
	"maps"
	"net/http"
	"strings"
)

// bodyLimit bounds what a page accepts: its largest form has a few dozen short fields.
const bodyLimit = 64 << 10

// policy lets a page load its own sheets and images and send its forms home, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands before every page: headers, cross-site posts, the size of the body, panics.
//
// Addresses hold tokens, so nothing is cached and no other site is told where a visitor comes from.
// A form of ours may only be posted from our pages; three addresses are open to all: the withdrawal,
// whose token is its permission and which mail programs post to (RFC 8058 §3.1), the
// start of a sign-up, which records nothing and checks the origin itself, and the side door, whose form is
// signed for the site that sends it.
func (s *site) guard(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	own.AddInsecureBypassPattern("/u/{token}")
	own.AddInsecureBypassPattern("/f/{form}/start")
	own.AddInsecureBypassPattern("/portal")
	if s.origin != "" {
		_ = own.AddTrustedOrigin(s.origin) // behind a proxy the Host may differ; cmd has checked the address
	}
	own.SetDenyHandler(http.HandlerFunc(s.foreign))
	next = s.catch(own.Handler(next))
	head := s.head()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), head)
		limit := int64(bodyLimit)
		if strings.HasPrefix(r.URL.Path, "/in/") {
			limit = reportLimit
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// head is what the head of every answer says. Its values are shared by all answers: whoever sets or adds one makes it anew.
func (s *site) head() http.Header {
	h := http.Header{}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
	h.Set("Cache-Control", "no-store")
	if s.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return h
}

// catch turns a panic of ours into a page. The address is not logged: it may hold a token.
func (s *site) catch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.Log.Error("a page failed", "page", pageOf(r), "panic", p)
				s.fault(w, r, http.StatusInternalServerError, "internal")
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// pageOf names the kind of page for the log, without what follows in the address.
func pageOf(r *http.Request) string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return r.Method + " /" + kind
}

// foreign answers a form that was posted from another site.
func (s *site) foreign(w http.ResponseWriter, r *http.Request) {
	s.fault(w, r, http.StatusForbidden, "origin")
}
