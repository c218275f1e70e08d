package intake

import (
	"slices"

	"assent"
)

// answers finds the request that a confirmation answers, and whom it concerns.
func (w *work) answers() error {
	stored, found, err := w.tx.Event(w.dr.Refers)
	if err != nil {
		return err
	}
	if !found || stored.Event.Type != assent.ConsentRequested {
		return assent.Problemf("NO_SUCH_REQUEST", "There is no sign-up that this confirms.").In("refers").OfKind(assent.NotFound)
	}
	w.request = stored.Event
	w.dr.Person = stored.Event.Person
	return nil
}

// confirm repeats what was asked for, now from the contact point.
func (w *work) confirm() error {
	request := w.request
	if w.dr.Received.Sub(request.Time()) > assent.RequestLife {
		return assent.Problemf("REQUEST_EXPIRED", "This sign-up was not confirmed in time and has lapsed; sign up again.").OfKind(assent.Conflict)
	}
	w.e.Strength, w.e.Grade = assent.Prove(w.dr.Method, w.dr.Strength, evidenced(w.e) || request.Notice != nil)
	w.e.Points, w.e.Notice, w.e.CollectionPoint = request.Points, request.Notice, request.CollectionPoint
	w.e.Attributes, w.e.Facts = request.Attributes, request.Facts
	for _, c := range request.Choices {
		if c.Reply != assent.Yes {
			continue
		}
		if w.leftSince(c) {
			return assent.Problemf("LEFT_SINCE", "You left after this sign-up, so its link confirms nothing any more; sign up again if you changed your mind.").OfKind(assent.Conflict)
		}
		w.e.Choices = append(w.e.Choices, c)
	}
	return nil
}

// leftSince reports whether a no that covers the choice came after the request.
func (w *work) leftSince(c assent.Choice) bool {
	asked := assent.Mark{
		At: w.request.Time(), Source: w.request.Method.Source(), Batch: w.request.Batch, Number: w.request.Number,
	}
	cell := assent.Scope{Brand: c.Brand, Purpose: c.Purpose, Channel: string(c.Channel), Party: string(c.Party)}
	return slices.ContainsFunc(w.state.Noes, func(n assent.StandingNo) bool {
		return n.Scope.Covers(cell) && assent.Weigh(asked, n.Mark) == assent.Falls
	})
}
