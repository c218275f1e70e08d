package web

import (
	"net/http"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake"
)

// SurePage asks once more before something is stopped, where the organisation has chosen that for its
// page and the person had joined in two steps as well.
type SurePage struct {
	Frame
	Action  string
	Nonce   string
	Address string // masked
	Press   Way    // the press that is repeated
	Reason  string
	Back    string
}

// asksAgain takes a press to its second step, if it needs one. A one-click never comes here, and
// neither does a press that comes from that step.
func (s *site) asksAgain(d *departure, act intake.Act) bool {
	if act.Type != assent.ConsentWithdrawn || act.Method != assent.UnsubscribePage || d.sure || !d.joinedTwice(act) {
		return false
	}
	switch d.page.OptOut {
	case catalogue.OptOutPage:
		if d.r.PostForm.Get("sure") != "" {
			return false
		}
		s.drawSure(d)
		return true
	case catalogue.OptOutMail:
		return s.mailLeaving(d, act)
	}
	return false
}

// joinedTwice reports whether she joined in two steps what the act stops: leaving is never harder than
// joining (GDPR art. 7(3)).
func (d *departure) joinedTwice(act intake.Act) bool {
	if act.Scope.Purpose == assent.Any {
		return d.leaving.AllTwice
	}
	return d.leaving.Twice && act.Scope.Purpose == d.token.Purpose
}

func (s *site) drawSure(d *departure) {
	form := d.r.PostForm
	p := &SurePage{
		Frame: s.frame(d.visit, d.brand(), "page.sure.title"), Action: d.here("/u/" + d.raw), Nonce: s.nonce(d.token.Point),
		Address: d.leaving.Address, Reason: form.Get("reason"), Back: d.here("/u/" + d.raw),
	}
	_, ways := s.ways(d)
	for _, w := range ways {
		if form.Get(w.Field) == w.Value {
			p.Press = w
		}
	}
	s.draw(d.visit, http.StatusOK, p)
}

// mailLeaving has the second step mailed. If it cannot be, what she wants is done at once.
func (s *site) mailLeaving(d *departure, act intake.Act) bool {
	purpose := act.Scope.Purpose
	if purpose == assent.Any {
		purpose = ""
	}
	id, err := assent.NewID(s.Now(), s.Random)
	if err == nil {
		letter := dispatch.Letter{ID: id, Point: d.token.Point, Brand: d.brand(), Language: d.words.Language()}
		err = s.Letters.MailLeaving(d.r.Context(), s.Org, letter, purpose)
	}
	if err != nil {
		return false
	}
	http.Redirect(d.w, d.r, d.here("/u/done", "scope", scopeMailed, "brand", d.brand()), http.StatusSeeOther)
	return true
}
