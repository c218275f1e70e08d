package web

import (
	"net/http"

	"assent/address"
)

// FindPage asks for an address, to mail the link to one's own page.
type FindPage struct {
	Frame
	Action string
	Email  string
	Why    string // why one was led here
	Wrong  string
}

func (s *site) findPage(v *visit) *FindPage {
	return &FindPage{Frame: s.frame(v, v.form.Brand, "page.find.title"), Action: v.here("/o/" + v.form.ID)}
}

// showFind is GET /o/{form}.
func (s *site) showFind(w http.ResponseWriter, r *http.Request) {
	if v, ok := s.formVisit(w, r); ok {
		s.draw(v, http.StatusOK, s.findPage(v))
	}
}

// findInstead answers a link that leads nowhere with the page that mails a new one, and says why.
func (s *site) findInstead(w http.ResponseWriter, r *http.Request, status int, why string) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	if v.form = firstForm(v.catalogue, ""); v.form == nil {
		s.drawUnreadable(v)
		return
	}
	p := s.findPage(v)
	p.Why = v.words.Text(why)
	s.draw(v, status, p)
}

// find is POST /o/{form}. It answers the same whether the address is known or not.
func (s *site) find(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	typed := typedIn(r)
	if _, err := address.Email(typed.Email); err != nil {
		p := s.findPage(v)
		p.Email, p.Wrong = typed.Email, v.words.Text("page.form.error.email")
		if typed.Email == "" {
			p.Wrong = v.words.Text("page.form.error.email_missing")
		}
		s.draw(v, http.StatusUnprocessableEntity, p)
		return
	}
	if !s.causes.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	if r.PostForm.Get("website") == "" {
		if err := s.Letters.FindMyPage(r.Context(), s.Org, typed.Email, v.form.Brand, v.words.Language()); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	http.Redirect(w, r, v.here("/o/"+v.form.ID+"/sent"), http.StatusSeeOther)
}

// findSent is where the search leads.
func (s *site) findSent(w http.ResponseWriter, r *http.Request) {
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	s.draw(v, http.StatusOK, &SaidPage{
		Frame: s.frame(v, v.form.Brand, "page.find.sent_title"), Good: true,
		Lead: v.words.Text("page.find.sent"), More: []string{v.words.Text("page.find.sent_none")},
	})
}
