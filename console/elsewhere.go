package console

import (
	"net/http"

	"assent"
	"assent/auth"
)

func elsewhereRoutes() []route {
	return []route{
		{"elsewhere", "GET /signin/elsewhere", nobody, (*site).setOut},
		{"elsewhere", "GET /signin/callback", nobody, (*site).arrive},
	}
}

var errNoProvider = assent.Problemf("NO_PROVIDER", "No sign-in elsewhere is set up here.").OfKind(assent.NotFound)

// elsewhereCookie holds the state of a sign-in at the provider.
func (s *site) elsewhereCookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName() + "-elsewhere", Value: value, MaxAge: seconds, Path: "/",
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// setOut leads the browser to the provider.
func (s *site) setOut(c *call) error {
	if s.Provider == nil {
		return errNoProvider
	}
	address, cookie, err := s.Staff.SetOut(c.r.Context(), s.Provider, c.r.URL.Query().Get("to"))
	if err != nil {
		return err
	}
	c.header.Add("Set-Cookie", s.elsewhereCookie(cookie, 600).String())
	c.header.Set("Location", address)
	c.status = http.StatusSeeOther
	return nil
}

// arrive takes the provider's answer.
func (s *site) arrive(c *call) error {
	if s.Provider == nil {
		return errNoProvider
	}
	cookie, err := c.r.Cookie(s.elsewhereCookie("", 0).Name)
	if err != nil {
		return auth.ErrElsewhere
	}
	query := c.r.URL.Query()
	c.header.Add("Set-Cookie", s.elsewhereCookie("", -1).String())
	entry, to, err := s.Staff.Arrive(c.r.Context(), s.Org, s.Provider, cookie.Value, query.Get("state"), query.Get("code"), s.visitor(c))
	if err != nil {
		if noted := s.noteTry(c, assent.ID{}); noted != nil {
			return noted
		}
		return err
	}
	return s.letIn(c, entry, to)
}
