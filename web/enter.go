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
	if v, k, ok := s.knocked(w, r); ok {
		s.drawEnter(v, k, http.StatusOK, "")
	}
}

// knocked opens a visit of the browser that asked for a code, while the code lives.
func (s *site) knocked(w http.ResponseWriter, r *http.Request) (*visit, knocking, bool) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return nil, knocking{}, false
	}
	t, ok := s.held(r, link.Knock)
	k := knocking{Token: t}
	if !ok {
		k, ok = s.dialling(r)
	}
	if !ok {
		s.closed(v, t)
	}
	return v, k, ok
}

// closed says that the page must be opened from the mail again; t is what was open, as far as is known.
func (s *site) closed(v *visit, t link.Token) {
	p := s.said(v, "page.own.closed")
	if form := firstForm(v.catalogue, t.Brand); form != nil {
		p.Next = &Link{URL: v.whereFound(form, t.Page), Text: v.words.Text("page.unreadable.find")}
	}
	s.draw(v, http.StatusForbidden, p)
}

func (s *site) drawEnter(v *visit, k knocking, status int, wrong string) {
	p := &CodePage{
		Frame: s.frame(v, k.Brand, "page.own.code_title"), Action: v.here("/p/code"),
		Lead: v.words.Text("page.own.code_intro"), Button: v.words.Text("page.own.code_button"),
		Again: v.words.Text("page.own.code_again"),
	}
	if k.byText() {
		p.Lead, p.ByText = v.words.Text("page.own.code_intro_text"), true
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
	v, k, ok := s.knocked(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	if r.PostForm.Has("again") {
		s.again(v, k)
		return
	}
	s.tryDigits(v, k, digits(r.PostForm.Get("code")))
}

// tryDigits counts one try, and opens the page if the digits are those that came.
func (s *site) tryDigits(v *visit, k knocking, code string) {
	if code == "" { // no try at guessing
		s.drawEnter(v, k, http.StatusUnprocessableEntity, "page.confirm.code_wrong")
		return
	}
	right := s.right(k.Event, code) && s.counts(k)
	if right {
		var err error
		if right, err = s.called(v, &k); err != nil {
			s.failed(v.w, v.r, err)
			return
		}
	}
	switch answer, err := s.Records.Enter(v.r.Context(), s.Org, k.Event, right); {
	case err != nil:
		s.failed(v.w, v.r, err)
	case answer == rights.Shut:
		s.shut(v, k)
	case answer == rights.Mistyped:
		s.drawEnter(v, k, http.StatusUnprocessableEntity, "page.confirm.code_wrong")
	default:
		s.admit(v, k.Token)
	}
}

// shut says that a code opens nothing any more. What is asked for next to a number are then other digits.
func (s *site) shut(v *visit, k knocking) {
	if k.phone != "" {
		if err := s.dial(v, dialled{Phone: k.phone, Brand: k.Brand, Page: k.Page}, false); err != nil {
			s.failed(v.w, v.r, err)
			return
		}
	}
	s.drawEnter(v, k, http.StatusTooManyRequests, "page.own.code_shut")
}

func (s *site) right(challenge assent.ID, code string) bool {
	return subtle.ConstantTimeCompare([]byte(code), []byte(s.Links.Digits(challenge))) == 1
}

// admit opens the session. Its cookie is made here and nowhere else, so nobody can have planted it.
func (s *site) admit(v *visit, knock link.Token) {
	v.drop(s, link.Knock)
	v.drop(s, link.Dial)
	knock.Issued = s.Now()
	s.give(v.w, link.Session, s.Links.Make(link.Session, knock))
	http.Redirect(v.w, v.r, v.here("/p/choices"), http.StatusSeeOther)
}

func (s *site) again(v *visit, k knocking) {
	if k.phone != "" {
		s.dialAgain(v, k)
		return
	}
	if err := s.challenge(v, k.Token, k.byText()); isProblem(err, "TOO_MANY_CODES") {
		s.drawEnter(v, k, http.StatusTooManyRequests, "page.own.many_codes")
	} else if err != nil {
		s.failed(v.w, v.r, err)
	} else {
		http.Redirect(v.w, v.r, v.here("/p/code"), http.StatusSeeOther)
	}
}
