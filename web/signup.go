package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/intake"
	"assent/link"
)

// signUp is POST /f/{form}. What it answers does not depend on whether the address is known.
func (s *site) signUp(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	if r.PostForm.Get("website") != "" { // only a machine fills the field that nobody sees
		s.thank(v)
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	typed := typedIn(r)
	full := s.readings.wording(v.catalogue, v.form, v.words)
	wording, opened, fresh := s.answered(full, r.PostForm.Get("shown"), typed)
	wrong := s.check(v, full, typed)
	if !fresh {
		wrong = append([]Wrong{{"", v.words.Text("page.form.error.stale")}}, wrong...)
	}
	if len(wrong) > 0 {
		s.drawForm(v, http.StatusUnprocessableEntity, wording, typed, wrong)
		return
	}
	if !s.causes.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	var flags []string
	took := s.Now().Sub(opened)
	if took < quickest {
		flags = append(flags, flagTooFast)
	}
	// Whoever fills a form faster than anyone can read it waits as long as a reader would: that
	// costs a person nothing, and a machine its speed.
	if early := s.quickestFor(r.PostForm.Get("shown"), typed, r.PostForm.Get("work")) - took; early > 0 && s.Pause(r.Context(), early) != nil {
		return
	}
	s.record(v, wording, typed, flags)
}

func typedIn(r *http.Request) Typed {
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	ticked := slices.Clone(r.PostForm["choice"])
	slices.Sort(ticked)
	return Typed{
		Email: field("email"), Phone: field("phone"),
		Country: strings.ToUpper(field("country")), Kind: field("kind"), Ticked: slices.Compact(ticked),
	}
}

// answered finds the wording that a post answers to, by the seal that came with the page: the
// whole form or what was asked on a landing page. It is not fresh if the seal is missing or too old, or the
// wording has changed since.
func (s *site) answered(full shown, seal string, typed Typed) (wording shown, opened time.Time, fresh bool) {
	digest, opened, err := s.Links.Open(link.Shown, seal, s.Now())
	if full.answers(digest) {
		return full, opened, err == nil
	}
	if part := full.only(typed.Ticked); part.answers(digest) {
		return part, opened, err == nil
	}
	return full, opened, false
}

// record writes what was said, and leads to what comes next: the code that is texted, or thanks.
func (s *site) record(v *visit, wording shown, typed Typed, flags []string) {
	next, pairs, both := "thanks", []string(nil), pair{}
	for _, d := range typed.deeds(wording) {
		receipt, err := s.Intake.Record(v.r.Context(), s.Org, d.act(v, wording, flags))
		if problem, ok := assent.AsProblem(err); ok && problem.Kind != assent.Unavailable {
			s.drawForm(v, http.StatusUnprocessableEntity, wording, typed, []Wrong{s.refusal(v, problem)})
			return
		}
		if err != nil {
			s.failed(v.w, v.r, err)
			return
		}
		if d.kind == assent.EmailAddress {
			s.remember(v.w, receipt.Event)
			both.Point, both.Mail = receipt.Point, receipt.Event
			pairs = []string{"mail", "yes"}
			continue
		}
		s.give(v.w, link.Texted, s.Links.Make(link.Texted, link.Token{Org: s.Org, Point: receipt.Point, Event: receipt.Event, Issued: s.Now()}))
		both.Text, both.Number = receipt.Event, d.typed.number(v)
		if mayText(v.catalogue, wording, typed) {
			next = "code"
		}
	}
	if !both.Mail.IsZero() && !both.Text.IsZero() {
		if err := s.givePair(v.w, both); err != nil {
			s.failed(v.w, v.r, err)
			return
		}
	}
	if next == "thanks" {
		s.thank(v)
		return
	}
	http.Redirect(v.w, v.r, v.here("/f/"+v.form.ID+"/"+next, pairs...), http.StatusSeeOther)
}

// choicesOf answers every box that could be ticked with the addresses given: yes where it is
// ticked, blank where it is not.
func choicesOf(wording shown, typed Typed) []intake.ActChoice {
	var out []intake.ActChoice
	for _, b := range wording.boxes {
		if typed.lacks(b) != "" {
			continue
		}
		topics, chosen := b.answer(typed.Ticked)
		c := intake.ActChoice{
			Purpose: b.choice.Purpose, Channel: b.choice.Channel, Party: b.choice.Party,
			PartnerList: b.List, Topics: topics,
		}
		if !chosen {
			c.Reply = assent.Blank
		}
		out = append(out, c)
	}
	return out
}

// refusal puts a Problem of the counter into the words of the page, beside its field.
func (s *site) refusal(v *visit, p *assent.Problem) Wrong {
	switch {
	case p.Code == "BAD_EMAIL":
		return Wrong{"email", v.words.Text("page.form.error.email")}
	case p.Code == "BAD_PHONE":
		return Wrong{"phone", v.words.Text("page.form.error.phone")}
	case p.Code == "BAD_COUNTRY":
		return Wrong{"country", v.words.Text("page.form.error.country")}
	}
	s.Log.Warn("a sign-up was refused", "form", v.form.ID, "code", p.Code)
	return Wrong{"", v.words.Text("page.form.error.refused")}
}

func (s *site) thank(v *visit) {
	http.Redirect(v.w, v.r, v.here("/f/"+v.form.ID+"/thanks"), http.StatusSeeOther)
}

// parse reads a posted form of either encoding; it answers itself, and returns false, if it cannot.
func (s *site) parse(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Content-Type") == "" { // some mail programs leave it out of their one click
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(bodyLimit)
	}
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		return true
	case errors.As(err, &tooLarge):
		s.fault(w, r, http.StatusRequestEntityTooLarge, "too_large")
	default:
		s.fault(w, r, http.StatusBadRequest, "method")
	}
	return false
}
