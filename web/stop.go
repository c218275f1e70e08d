package web

import (
	"assent"
	"assent/intake"
	"assent/link"
)

// stop is POST /p/stop: all marketing, at once. For ten minutes this browser can take it back.
func (s *site) stop(v *owner) {
	everything := assent.Everything()
	receipt, err := s.receiptOwn(v, intake.Act{
		Type: assent.ConsentWithdrawn, Scope: &everything, GranularOffered: true,
		Evidence: s.ownEvidence(preferences(v, squares(v))),
	})
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	if !receipt.Replayed {
		s.give(v.w, link.Undo, s.Links.Make(link.Undo, link.Token{Org: s.Org, Point: v.Point, Event: receipt.Event, Brand: v.session.Brand, Issued: s.Now()}))
	}
	s.done(v, "/p/choices")
}

// undoableHere is where the button posts to that takes the stop back; empty if this browser has not just pressed it.
func (s *site) undoableHere(v *owner) string {
	if t, ok := s.held(v.r, link.Undo); ok && v.Stopped && t.Point == v.Point {
		return v.here("/p/undo")
	}
	return ""
}

// unstop is POST /p/undo: all is as it was before she stopped everything.
func (s *site) unstop(v *owner) {
	t, ok := s.held(v.r, link.Undo)
	if !ok || t.Point != v.Point {
		s.tooLate(v.visit, t)
		return
	}
	err := s.recordOwn(v, intake.Act{Type: assent.WithdrawalUndone, Refers: t.Event})
	if p, refused := assent.AsProblem(err); refused && p.Kind != assent.Unavailable {
		s.forget(v.w, link.Undo)
		s.tooLate(v.visit, t)
		return
	}
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	s.forget(v.w, link.Undo)
	s.done(v, "/p/choices")
}
