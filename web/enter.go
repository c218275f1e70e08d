package web

import (
	"crypto/subtle"
	"net/http"

	"assent"
	"assent/link"
	"assent/rights"
)

// showEnter is GET /p/code: it asks for the digits that were mailed.
func (s *site) showEnter(w http.ResponseWriter, r *http.Request) {
	if v, knock, ok := s.knocked(w, r); ok {
		s.drawEnter(v, knock, http.StatusOK, "")
	}
}

// knocked opens a visit of the browser that asked for a code, while the code lives.
func (s *site) knocked(w http.ResponseWriter, r *http.Request) (*visit, link.Token, bool) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return nil, link.Token{}, false
	}
	t, ok := s.held(r, link.Knock)
	if !ok {
		s.closed(v)
	}
	return v, t, ok
}

// closed says that the page must be opened from the mail again.
func (s *site) closed(v *visit) {
	p := s.said(v, "page.own.closed")
	if form := firstForm(v.catalogue, ""); form != nil {
		p.Next = &Link{URL: v.here("/o/" + form.ID), Text: v.words.Text("page.unreadable.find")}
	}
	s.draw(v, http.StatusForbidden, p)
}

func (s *site) drawEnter(v *visit, knock link.Token, status int, wrong string) {
	p := &CodePage{
		Frame: s.frame(v, knock.Brand, "page.own.code_title"), Action: v.here("/p/code"),
		Lead: v.words.Text("page.own.code_intro"), Button: v.words.Text("page.own.code_button"),
		Again: v.words.Text("page.own.code_again"),
	}
	if wrong != "" {
		p.Wrong = v.words.Text(wrong)
	}
	s.draw(v, status, p)
}

// enter is POST /p/code: the digits, or a wish for new ones.
func (s *site) enter(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	v, knock, ok := s.knocked(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	if r.PostForm.Has("again") {
		s.again(v, knock)
		return
	}
	code := digits(r.PostForm.Get("code"))
	if code == "" { // no try at guessing
		s.drawEnter(v, knock, http.StatusUnprocessableEntity, "page.confirm.code_wrong")
		return
	}
	answer, err := s.Records.Enter(r.Context(), s.Org, knock.Event, s.right(knock.Event, code))
	switch {
	case err != nil:
		s.failed(w, r, err)
	case answer == rights.Shut:
		s.drawEnter(v, knock, http.StatusTooManyRequests, "page.own.code_shut")
	case answer == rights.Mistyped:
		s.drawEnter(v, knock, http.StatusUnprocessableEntity, "page.confirm.code_wrong")
	default:
		s.admit(v, knock)
	}
}

func (s *site) right(challenge assent.ID, code string) bool {
	return subtle.ConstantTimeCompare([]byte(code), []byte(s.Links.Digits(challenge))) == 1
}

// admit opens the session. Its cookie is made here and nowhere else, so nobody can have planted it.
func (s *site) admit(v *visit, knock link.Token) {
	s.forget(v.w, link.Knock)
	knock.Issued = s.Now()
	s.give(v.w, link.Session, s.Links.Make(link.Session, knock))
	http.Redirect(v.w, v.r, v.here("/p/choices"), http.StatusSeeOther)
}

func (s *site) again(v *visit, knock link.Token) {
	if err := s.challenge(v, knock); isProblem(err, "TOO_MANY_CODES") {
		s.drawEnter(v, knock, http.StatusTooManyRequests, "page.own.many_codes")
	} else if err != nil {
		s.failed(v.w, v.r, err)
	} else {
		http.Redirect(v.w, v.r, v.here("/p/code"), http.StatusSeeOther)
	}
}
