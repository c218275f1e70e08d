package web

import (
	"net/http"

	"assent"
	"assent/link"
)

// Cookies, each set only when it is needed, sealed, and named by its use. "signup" tells the
// browser that signed up from every other, so that her press on the button is proof of the highest
// grade; "knock" binds a mailed code to the browser that asked for it; "session" is the browser in which the
// code was typed; "move" is a change of address that waits for its codes; "texted" is the browser that signed up with
// a phone number, in which the code is typed; "pair" is the one that signed up with an address too, and waits for both to be confirmed; "dial" is a number that waits
// for its code; "undo" is the browser in which something was stopped just now.

// cookieName has the prefix by which browsers guarantee that only this host, over TLS, has set it: no
// sister site can slip a session of its own under a visitor.
func (s *site) cookieName(use link.Use) string {
	if s.secure {
		return "__Host-" + string(use)
	}
	return string(use)
}

// give sets the cookie of a use; it ends with the token's life.
func (s *site) give(w http.ResponseWriter, use link.Use, token string) {
	http.SetCookie(w, s.cookie(use, token, int(use.Life().Seconds())))
}

func (s *site) forget(w http.ResponseWriter, use link.Use) { http.SetCookie(w, s.cookie(use, "", -1)) }

// drop forgets a cookie that the browser has.
func (v *visit) drop(s *site, use link.Use) {
	if _, err := v.r.Cookie(s.cookieName(use)); err == nil {
		s.forget(v.w, use)
	}
}

func (s *site) cookie(use link.Use, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(use), Value: value, MaxAge: seconds, Path: "/",
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// held reads the cookie of a use; not ok if it is missing, foreign or over.
func (s *site) held(r *http.Request, use link.Use) (link.Token, bool) {
	c, err := r.Cookie(s.cookieName(use))
	if err != nil {
		return link.Token{}, false
	}
	t, err := s.Links.Read(use, c.Value, s.Now())
	return t, err == nil && t.Org == s.Org
}

func (s *site) remember(w http.ResponseWriter, request assent.ID) {
	s.give(w, link.SignUp, s.Links.Make(link.SignUp, link.Token{Org: s.Org, Event: request, Issued: s.Now()}))
}

// sameBrowser reports whether the request comes from the browser that made this sign-up.
func (s *site) sameBrowser(r *http.Request, request assent.ID) bool {
	t, ok := s.held(r, link.SignUp)
	return ok && t.Event == request
}
