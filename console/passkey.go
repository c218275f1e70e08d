package console

import (
	"encoding/base64"
	"encoding/json"

	"assent/auth"
)

func passkeyRoutes() []route {
	return []route{
		{"account.passkey_offer", "POST /account/passkeys/offer", auth.OwnAccount, (*site).offerPasskey},
		{"account.passkey", "POST /account/passkeys", auth.OwnAccount, (*site).takePasskey},
		{"account.passkey_dropped", "POST /account/passkeys/{key}/drop", auth.OwnAccount, (*site).dropPasskey},
		{"second", "POST /signin/passkey/ask", nobody, (*site).askSecond},
		{"second", "POST /signin/passkey", nobody, (*site).secondByPasskey},
		{"again", "POST /again/passkey/ask", auth.OwnAccount, (*site).askAgain},
		{"again", "POST /again/passkey", auth.OwnAccount, (*site).againByPasskey},
	}
}

// data answers the console's script.
func (c *call) data(v any) error {
	c.header.Set("Content-Type", "application/json")
	return json.NewEncoder(&c.body).Encode(v)
}

func (s *site) offerPasskey(c *call) error {
	if err := s.freshly(c); err != nil {
		return err
	}
	offer, err := s.Staff.OfferPasskey(c.r.Context(), s.Org, c.who())
	if err != nil {
		return err
	}
	return c.data(offer)
}

func (s *site) takePasskey(c *call) error {
	if err := s.freshly(c); err != nil {
		return err
	}
	err := s.Staff.TakePasskey(c.r.Context(), s.Org, c.who(), c.field("label"), c.field("token"), []byte(c.field("answer")))
	return s.onAccount(c, err, "passkey")
}

func (s *site) dropPasskey(c *call) error {
	if err := s.freshly(c); err != nil {
		return err
	}
	id, err := base64.RawURLEncoding.DecodeString(c.r.PathValue("key"))
	if err != nil {
		return errNoScreen
	}
	return s.onAccount(c, s.Staff.DropPasskey(c.r.Context(), s.Org, c.who().ID, id), "passkey_dropped")
}

func (s *site) askSecond(c *call) error {
	if !c.session.Half {
		return auth.ErrSignedOut
	}
	return s.askAgain(c)
}

func (s *site) secondByPasskey(c *call) error {
	if !c.session.Half {
		return auth.ErrSignedOut
	}
	entry, err := s.Staff.SecondByPasskey(c.r.Context(), s.Org, c.secret, c.field("token"), []byte(c.field("answer")))
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

func (s *site) askAgain(c *call) error {
	ask, err := s.Staff.AskPasskey(c.r.Context(), s.Org, c.who())
	if err != nil {
		return err
	}
	return c.data(ask)
}

func (s *site) againByPasskey(c *call) error {
	err := s.Staff.ProveByPasskey(c.r.Context(), s.Org, c.secret, c.field("token"), []byte(c.field("answer")))
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showAgain(c)
	}
	return c.redirect(home(back(c.field("to"))))
}
