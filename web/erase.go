package web

import (
	"errors"
	"net/http"

	"assent"
	"assent/dispatch"
	"assent/link"
)

// ErasePage explains an erasure before it is asked for, and calls it off while it waits.
type ErasePage struct {
	OwnFrame
	Action string
	Erased string // when it will be; empty: not asked for
	Note   string // of the variant, once it was asked for
	Back   string
}

// StayPage calls an erasure off, from the mail that told of it.
type StayPage struct {
	Frame
	Action  string
	Nonce   string
	Address string // masked
}

// showErase is GET /p/erase.
func (s *site) showErase(v *owner) {
	s.draw(v.visit, http.StatusOK, &ErasePage{
		OwnFrame: s.ownFrame(v, "page.own.erase_title"), Action: v.here("/p/erase"), Erased: erasedOn(v), Back: v.here("/p/data"), Note: v.say(v.profile().Erased, ""),
	})
}

// askErase is POST /p/erase: to be erased after a day, or not after all.
func (s *site) askErase(v *owner) {
	var err error
	switch {
	case v.r.PostForm.Get("erase") == "no":
		_, err = s.Records.CallOffErasure(v.r.Context(), s.Org, v.Person)
	case v.r.PostForm.Get("erase") == "yes" && v.Erased.IsZero():
		err = s.eraseLater(v)
	}
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	s.done(v, "/p/erase")
}

// eraseLater promises the mail that calls it off before it begins to wait: so nobody is erased untold.
func (s *site) eraseLater(v *owner) error {
	err := s.Letters.MailErasing(v.r.Context(), s.Org, dispatch.Letter{
		ID: v.Person, Point: v.Point, Brand: v.session.Brand, Language: v.words.Language(),
	})
	if err == nil {
		_, err = s.Records.AskErasure(v.r.Context(), s.Org, v.Person)
	}
	return err
}

// openStay reads the link; one that is cut or has run out can no longer call anything off.
func (s *site) openStay(w http.ResponseWriter, r *http.Request) (*caller, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Stay, raw, s.Now())
	if errors.Is(err, link.ErrUnreadable) {
		s.findInstead(w, r, http.StatusNotFound, "page.find.unreadable", link.Token{})
		return nil, false
	}
	leaving, failure := s.Records.Leaving(r.Context(), s.Org, token.Point, "", token.Channel)
	if failure != nil {
		s.failed(w, r, failure)
		return nil, false
	}
	v, ok := s.visit(w, r, leaving.Language)
	if !ok {
		return nil, false
	}
	if err != nil || leaving.Address == "" {
		s.say(v, http.StatusGone, "page.own.nothing")
		return nil, false
	}
	return &caller{visit: v, token: token, raw: raw, leaving: leaving}, true
}

// showStay is GET /p/stay/{token}.
func (s *site) showStay(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.openStay(w, r); ok {
		s.draw(c.visit, http.StatusOK, &StayPage{
			Frame: s.frame(c.visit, c.token.Brand, "page.own.stay_title"), Action: c.here("/p/stay/" + c.raw),
			Nonce: s.nonce(c.token.Event), Address: c.leaving.Address,
		})
	}
}

// stay is POST /p/stay/{token}. No machine may keep what she wants erased: in doubt her page decides, behind a code.
func (s *site) stay(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	c, ok := s.openStay(w, r)
	if !ok {
		return
	}
	if !s.byPerson(r.PostForm, c.token.Event) {
		s.stayBehindCode(c)
		return
	}
	if _, err := s.Records.CallOffErasure(r.Context(), s.Org, c.token.Event); err != nil {
		s.failed(w, r, err)
		return
	}
	p := s.said(c.visit, "page.own.stayed")
	p.Good = true
	s.draw(c.visit, http.StatusOK, p)
}

func (s *site) stayBehindCode(c *caller) {
	own := link.Token{Org: s.Org, Point: c.token.Point, Brand: c.token.Brand, Channel: assent.Email, Issued: s.Now()}
	p := s.said(c.visit, "page.own.stay_doubt")
	p.Next = &Link{URL: c.here("/p/" + s.Links.Make(link.Preferences, own)), Text: c.words.Text("page.own.code_button")}
	s.draw(c.visit, http.StatusOK, p)
}
