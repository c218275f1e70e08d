package console

import (
	htmltemplate "html/template"

	"assent"
	"assent/auth"
)

func accountRoutes() []route {
	return []route{
		{"account.see", "GET /account", auth.OwnAccount, (*site).showAccount},
		{"account.password", "POST /account/password", auth.OwnAccount, (*site).choosePassword},
		{"account.factor", "POST /account/totp", auth.OwnAccount, (*site).takeTOTP},
		{"account.factor_dropped", "POST /account/totp/drop", auth.OwnAccount, (*site).dropTOTP},
		{"account.session_ended", "POST /account/sessions/{session}/end", auth.OwnAccount, (*site).endOwnSession},
	}
}

// AccountScreen is an operator's own security: password, second factors, where she is signed in.
type AccountScreen struct {
	Frame
	Offer    auth.Enrolment // of a second factor by code; empty if there is one
	QR       htmltemplate.HTML
	Sessions []SessionLine
	Passkeys []auth.Passkey
	Fresh    bool
	Script   string
}

// Where is the list of sessions as its template takes it.
type Where struct {
	Frame *Frame
	List  []SessionLine
	Base  string // of the addresses that end one
}

// Where lists the operator's own sessions.
func (a *AccountScreen) Where() Where { return Where{&a.Frame, a.Sessions, "/console/account"} }

// SessionLine is a browser in which somebody is signed in.
type SessionLine struct {
	auth.Session
	Here bool // the one that asks
}

func (s *site) showAccount(c *call) error {
	screen := &AccountScreen{Frame: s.frame(c, "account"), Fresh: s.freshly(c) == nil || s.bare(c), Script: scriptURL}
	var err error
	if !c.who().TOTP {
		if screen.Offer, err = s.Staff.OfferTOTP(c.who()); err != nil {
			return err
		}
		if screen.QR, err = qrSVG(screen.Offer.URI, c.words.Text("console.identity.totp_code")); err != nil {
			return err
		}
	}
	if screen.Passkeys, err = s.Staff.Passkeys(c.r.Context(), s.Org, c.who().ID); err != nil {
		return err
	}
	screen.Sessions, err = s.sessions(c, c.who().ID)
	if err != nil {
		return err
	}
	return s.draw(c, screen)
}

func (s *site) sessions(c *call, operator assent.ID) ([]SessionLine, error) {
	list, err := s.Staff.Sessions(c.r.Context(), s.Org, operator)
	out := make([]SessionLine, len(list))
	for i, one := range list {
		out[i] = SessionLine{one, one.ID == c.session.ID}
	}
	return out, err
}

// onAccount ends a change of one's own account, or shows what is wrong with it.
func (s *site) onAccount(c *call, err error, done string) error {
	if err == nil {
		return c.done("/account", done)
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showAccount(c)
}

// freshly asks that a change of how one signs in comes soon after having shown who one is.
func (s *site) freshly(c *call) error {
	if !c.session.Fresh(s.Now()) {
		return errStale
	}
	return nil
}

// bare reports whether the operator has nothing yet by which to show who she is: nobody could ask her for it.
func (s *site) bare(c *call) bool {
	return !c.who().Password && !c.who().TOTP && !c.session.Passkeys && s.Provider == nil
}

// choosePassword takes the first password at any time of the session that the one-time link opened.
func (s *site) choosePassword(c *call) error {
	if err := s.freshly(c); err != nil && !s.bare(c) {
		return err
	}
	first, second := c.r.PostForm.Get("password"), c.r.PostForm.Get("repeated")
	if first != second {
		return s.onAccount(c, assent.Problemf("NOT_THE_SAME", "The two passwords are not the same.").In("repeated"), "")
	}
	return s.onAccount(c, s.Staff.ChoosePassword(c.r.Context(), s.Org, c.who(), first, c.session.ID), "password")
}

func (s *site) takeTOTP(c *call) error {
	if err := s.freshly(c); err != nil {
		return err
	}
	return s.onAccount(c, s.Staff.TakeTOTP(c.r.Context(), s.Org, c.who(), c.field("offer"), c.field("code")), "factor")
}

func (s *site) dropTOTP(c *call) error {
	if err := s.freshly(c); err != nil {
		return err
	}
	return s.onAccount(c, s.Staff.DropTOTP(c.r.Context(), s.Org, c.who().ID), "factor_dropped")
}

func (s *site) endOwnSession(c *call) error {
	id, err := c.pathID("session")
	if err != nil {
		return err
	}
	return s.onAccount(c, s.Staff.EndSession(c.r.Context(), s.Org, c.who().ID, id), "session_ended")
}
