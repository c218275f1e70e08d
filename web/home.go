package web

import "net/http"

// HomePage lists the forms of the organisation.
type HomePage struct {
	Frame
	Forms []FormTile
	Find  string // address of the page that finds one's own
	Demo  bool
	Docs  string
	Laws  string // address of the statute book; empty if it is not shown
}

// FormTile is one form in the list.
type FormTile struct{ Brand, Title, Intro, URL string }

// home is GET /.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	p := &HomePage{Frame: s.frame(v, "", "page.home.title"), Demo: s.Mailbox != nil, Docs: s.Docs}
	p.Wide = true
	if s.Laws != nil {
		p.Laws = v.here("/laws")
	}
	for _, point := range v.catalogue.CollectionPoints() {
		form, ok := v.catalogue.Form(point.ID)
		if !ok {
			continue
		}
		tile := FormTile{URL: v.here("/f/" + form.ID), Brand: p.Org}
		tile.Title, _ = v.words.Pick(form.Titles)
		tile.Intro, _ = v.words.Pick(form.Intros)
		if b, ok := v.catalogue.Brand(form.Brand); ok {
			tile.Brand = b.Name
		}
		p.Forms = append(p.Forms, tile)
	}
	if form := firstForm(v.catalogue, ""); form != nil {
		p.Find = v.here("/o/" + form.ID)
	}
	s.draw(v, http.StatusOK, p)
}
