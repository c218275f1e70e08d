package web

import (
	"net/http"

	"assent"
	"assent/link"
)

// The one cookie: it tells the browser that signed up from every other, so that her press on the
// button is proof of the highest grade. It names the sign-up's event, sealed, and nothing else; it
// is set whether the address was known or not, read on confirm pages, and ends with the link.

// cookieName has the prefix by which browsers guarantee that only this host, over TLS, has set it.
func (s *site) cookieName() string {
	if s.secure {
		return "__Host-signup"
	}
	return "signup"
}

func (s *site) remember(w http.ResponseWriter, request assent.ID) {
	http.SetCookie(w, s.cookie(s.Links.Seal(link.SignUp, request[:], s.Now()), int(link.SignUp.Life().Seconds())))
}

func (s *site) forget(w http.ResponseWriter) { http.SetCookie(w, s.cookie("", -1)) }

func (s *site) cookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: value, MaxAge: seconds, Path: "/",
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// sameBrowser reports whether the request comes from the browser that made this sign-up.
func (s *site) sameBrowser(r *http.Request, request assent.ID) bool {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return false
	}
	payload, _, err := s.Links.Open(link.SignUp, c.Value, s.Now())
	return err == nil && string(payload) == string(request[:])
}
