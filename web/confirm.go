package web

import (
	"errors"
	"net/http"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// ConfirmPage shows what was asked for and one button.
type ConfirmPage struct {
	Frame
	Action  string
	Nonce   string
	Address string // masked
	Boxes   []Box
}

// CodePage asks for six digits: those that stand in the mail beside a confirm link, or those that
// were mailed to open a person's page.
type CodePage struct {
	Frame
	Action string
	Nonce  string
	Lead   string
	ByText bool // the digits come by text, not by mail
	Button string
	Again  string // on the button that asks for new digits; empty: there is none
	Wrong  string
}

// confirmation is a visit with a confirm link in hand.
type confirmation struct {
	*visit
	token   link.Token
	raw     string
	request rights.Request
}

// openConfirm reads the link of a confirm page. It answers itself, and returns false, when there
// is nothing to confirm: the link is cut, run out, used, or no longer stands.
func (s *site) openConfirm(w http.ResponseWriter, r *http.Request) (*confirmation, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Confirm, raw, s.Now())
	if errors.Is(err, link.ErrUnreadable) {
		if v, ok := s.visit(w, r, ""); ok {
			s.drawUnreadable(v)
		}
		return nil, false
	}
	request, failure := s.Records.Request(r.Context(), s.Org, token.Event)
	if failure != nil {
		s.failed(w, r, failure)
		return nil, false
	}
	v, ok := s.visit(w, r, request.Language)
	if !ok {
		return nil, false
	}
	v.form, _ = v.catalogue.Form(request.Form)
	c := &confirmation{visit: v, token: token, raw: raw, request: request}
	switch {
	case request.Stage == rights.Done:
		p := s.said(v, "page.confirm.already")
		p.Good = true
		s.draw(v, http.StatusOK, p)
		return nil, false
	case request.Stage == rights.Gone:
		s.signUpAgain(v, http.StatusGone, s.said(v, "page.confirm.gone"))
		return nil, false
	case errors.Is(err, link.ErrExpired):
		p := s.said(v, "page.expired.confirm")
		p.Title = v.words.Text("page.expired.title")
		s.signUpAgain(v, http.StatusGone, p)
		return nil, false
	}
	return c, true
}

// signUpAgain adds the way back to the form, if it is still there.
func (s *site) signUpAgain(v *visit, status int, p *SaidPage) {
	if v.form != nil {
		p.Next = &Link{URL: v.here("/f/" + v.form.ID), Text: v.words.Text("page.confirm.again")}
	}
	s.draw(v, status, p)
}

// drawUnreadable never leaves anybody in a dead end: a cut link can be asked for anew.
func (s *site) drawUnreadable(v *visit) {
	p := &SaidPage{Frame: s.frame(v, "", "page.unreadable.title"), Lead: v.words.Text("page.unreadable.text")}
	if form := firstForm(v.catalogue, ""); form != nil {
		p.Next = &Link{URL: v.here("/o/" + form.ID), Text: v.words.Text("page.unreadable.find")}
	}
	s.draw(v, http.StatusNotFound, p)
}

// firstForm is a form of the brand, or of any.
func firstForm(c *catalogue.Catalogue, brand string) *catalogue.CollectionPoint {
	var any *catalogue.CollectionPoint
	for _, p := range c.CollectionPoints() {
		if _, isForm := c.Form(p.ID); !isForm {
			continue
		}
		if p.Brand == brand {
			return p
		}
		if any == nil {
			any = p
		}
	}
	return any
}

// showConfirm is GET /c/{token}. It changes nothing but what we think of the visitor.
func (s *site) showConfirm(w http.ResponseWriter, r *http.Request) {
	c, ok := s.openConfirm(w, r)
	if !ok {
		return
	}
	s.watch.fetch(c.token.Event, confirmLink, s.Now())
	if s.watch.robot(c.token.Event) && !s.sameBrowser(r, c.token.Event) {
		s.drawCode(c, "")
		return
	}
	s.draw(c.visit, http.StatusOK, &ConfirmPage{
		Frame: s.frame(c.visit, c.token.Brand, "page.confirm.title"), Action: c.here("/c/" + c.raw),
		Nonce: s.nonce(c.token.Event), Address: c.request.Address, Boxes: s.asked(c),
	})
}

// asked lists what the sign-up asked for, as it reads today.
func (s *site) asked(c *confirmation) []Box {
	var out []Box
	for _, choice := range c.request.Choices {
		purpose, ok := c.catalogue.Purpose(choice.Purpose)
		if !ok || choice.Reply != assent.Yes {
			continue
		}
		b := boxOf(c.catalogue, purpose, catalogue.Box{Purpose: choice.Purpose, Channel: choice.Channel, Topics: choice.Topics}, c.words)
		for _, t := range b.Topics {
			b.Picked = append(b.Picked, t.Name)
		}
		out = append(out, b)
	}
	return out
}

func (s *site) drawCode(c *confirmation, wrong string) {
	p := &CodePage{
		Frame: s.frame(c.visit, c.token.Brand, "page.confirm.code_title"), Action: c.here("/c/" + c.raw),
		Nonce: s.nonce(c.token.Event), Lead: c.words.Text("page.confirm.code_intro"), Button: c.words.Text("page.confirm.code_button"),
	}
	status := http.StatusOK
	if wrong != "" {
		p.Wrong, status = c.words.Text(wrong), http.StatusUnprocessableEntity
	}
	s.draw(c.visit, status, p)
}

// confirm is POST /c/{token}.
func (s *site) confirm(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	c, ok := s.openConfirm(w, r)
	if !ok {
		return
	}
	method, doubt := s.press(c)
	if method == "" {
		s.drawCode(c, doubt)
		return
	}
	evidence := &assent.Evidence{SameBrowser: method == assent.ConfirmSameBrowser}
	if s.watch.robot(c.token.Event) {
		evidence.Flags = []string{flagRobot}
	}
	s.finishConfirm(c, method, evidence)
}
