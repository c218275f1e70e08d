package web

import (
	"errors"
	"net/http"

	"assent"
	"assent/dispatch"
	"assent/link"
	"assent/rights"
)

// DoorPage stands before a person's own page. Its link may be in anyone's hands, since mails are
// forwarded: so it shows a masked address, and offers to leave or to have a code mailed.
type DoorPage struct {
	Frame
	Action  string
	Nonce   string
	Address string // masked
	ByText  bool   // it is a number: the code comes by text
	Leave   string // address of the page that needs no code
	Wrong   string
}

// caller is a visit with the link to one's own page in hand.
type caller struct {
	*visit
	token   link.Token
	raw     string
	leaving rights.Leaving
}

// openDoor reads the link. One that is cut or has run out leads to the page that mails a new one.
func (s *site) openDoor(w http.ResponseWriter, r *http.Request) (*caller, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Preferences, raw, s.Now())
	switch {
	case errors.Is(err, link.ErrExpired):
		s.findInstead(w, r, http.StatusGone, "page.own.expired", token)
		return nil, false
	case err != nil:
		s.findInstead(w, r, http.StatusNotFound, "page.find.unreadable", link.Token{})
		return nil, false
	}
	leaving, err := s.Records.Leaving(r.Context(), s.Org, token.Point, token.Purpose, token.Channel)
	if err != nil {
		s.failed(w, r, err)
		return nil, false
	}
	v, ok := s.visit(w, r, leaving.Language)
	if !ok {
		return nil, false
	}
	if leaving.Address == "" {
		s.say(v, http.StatusGone, "page.own.nothing")
		return nil, false
	}
	s.speak(v, ownPage(v, token))
	return &caller{visit: v, token: token, raw: raw, leaving: leaving}, true
}

// showDoor is GET /p/{token}.
func (s *site) showDoor(w http.ResponseWriter, r *http.Request) {
	c, ok := s.openDoor(w, r)
	if !ok {
		return
	}
	if session, ok := s.held(r, link.Session); ok && session.Point == c.token.Point && !session.Foreign {
		http.Redirect(w, r, c.here("/p/choices"), http.StatusSeeOther)
		return
	}
	s.drawDoor(c, http.StatusOK, "")
}

func (s *site) drawDoor(c *caller, status int, wrong string) {
	leave := link.Token{Org: s.Org, Point: c.token.Point, Brand: c.token.Brand, Purpose: c.token.Purpose, Page: c.token.Page, Channel: assent.Email, Issued: s.Now()}
	s.draw(c.visit, status, &DoorPage{
		Frame: s.frame(c.visit, c.token.Brand, "page.own.door_title"), Action: c.here("/p/" + c.raw),
		Nonce: s.nonce(c.token.Point), Address: c.leaving.Address, Wrong: wrong, ByText: c.byText(),
		Leave: c.here("/u/" + s.Links.Make(link.Unsubscribe, leave)),
	})
}

// byText reports whether the link was made for a number, which no mail reaches.
func (c *caller) byText() bool { return c.leaving.Kind == assent.PhoneNumber }

// knock is POST /p/{token}: it has a code mailed, or texted, to the address that the link was made for.
func (s *site) knock(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	c, ok := s.openDoor(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(c.visit)
		return
	}
	issued, drawn := s.drawn(r.PostForm.Get("nonce"), c.token.Point)
	if !drawn || s.Now().Sub(issued) < quickest || r.PostForm.Has("all") { // a machine that tries all buttons
		s.drawDoor(c, http.StatusUnprocessableEntity, c.words.Text("page.own.once_more"))
		return
	}
	if err := s.challenge(c.visit, c.token, c.byText()); isProblem(err, "TOO_MANY_CODES") {
		s.drawDoor(c, http.StatusTooManyRequests, c.words.Text("page.own.many_codes"))
	} else if isProblem(err, "MOVED") {
		s.drawDoor(c, http.StatusGone, c.words.Text("page.own.gone_from"))
	} else if err != nil {
		s.failed(w, r, err)
	} else {
		http.Redirect(w, r, c.here("/p/code"), http.StatusSeeOther)
	}
}

// challenge has a fresh code brought, and binds it to this browser.
func (s *site) challenge(v *visit, to link.Token, byText bool) error {
	id, err := assent.NewID(s.Now(), s.Random)
	if err != nil {
		return err
	}
	err = s.Letters.MailCode(v.r.Context(), s.Org, dispatch.Letter{ID: id, Point: to.Point, Brand: to.Brand, Language: v.words.Language()})
	if err != nil {
		return err
	}
	knock := link.Token{Org: s.Org, Point: to.Point, Event: id, Brand: to.Brand, Page: to.Page, Channel: assent.Email, Issued: s.Now()}
	if byText {
		knock.Channel = assent.SMS
	}
	v.drop(s, link.Dial)
	s.give(v.w, link.Knock, s.Links.Make(link.Knock, knock))
	return nil
}

func isProblem(err error, code string) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Code == code
}
