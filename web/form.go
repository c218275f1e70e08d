package web

import (
	"net/http"
	"slices"

	"assent"
	"assent/catalogue"
	"assent/law"
	"assent/link"
	"assent/locale"
)

// FormPage is the sign-up form, empty or with what was typed and what is wrong with it.
type FormPage struct {
	Frame
	Intro         string
	Action        string
	Shown         string // seals what is on the page; comes back with the post
	AskEmail      bool
	EmailRequired bool
	AskPhone      bool
	PhoneRequired bool
	Countries     []locale.Country // none: it is not asked
	Kinds         []Option         // none: it is not asked
	Boxes         []Box
	Asked         bool // the boxes are what is asked for; one button agrees
	Notice        *Notice
	Confirms      bool   // a mail or a text to confirm will follow
	Puzzle        int    // bits of the puzzle; 0: none
	Script        string // address of what solves it
	Typed
	Wrong []Wrong
}

// Option is one of several answers.
type Option struct{ Code, Name string }

// Typed is what a person typed and ticked.
type Typed struct {
	Email, Phone, Country, Kind string
	Ticked                      []string // "purpose:channel[:topic]"
}

// Has reports whether a box is ticked.
func (t Typed) Has(key string) bool { return slices.Contains(t.Ticked, key) }

// Wrong says in a sentence what is wrong with a field.
type Wrong struct{ Field, Sentence string }

// Fault returns the sentence about a field; empty if nothing is wrong with it.
func (p *FormPage) Fault(field string) string {
	for _, w := range p.Wrong {
		if w.Field == field {
			return w.Sentence
		}
	}
	return ""
}

// formVisit opens a visit to a form's page; an unknown form is a 404.
func (s *site) formVisit(w http.ResponseWriter, r *http.Request) (*visit, bool) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return nil, false
	}
	form, found := v.catalogue.Form(r.PathValue("form"))
	if !found {
		s.say(v, http.StatusNotFound, "page.fault.not_found")
		return nil, false
	}
	v.form = form
	return v, true
}

// showForm is GET /f/{form}.
func (s *site) showForm(w http.ResponseWriter, r *http.Request) {
	if v, ok := s.formVisit(w, r); ok {
		s.drawForm(v, http.StatusOK, s.readings.wording(v.catalogue, v.form, v.words), Typed{}, nil)
	}
}

func (s *site) drawForm(v *visit, status int, wording shown, typed Typed, wrong []Wrong) {
	digest := wording.digest()
	if s.Puzzle > 0 {
		v.w.Header().Set("Content-Security-Policy", puzzlePolicy)
	}
	p := &FormPage{
		Frame: s.frame(v, v.form.Brand, ""), Intro: wording.intro,
		Action: v.here("/f/" + v.form.ID), Shown: s.Links.Seal(link.Shown, digest[:], s.Now()),
		AskEmail: asksEmail(v.form), AskPhone: v.form.AsksFor("phone"),
		Boxes: wording.boxes, Asked: wording.asked, Notice: wording.notice,
		Confirms: confirms(v.catalogue, v.form), Typed: typed, Wrong: wrong, Puzzle: s.Puzzle, Script: puzzleURL,
	}
	p.Title, p.Wide = wording.title, true
	p.EmailRequired, p.PhoneRequired = p.AskEmail && !p.AskPhone, p.AskPhone && !p.AskEmail
	if v.form.AsksFor("country") {
		p.Countries = v.words.Countries()
	}
	if v.form.AsksFor("kind") || s.lawAsksKind(v, typed) {
		p.Kinds = kinds(v.words)
	}
	s.draw(v, status, p)
}

// lawAsksKind reports whether the law of the country judges a yes by who gives it.
func (s *site) lawAsksKind(v *visit, typed Typed) bool {
	country := orElse(typed.Country, v.catalogue.Settings().Country)
	return s.Laws != nil && slices.ContainsFunc(v.form.Boxes, func(b catalogue.Box) bool {
		return s.Laws.NeedsKind(country, b.Channel, law.MomentOf(s.Now()))
	})
}

// asksEmail: a form that names neither address asks for the mail address.
func asksEmail(form *catalogue.CollectionPoint) bool {
	return form.AsksFor("email") || !form.AsksFor("phone")
}

// confirms reports whether some box of the form may ask for confirmation.
func confirms(c *catalogue.Catalogue, form *catalogue.CollectionPoint) bool {
	return slices.ContainsFunc(form.Boxes, func(b catalogue.Box) bool {
		p, ok := c.Purpose(b.Purpose)
		return ok && p.DoubleOptIn != catalogue.OptInNever
	})
}

func kinds(p *locale.Printer) []Option {
	var out []Option
	for _, k := range assent.RecipientKinds() {
		out = append(out, Option{Code: string(k), Name: p.Text("kind." + string(k))})
	}
	return out
}

// thanks is where a sign-up leads. It says the same to everybody.
func (s *site) thanks(w http.ResponseWriter, r *http.Request) {
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	own, _ := v.words.Pick(v.form.Thanks)
	p := &SaidPage{
		Frame: s.frame(v, v.form.Brand, "page.thanks.title"), Good: true,
		Lead: orElse(own, v.words.Text("page.thanks.text")),
		More: []string{v.words.Text("page.thanks.none"), v.words.Text("page.thanks.later")},
	}
	if _, texted := s.held(r, link.Texted); texted {
		p.Next = &Link{URL: v.here("/f/" + v.form.ID + "/code"), Text: v.words.Text("page.texted.thanks")}
	}
	s.draw(v, http.StatusOK, p)
}
