package console

import (
	"math"
	"net/http"

	"assent/auth"
	"assent/network"
)

// policy lets a screen load the console's own sheet, pictures and script, and send its forms home.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// What a form may bring: before sign-in a few short fields, afterwards a file too. A proof is only
// hashed here, and kept elsewhere.
const (
	strangersLimit = 64 << 10
	bodyLimit      = 32 << 20
)

// limit is how much a request to a route may bring, in bytes.
func (s *site) limit(r route) int64 {
	switch {
	case r.may == nobody:
		return strangersLimit
	case r.streams() && s.Imports.Most > 0: // what is beyond the bound is still read, so that the browser reads the answer
		return 2*s.Imports.Most + bodyLimit
	case r.streams():
		return math.MaxInt64
	}
	return bodyLimit
}

// streams reports whether a route reads its form by itself, as it comes, since the file in it may be large.
func (r route) streams() bool { return r.act == "imports.upload" }

// guard stands before every screen: headers, posts from other sites, panics.
func (s *site) guard(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection()
	if s.PublicURL != "" {
		_ = own.AddTrustedOrigin(s.PublicURL) // behind a proxy the Host may differ; cmd has checked the address
	}
	own.SetDenyHandler(s.gate(route{act: "foreign", may: nobody, do: func(*site, *call) error { return errForeign }}))
	next = s.catch(own.Handler(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// catch turns a panic of ours into a page.
func (s *site) catch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.Log.Error("a screen panicked", "method", r.Method, "panic", p)
				http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// cookieName has the prefix by which browsers guarantee that only this host, over TLS, has set it.
func (s *site) cookieName() string {
	if s.secure {
		return "__Host-console"
	}
	return "console"
}

// signedIn gives the browser its session.
func (s *site) signedIn(c *call, e auth.Entry) {
	s.giveCookie(c, e.Secret, int(auth.LifeFor.Seconds()))
}

func (s *site) giveCookie(c *call, value string, seconds int) {
	c.header.Add("Set-Cookie", (&http.Cookie{
		Name: s.cookieName(), Value: value, MaxAge: seconds, Path: "/",
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}).String())
}

// visitor is the browser, as the sign-in desk counts and lists it.
func (s *site) visitor(c *call) auth.Visitor {
	return auth.Visitor{Device: device(c.r.UserAgent()), Network: network.Of(c.r, s.Proxies).String(), Before: c.secret}
}
