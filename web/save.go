package web

import (
	"net/http"
	"slices"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/link"
)

// saveChoices is POST /p/choices. What she leaves is recorded whatever else is wrong with the post: a
// withdrawal is as easy as a consent (GDPR art. 7(3)). A yes is taken only to the wording that is
// shown, and together with what it requires.
func (s *site) saveChoices(v *owner) {
	all, ticked := squares(v), v.r.PostForm["choice"]
	wording := preferences(v, all)
	joining, leaving := answers(all, ticked)
	wrong := missing(v, all, ticked, joining)
	if len(joining) > 0 && !s.unchanged(v, wording) {
		wrong = append(wrong, v.words.Text("page.form.error.stale"))
	}
	if len(wrong) > 0 {
		joining = nil
	}
	if err := s.saveOften(v); err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	if choices := append(joining, leaving...); len(choices) > 0 {
		if err := s.recordOwn(v, s.saving(v, wording, choices)); err != nil {
			s.failed(v.w, v.r, err)
			return
		}
	}
	if len(wrong) > 0 {
		s.drawChoices(v, http.StatusUnprocessableEntity, all, ticked, wrong)
		return
	}
	s.done(v, "/p/choices")
}

// done leads back to a page, which then says what was recorded.
func (s *site) done(v *owner, path string) {
	http.Redirect(v.w, v.r, v.here(path, "done", "yes"), http.StatusSeeOther)
}

// unchanged reports whether the post answers the wording as it is now.
func (s *site) unchanged(v *owner, wording shown) bool {
	digest, _, err := s.Links.Open(link.Shown, v.r.PostForm.Get("shown"), s.Now())
	return err == nil && wording.answers(digest)
}

// answers reads the boxes: a tick where nothing stands joins, an empty box leaves what stands, and an
// empty box that was never answered refuses. What stands as it was posted is not said again.
func answers(all []Square, ticked []string) (joining, leaving []intake.ActChoice) {
	for _, s := range all {
		topics, on := s.answer(ticked)
		c := intake.ActChoice{Purpose: s.choice.Purpose, Channel: s.choice.Channel, PartnerList: s.List, Topics: topics}
		switch {
		case on && s.cell.Here:
			joining = append(joining, s.join(c)...)
		case !on && s.leaves():
			c.Reply, c.Topics = assent.Blank, nil
			leaving = append(leaving, c)
		}
	}
	return withoutCascade(all, joining, leaving), leaving
}

// join is the yes of a ticked box, if it says anything new, and the topics that are left.
func (s Square) join(c intake.ActChoice) []intake.ActChoice {
	var dropped []string
	for _, t := range s.cell.Topics {
		if !slices.Contains(c.Topics, t) {
			dropped = append(dropped, t)
		}
	}
	if s.cell.Status == assent.Granted && len(dropped) == 0 && len(c.Topics) == len(s.cell.Topics) {
		return nil
	}
	out := []intake.ActChoice{c}
	if s.cell.Status == assent.Granted && len(dropped) > 0 {
		c.Topics, c.Reply = dropped, assent.No
		out = append(out, c)
	}
	return out
}

// leaves reports whether an empty box says something: not where she has said no already, nor where
// only another of her addresses has agreed, which this page does not show.
func (s Square) leaves() bool {
	switch s.cell.Status {
	case assent.Granted, assent.Pending:
		return true
	case assent.Unknown:
		return s.cell.Here && !s.cell.Elsewhere
	}
	return false
}

// withoutCascade drops each yes to what ends with a purpose that is being left: leaving wins.
func withoutCascade(all []Square, joining, leaving []intake.ActChoice) []intake.ActChoice {
	ends := map[string]bool{}
	for _, s := range all {
		left := slices.ContainsFunc(leaving, func(c intake.ActChoice) bool { return c.Purpose == s.choice.Purpose && c.Channel == s.choice.Channel })
		if left && (s.cell.Status == assent.Granted || s.cell.Status == assent.Pending) {
			for _, id := range s.ends {
				ends[id+":"+string(s.choice.Channel)] = true
			}
		}
	}
	return slices.DeleteFunc(joining, func(c intake.ActChoice) bool { return ends[c.Purpose+":"+string(c.Channel)] })
}

// missing says, for each yes, what it requires and does not get.
func missing(v *owner, all []Square, ticked []string, joining []intake.ActChoice) []string {
	var out []string
	for _, c := range joining {
		p, _ := v.catalogue.Purpose(c.Purpose)
		for _, need := range v.catalogue.Needs(p, c.Channel) {
			if !met(need, all, ticked) {
				out = append(out, v.words.Text("page.form.error.requires", "name", v.name(p), "other", v.name(need.Purpose)))
			}
		}
	}
	return out
}

func met(need catalogue.Need, all []Square, ticked []string) bool {
	return slices.ContainsFunc(all, func(s Square) bool {
		_, on := s.answer(ticked)
		return s.choice.Purpose == need.Purpose.ID && slices.Contains(need.Channels, s.choice.Channel) && (on || s.cell.Elsewhere)
	})
}

// saving is the act of the one button.
func (s *site) saving(v *owner, wording shown, choices []intake.ActChoice) intake.Act {
	act := intake.Act{Type: assent.ConsentGranted, Choices: choices, Evidence: s.ownEvidence(wording), GranularOffered: true}
	if n := wording.notice; n != nil {
		act.Notice = intake.Notice{ID: n.id, Version: n.Version, Language: n.Language}
	}
	return act
}

// recordOwn records what she does on her own page, which a code from her mailbox has opened.
func (s *site) recordOwn(v *owner, act intake.Act) error {
	_, err := s.receiptOwn(v, act)
	return err
}

func (s *site) receiptOwn(v *owner, act intake.Act) (intake.Receipt, error) {
	act.Method, act.Actor = v.method(), assent.Actor{Kind: assent.ActorPerson}
	if act.Point.IsZero() {
		act.Point = v.Point
	}
	return s.Intake.Record(v.r.Context(), s.Org, act)
}
