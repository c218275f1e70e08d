package web

import (
	"net/http"

	"assent/address"
	"assent/catalogue"
	"assent/dispatch"
	"assent/link"
)

// FindPage asks for an address, to mail the link to one's own page, or for a number, to text the code that opens it.
type FindPage struct {
	Frame
	Action     string
	Variant    string // of the page that was asked for; empty: the default
	Email      string
	Why        string // why one was led here
	Wrong      string
	Numbers    bool // somebody can have given only a number
	Phone      string
	PhoneWrong string
}

func (s *site) findPage(v *visit) *FindPage {
	return &FindPage{
		Frame: s.frame(v, v.form.Brand, "page.find.title"), Action: v.here("/o/" + v.form.ID), Variant: variantAsked(v), Numbers: takesNumbers(v.catalogue),
	}
}

// variantAsked is the variant of her own page that an address or a posted form names, if there is one of that name.
func variantAsked(v *visit) string {
	named := orElse(v.r.PostForm.Get("page"), v.r.URL.Query().Get("page"))
	if p := v.catalogue.PageFor(named, "", catalogue.PreferencesPage, catalogue.ProfilePage); p.ID == named {
		return named
	}
	return ""
}

// whereFound is the address of the page that brings a new link to one's own page, in the variant of the old one.
func (v *visit) whereFound(form *catalogue.CollectionPoint, page string) string {
	if page == "" {
		return v.here("/o/" + form.ID)
	}
	return v.here("/o/"+form.ID, "page", page)
}

// showFind is GET /o/{form}.
func (s *site) showFind(w http.ResponseWriter, r *http.Request) {
	if v, ok := s.formVisit(w, r); ok {
		s.draw(v, http.StatusOK, s.findPage(v))
	}
}

// findInstead answers a link that leads nowhere with the page that mails a new one, and says why.
func (s *site) findInstead(w http.ResponseWriter, r *http.Request, status int, why string, old link.Token) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	if v.form = firstForm(v.catalogue, old.Brand); v.form == nil {
		s.drawUnreadable(v)
		return
	}
	p := s.findPage(v)
	p.Why = v.words.Text(why)
	if old.Page != "" {
		p.Variant = old.Page
	}
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
	if r.PostForm.Has("phone") {
		s.findByText(v, typed)
		return
	}
	s.findByMail(v, typed)
}

// findByMail has the link mailed to an address.
func (s *site) findByMail(v *visit, typed Typed) {
	w, r := v.w, v.r
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
		if err := s.Letters.FindMyPage(r.Context(), s.Org, dispatch.Seeking{
			Email: typed.Email, Brand: v.form.Brand, Language: v.words.Language(), Page: variantAsked(v),
		}); err != nil {
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
