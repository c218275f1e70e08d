package console

import (
	"net/http"
	"net/url"

	"assent"
	"assent/auth"
)

func signInRoutes() []route {
	return []route{
		{"signin", "GET /signin", nobody, (*site).showSignIn},
		{"signin", "POST /signin", nobody, (*site).signIn},
		{"second", "GET /signin/second", nobody, (*site).showSecond},
		{"second", "POST /signin/second", nobody, (*site).second},
		{"enter", "GET /enter/{ticket}", nobody, (*site).showEnter},
		{"enter", "POST /enter/{ticket}", nobody, (*site).enter},
		{"again", "GET /again", auth.OwnAccount, (*site).showAgain},
		{"again", "POST /again", auth.OwnAccount, (*site).again},
		{"signout", "POST /signout", auth.OwnAccount, (*site).signOut},
	}
}

// SignInScreen asks for address and password.
type SignInScreen struct {
	Frame
	To        string // where to go afterwards
	Email     string
	Elsewhere bool // a provider is set up
}

func (s *site) showSignIn(c *call) error {
	return s.draw(c, &SignInScreen{Frame: s.frame(c, "signin"), To: c.r.FormValue("to"), Email: c.field("email"), Elsewhere: s.Provider != nil})
}

func (s *site) signIn(c *call) error {
	entry, err := s.Staff.SignIn(c.r.Context(), s.Org, c.field("email"), c.r.PostForm.Get("password"), s.visitor(c))
	if err != nil {
		if noted := s.noteTry(c, assent.ID{}); noted != nil {
			return noted
		}
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showSignIn(c)
	}
	return s.letIn(c, entry, c.field("to"))
}

// noteTry notes a sign-in in vain.
func (s *site) noteTry(c *call, operator assent.ID) error {
	return s.Staff.Note(c.r.Context(), s.Org, auth.Note{Operator: operator, Act: c.route.act + ".failed"})
}

// letIn gives the browser its session and leads on: to the second factor, or to where it was going.
func (s *site) letIn(c *call, e auth.Entry, to string) error {
	s.signedIn(c, e)
	if e.Half {
		return c.redirect("/signin/second?to=" + url.QueryEscape(to))
	}
	if err := s.noteSignIn(c, e.Operator); err != nil {
		return err
	}
	return c.redirect(home(back(to)))
}

func (s *site) noteSignIn(c *call, who auth.Operator) error {
	return s.Staff.Note(c.r.Context(), s.Org, auth.Note{Operator: who.ID, Act: "signed_in", Detail: c.route.act})
}

// home is the path of a redirect: the console's own has no slash at its end.
func home(path string) string {
	if path == "/" {
		return ""
	}
	return path
}

// SecondScreen asks for the second factor.
type SecondScreen struct {
	Frame
	To       string
	TOTP     bool
	Passkeys bool
	Script   string
}

func (s *site) showSecond(c *call) error {
	if !c.session.Half {
		return c.redirect("/signin")
	}
	screen := s.factors(c, "second")
	return s.draw(c, &screen)
}

// factors are the ways in which the operator can show who she is.
func (s *site) factors(c *call, name string) SecondScreen {
	return SecondScreen{
		Frame: s.frame(c, name), To: c.r.FormValue("to"), TOTP: c.who().TOTP, Passkeys: c.session.Passkeys, Script: scriptURL,
	}
}

func (s *site) second(c *call) error {
	if !c.session.Half {
		return c.redirect("/signin")
	}
	entry, err := s.Staff.Second(c.r.Context(), s.Org, c.secret, c.field("code"))
	if err != nil {
		if noted := s.noteTry(c, c.who().ID); noted != nil {
			return noted
		}
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showSecond(c)
	}
	return s.letIn(c, entry, c.field("to"))
}

// EnterScreen stands behind a one-time link: one button, so that whoever only looks at the link (a mail
// scanner, a preview) does not use it up.
type EnterScreen struct {
	Frame
	Holder auth.Operator
}

func (s *site) showEnter(c *call) error {
	holder, err := s.Staff.Holder(c.r.Context(), s.Org, c.r.PathValue("ticket"))
	if err != nil {
		return err
	}
	c.header.Set("Referrer-Policy", "no-referrer") // the address is a secret
	return s.draw(c, &EnterScreen{Frame: s.frame(c, "enter"), Holder: holder})
}

func (s *site) enter(c *call) error {
	entry, err := s.Staff.Enter(c.r.Context(), s.Org, c.r.PathValue("ticket"), s.visitor(c))
	if err != nil {
		return err
	}
	if !entry.Operator.Password { // she chooses one first
		return s.letIn(c, entry, "/console/account")
	}
	return s.letIn(c, entry, "")
}

// AgainScreen asks to show once more who is there, before something that cannot be taken back.
type AgainScreen struct {
	SecondScreen
	Password  bool // one is chosen, and is enough
	Elsewhere bool // a provider is set up
	Bare      bool // there is nothing yet by which she could show it
}

func (s *site) showAgain(c *call) error {
	return s.draw(c, &AgainScreen{s.factors(c, "again"), c.who().Password && !c.session.Passkeys, s.Provider != nil, s.bare(c)})
}

func (s *site) again(c *call) error {
	if err := s.Staff.Prove(c.r.Context(), s.Org, c.secret, c.r.PostForm.Get("answer")); err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showAgain(c)
	}
	return c.redirect(home(back(c.field("to"))))
}

func (s *site) signOut(c *call) error {
	if err := s.Staff.SignOut(c.r.Context(), s.Org, c.secret); err != nil {
		return err
	}
	s.giveCookie(c, "", -1)
	c.header.Set("Clear-Site-Data", `"cache"`)
	c.status = http.StatusSeeOther
	return c.redirect("/signin?done=signed_out")
}
