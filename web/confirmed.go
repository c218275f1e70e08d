package web

import (
	"net/http"

	"assent"
	"assent/intake"
	"assent/link"
)

// finishConfirm records the confirmation and leads to a page without the token.
func (s *site) finishConfirm(c *confirmation, method assent.Method, evidence *assent.Evidence) {
	_, err := s.Intake.Record(c.r.Context(), s.Org, intake.Act{
		Type: assent.ConsentConfirmed, Refers: c.token.Event, Method: method,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Evidence: evidence,
	})
	if problem, ok := assent.AsProblem(err); ok && problem.Kind != assent.Unavailable {
		s.Log.Warn("a confirmation was refused", "code", problem.Code)
		s.signUpAgain(c.visit, http.StatusGone, s.said(c.visit, "page.confirm.gone"))
		return
	}
	if err != nil {
		s.failed(c.w, c.r, err)
		return
	}
	if err := s.halfConfirmed(c, method); err != nil { // she has confirmed all the same
		s.Log.Warn("two contacts of one sign-up were not joined", "error", err)
	}
	if method == assent.ConfirmSameBrowser {
		s.forget(c.w, link.SignUp)
	}
	http.Redirect(c.w, c.r, c.here("/c/done", "form", c.request.Form), http.StatusSeeOther)
}

// confirmed is GET /c/done.
func (s *site) confirmed(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	brand := ""
	if form, ok := v.catalogue.Form(r.URL.Query().Get("form")); ok {
		brand = form.Brand
	}
	s.draw(v, http.StatusOK, &SaidPage{
		Frame: s.frame(v, brand, "page.confirmed.title"), Good: true,
		Lead: v.words.Text("page.confirmed.text"),
		More: []string{v.words.Text("page.confirmed.change"), v.words.Text("page.close_page")},
	})
}
