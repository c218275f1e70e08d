package web

import (
	"net/http"

	"assent"
	"assent/intake"
	"assent/link"
)

// offerUndo gives the browser that has just stopped something the means to take it back, unless it was a machine's.
func (s *site) offerUndo(d *departure, r intake.Receipt) {
	if s.watch.robot(d.watched()) {
		return
	}
	s.give(d.w, link.Undo, s.Links.Make(link.Undo, link.Token{
		Org: s.Org, Point: d.token.Point, Event: r.Event, Brand: d.brand(), Page: d.token.Page, Issued: s.Now(),
	}))
}

// undoable adds the button to what is said, if the visitor has just stopped something in this browser.
func (s *site) undoable(v *visit, p *SaidPage) {
	if t, ok := s.held(v.r, link.Undo); ok {
		p.Undo, p.Nonce = v.here("/u/done/undo"), s.nonce(t.Event)
	}
}

// undo is POST /u/done/undo. What it takes back stands in the cookie alone, so no other browser, and
// no link, undoes anything; nor does a machine that presses all it finds.
func (s *site) undo(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	t, ok := s.held(r, link.Undo)
	if ok && s.hasty(r, t) {
		s.drawUndo(v, t)
		return
	}
	if !ok || !s.byPerson(r.PostForm, t.Event) {
		s.tooLate(v, t)
		return
	}
	_, err := s.Intake.Record(r.Context(), s.Org, intake.Act{
		Type: assent.WithdrawalUndone, Point: t.Point, Refers: t.Event,
		Method: assent.UnsubscribePage, Actor: assent.Actor{Kind: assent.ActorPerson},
	})
	if p, refused := assent.AsProblem(err); refused && p.Kind != assent.Unavailable {
		s.forget(w, link.Undo)
		s.tooLate(v, t)
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.forget(w, link.Undo)
	http.Redirect(w, r, v.here("/u/done", "scope", scopeUndone, "brand", t.Brand), http.StatusSeeOther)
}

// hasty reports whether the button was pressed sooner than most people can. Who sees her mistake is quick, so
// it makes no machine of her: she is asked to press again.
func (s *site) hasty(r *http.Request, t link.Token) bool {
	issued, drawn := s.drawn(r.PostForm.Get("nonce"), t.Event)
	return drawn && s.Now().Sub(issued) < quickest && r.PostForm.Has("press") && !r.PostForm.Has("all")
}

func (s *site) drawUndo(v *visit, t link.Token) {
	p := &SaidPage{Frame: s.frame(v, t.Brand, "page.left.title"), Lead: v.words.Text("page.own.once_more")}
	p.Undo, p.Nonce = v.here("/u/done/undo"), s.nonce(t.Event)
	s.draw(v, http.StatusUnprocessableEntity, p)
}

// tooLate says that nothing can be undone, and where to choose anew.
func (s *site) tooLate(v *visit, t link.Token) {
	p := s.said(v, "page.undo.late")
	if form := firstForm(v.catalogue, t.Brand); form != nil {
		p.Next = &Link{URL: v.whereFound(form, t.Page), Text: v.words.Text("page.left.again")}
	}
	s.draw(v, http.StatusConflict, p)
}
