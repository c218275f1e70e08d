package web

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"

	"assent"
	"assent/intake"
	"assent/link"
)

// answer is POST /a/{token}: yes to some, no to all, or the end of all advertising.
func (s *site) answer(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	q, ok := s.openQuestion(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(q.visit)
		return
	}
	if r.PostForm.Get("scope") == scopeEverything {
		s.leaveInstead(q)
		return
	}
	ticked, wording := r.PostForm["choice"], s.questionWording(q)
	if r.PostForm.Get("press") == "none" {
		ticked = nil
	}
	if doubt := s.doubt(q); doubt != "" {
		s.drawQuestion(q, http.StatusUnprocessableEntity, ticked, []string{q.words.Text(doubt)})
		return
	}
	if !s.asShown(q, wording) {
		s.drawQuestion(q, http.StatusUnprocessableEntity, ticked, []string{q.words.Text("page.answer.stale")})
		return
	}
	s.recordAnswer(q, wording, ticked)
}

// doubt says what is missing for a press to be taken as hers; empty if nothing is. It must be the real
// button, on a page of ours, after a moment; once a machine has been seen, the code in the mail decides.
func (s *site) doubt(q *question) string {
	form, event := q.r.PostForm, q.token.Event
	issued, drawn := s.drawn(form.Get("nonce"), event)
	genuine := form.Get("press") != "" && !form.Has("all") && drawn && s.Now().Sub(issued) >= quickest
	seen := s.watch.robot(event)
	switch {
	case !genuine:
		s.watch.caught(event, s.Now())
		return "page.confirm.code_intro"
	case !seen:
		return ""
	case digits(form.Get("code")) == "":
		return "page.confirm.code_intro"
	case !s.watch.try(event, s.Now()):
		return "page.confirm.code_tries"
	case subtle.ConstantTimeCompare([]byte(digits(form.Get("code"))), []byte(s.Links.Code(q.raw))) != 1:
		return "page.confirm.code_wrong"
	}
	return ""
}

// asShown reports whether the post answers the wording as it is now.
func (s *site) asShown(q *question, wording shown) bool {
	digest, _, err := s.Links.Open(link.Shown, q.r.PostForm.Get("shown"), s.Now())
	return err == nil && wording.answers(digest)
}

// recordAnswer records yes to what is ticked and no to the rest, and leads to a page without the token.
func (s *site) recordAnswer(q *question, wording shown, ticked []string) {
	act := intake.Act{
		Type: assent.ConsentGranted, Point: q.token.Point, Refers: q.token.Event, Method: assent.ConsentRequest,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Evidence: s.ownEvidence(wording), GranularOffered: true,
	}
	if n := wording.notice; n != nil {
		act.Notice = intake.Notice{ID: n.id, Version: n.Version, Language: n.Language}
	}
	query := url.Values{"lang": {q.words.Language()}, "brand": {q.asked.Brand}}
	for _, b := range wording.boxes {
		c := intake.ActChoice{Purpose: b.choice.Purpose, Channel: b.choice.Channel, Reply: assent.Blank}
		query.Add("asked", b.Key)
		if slices.Contains(ticked, b.Key) {
			c.Reply = assent.Yes
			query.Add("yes", b.Key)
		}
		act.Choices = append(act.Choices, c)
	}
	if s.watch.robot(q.token.Event) {
		act.Evidence.Flags = []string{flagRobot}
	}
	switch _, err := s.Intake.Record(q.r.Context(), s.Org, act); {
	case isProblem(err, "REQUIRES"):
		s.drawQuestion(q, http.StatusUnprocessableEntity, ticked, alone(q, wording, ticked))
	case unlessErased(err) != nil:
		s.failed(q.w, q.r, err)
	default:
		http.Redirect(q.w, q.r, "/a/done?"+query.Encode(), http.StatusSeeOther)
	}
}

// alone says what is ticked without what it requires.
func alone(q *question, wording shown, ticked []string) []string {
	var out []string
	for _, b := range wording.boxes {
		if !slices.Contains(ticked, b.Key) {
			continue
		}
		if other, missing := required(q.visit, wording, Typed{Ticked: ticked}, b); missing {
			out = append(out, q.words.Text("page.form.error.requires", "name", b.Name, "other", other))
		}
	}
	return out
}

// leaveInstead ends all advertising. A press that looks like a machine's is taken all the same, and flagged:
// a withdrawal is never refused.
func (s *site) leaveInstead(q *question) {
	everything := assent.Everything()
	act := intake.Act{
		Type: assent.ConsentWithdrawn, Point: q.token.Point, Refers: q.token.Event, Method: assent.ConsentRequest,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &everything, GranularOffered: true,
		Evidence: s.ownEvidence(s.questionWording(q)),
	}
	issued, drawn := s.drawn(q.r.PostForm.Get("nonce"), q.token.Event)
	switch {
	case s.watch.robot(q.token.Event):
		act.Evidence.Flags = []string{flagRobot}
	case !drawn:
		act.Evidence.Flags = []string{flagNoNonce}
	case s.Now().Sub(issued) < quickest:
		act.Evidence.Flags = []string{flagTooFast}
	}
	if _, err := s.Intake.Record(q.r.Context(), s.Org, act); unlessErased(err) != nil {
		s.failed(q.w, q.r, err)
		return
	}
	http.Redirect(q.w, q.r, q.here("/u/done", "scope", scopeEverything, "brand", q.asked.Brand), http.StatusSeeOther)
}
