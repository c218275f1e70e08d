package web

import (
	"net/http"
	"slices"

	"assent"
	"assent/intake"
	"assent/link"
	"assent/rights"
)

// oneClick is the body by which a mail program unsubscribes without a page (RFC 8058 §3.1).
const oneClickField, oneClickValue = "List-Unsubscribe", "One-Click"

// leave is POST /u/{token}: a press on the page, or a mail program's one click.
func (s *site) leave(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	if r.PostForm.Get(oneClickField) == oneClickValue {
		s.oneClick(w, r)
		return
	}
	d, ok := s.openLeave(w, r)
	if !ok {
		return
	}
	act, ok := s.departing(d)
	if !ok {
		s.drawLeave(d, http.StatusUnprocessableEntity, d.words.Text("page.leave.which"))
		return
	}
	if s.asksAgain(d, act) {
		return
	}
	receipt, err := s.depart(d, act)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if act.Type == assent.ConsentWithdrawn && act.Method == assent.UnsubscribePage && !receipt.Replayed && !receipt.Event.IsZero() {
		s.offerUndo(d, receipt)
	}
	outcome := append(d.outcome(act), "brand", d.brand())
	if page := orElse(d.token.Page, d.page.ID); page != "" {
		outcome = append(outcome, "page", page)
	}
	http.Redirect(w, r, d.here("/u/done", outcome...), http.StatusSeeOther)
}

// outcome says in the address of the last page what was stopped; it names nobody.
func (d *departure) outcome(act intake.Act) []string {
	switch {
	case act.Method == assent.NotMe:
		return []string{"scope", scopeCancel}
	case act.Type == assent.PauseSet:
		return []string{"scope", scopePause}
	case act.Type == assent.FrequencySet:
		return []string{"scope", scopeOften, "purpose", act.Frequency.Scope.Purpose, "at_most", act.Frequency.AtMost}
	case act.Scope.Purpose == assent.Any:
		return []string{"scope", scopeEverything}
	}
	return []string{"scope", scopeThis, "purpose", act.Scope.Purpose, "channel", act.Scope.Channel}
}

// departing is the act of a press; not ok if it does not say what to stop. A press that looks
// like a machine's is taken all the same, and flagged: a withdrawal is never refused.
func (s *site) departing(d *departure) (intake.Act, bool) {
	act := intake.Act{
		Type: assent.ConsentWithdrawn, Point: d.token.Point, Method: assent.UnsubscribePage,
		Actor: assent.Actor{Kind: assent.ActorPerson}, GranularOffered: true,
		Evidence: &assent.Evidence{Wording: s.leaveWording(d), Source: variant(d.page), Flags: s.flags(d)},
	}
	scope := d.r.PostForm.Get("scope")
	if d.cancels() {
		act.Method, act.Refers = assent.NotMe, d.token.Event
		return act, scope == scopeThis
	}
	if length := d.r.PostForm.Get("pause"); length != "" {
		return s.breaking(d, act, length)
	}
	if atMost := d.r.PostForm.Get("often"); atMost != "" {
		return rarer(d, act, atMost)
	}
	if why := d.r.PostForm.Get("reason"); slices.Contains(leaveReasons, why) {
		act.Evidence.Flags = append(act.Evidence.Flags, "reason_"+why)
	}
	if scope == scopeEverything {
		everything := assent.Everything()
		act.Scope = &everything
		return act, true
	}
	p, ok := d.pressed()
	if ok {
		act.Scope = &assent.Scope{Brand: assent.Any, Purpose: p.ID, Channel: string(d.token.Channel), Party: assent.Any}
	}
	return act, ok
}

// depart records the act. Of somebody who is erased there is nothing left to withdraw.
func (s *site) depart(d *departure, act intake.Act) (intake.Receipt, error) {
	if d.cancels() {
		request, err := s.Records.Request(d.r.Context(), s.Org, d.token.Event)
		if err != nil {
			return intake.Receipt{}, err
		}
		if request.Stage != rights.Open {
			return intake.Receipt{}, nil // confirmed, or cancelled before: there is nothing to cancel
		}
		act.Choices = waiting(request)
	}
	receipt, err := s.Intake.Record(d.r.Context(), s.Org, act)
	return receipt, unlessErased(err)
}

// waiting lists the choices of a sign-up that wait for their confirmation.
func waiting(r rights.Request) []intake.ActChoice {
	var out []intake.ActChoice
	for _, c := range r.Choices {
		out = append(out, intake.ActChoice{Purpose: c.Purpose, Channel: c.Channel, Party: c.Party})
	}
	return out
}

// unlessErased passes over the Problem that a person is not, or no longer, known: then nothing
// is sent to her, which is what she asks for.
func unlessErased(err error) error {
	if p, ok := assent.AsProblem(err); ok && (p.Code == "UNKNOWN_PERSON" || p.Code == "PERSON_ERASED") {
		return nil
	}
	return err
}

// watched is under what the watch remembers machines at this link: its sign-up, or whom it was mailed to.
func (d *departure) watched() assent.ID {
	if d.cancels() {
		return d.token.Event
	}
	return d.token.Point
}

func (s *site) flags(d *departure) []string {
	issued, drawn := s.drawn(d.r.PostForm.Get("nonce"), d.token.Point)
	if d.r.PostForm.Has("all") {
		s.watch.caught(d.watched(), s.Now())
	}
	switch {
	case s.watch.robot(d.watched()):
		return []string{flagRobot}
	case !drawn:
		return []string{flagNoNonce}
	case s.Now().Sub(issued) < quickest:
		return []string{flagTooFast}
	}
	return nil
}

// oneClick answers at once and for every mail program: no cookie, no redirect, no question, the same
// however often. It stops all marketing by e-mail, since our footer beside it offers the finer choice and
// the wider one; in a mail that another product wrote nothing is known to stand beside it, so it stops everything.
func (s *site) oneClick(w http.ResponseWriter, r *http.Request) {
	token, err := s.Links.Read(link.Unsubscribe, r.PathValue("token"), s.Now())
	if err != nil {
		http.Error(w, "This unsubscribe link cannot be read.", http.StatusNotFound)
		return
	}
	scope := assent.Everything()
	if !token.Foreign {
		scope.Channel = string(assent.Email)
	}
	_, err = s.Intake.Record(r.Context(), s.Org, intake.Act{
		Type: assent.ConsentWithdrawn, Point: token.Point, Method: assent.OneClick,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &scope, GranularOffered: !token.Foreign,
	})
	if unlessErased(err) != nil {
		s.Log.Error("a one-click withdrawal was not taken", "error", err)
		http.Error(w, "Please try again.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("You have unsubscribed.\n"))
}
