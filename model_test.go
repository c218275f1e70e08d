package assent_test

import (
	"slices"
	"time"

	"assent"
)

// model is the reference for State: it forgets nothing. It keeps every event and answers
// each question by looking through all of them, as a clerk with a drawer of letters would.
type model []*assent.Event

// standing is how the choice stands, from all letters.
func (m model) standing(point assent.ID, cell assent.Scope, ask time.Time) assent.Status {
	best := ""
	for _, e := range m {
		for _, c := range e.Choices {
			if !speaksOf(e, c, point, cell) || e.Time().After(ask) || m.undid(e.Batch) {
				continue
			}
			waits := e.Type == assent.ConsentRequested
			if waits && ask.Sub(e.Time()) > 7*24*time.Hour || e.Strength == assent.Passive && !waits {
				continue
			}
			switch m.against(e, cell, ask) {
			case "nothing":
				if !waits {
					return assent.Granted
				}
				best = "waits"
			case "unconfirmed":
				best = "waits"
			}
		}
	}
	if best == "waits" {
		return assent.Pending
	}
	return m.lastNo(cell, ask)
}

// speaksOf reports whether the choice is a yes, or the question for one, to the cell at the point.
func speaksOf(e *assent.Event, c assent.Choice, point assent.ID, cell assent.Scope) bool {
	says := e.Type == assent.ConsentGranted || e.Type == assent.ConsentConfirmed || e.Type == assent.ConsentRequested
	return says && c.Reply == assent.Yes && c.Point == point && c.Purpose == cell.Purpose &&
		string(c.Channel) == cell.Channel && string(c.Party) == cell.Party
}

// against says what the noes leave of a yes: "nothing" against it, only that it is
// "unconfirmed", or a "no".
func (m model) against(yes *assent.Event, cell assent.Scope, ask time.Time) string {
	out := "nothing"
	for _, e := range m {
		if !m.saysNo(e, cell, ask) {
			continue
		}
		oneRun := yes.Batch != "" && yes.Batch == e.Batch
		ours := yes.Method.Source() == assent.Own
		switch gap := yes.Time().Sub(e.Time()); {
		case oneRun && gap <= 0:
			return "no"
		case oneRun:
		case ours && e.Method.Source() == assent.Own:
			if gap < 0 || gap == 0 && yes.Number <= e.Number {
				return "no"
			}
		case gap <= 5*time.Minute:
			return "no"
		}
		if !oneRun && !(ours && yes.Method.Confirms()) {
			out = "unconfirmed"
		}
	}
	return out
}

func (m model) saysNo(e *assent.Event, cell assent.Scope, ask time.Time) bool {
	return !e.Time().After(ask) && m.kindOfNo(e, cell) != ""
}

// kindOfNo is what the event's no to the cell is called; empty if it says none.
func (m model) kindOfNo(e *assent.Event, cell assent.Scope) assent.NoKind {
	for _, n := range e.Noes {
		if n.Undoable && m.undone(e.ID) {
			continue
		}
		fits := func(part, of string) bool { return part == "*" || part == of }
		if fits(n.Scope.Brand, cell.Brand) && fits(n.Scope.Purpose, cell.Purpose) &&
			fits(n.Scope.Channel, cell.Channel) && fits(n.Scope.Party, cell.Party) {
			return n.Kind
		}
	}
	return ""
}

// undone reports whether any letter takes the withdrawal back.
func (m model) undone(withdrawal assent.ID) bool {
	return slices.ContainsFunc(m, func(e *assent.Event) bool {
		return e.Type == assent.WithdrawalUndone && e.Refers == withdrawal
	})
}

// undid reports whether any letter undoes the import run.
func (m model) undid(run string) bool {
	return run != "" && slices.ContainsFunc(m, func(e *assent.Event) bool { return e.Type == assent.ImportUndone && e.Batch == run })
}

// lastNo is the name of the latest no that covers the cell.
func (m model) lastNo(cell assent.Scope, ask time.Time) assent.Status {
	var last *assent.Event
	for _, e := range m {
		if m.saysNo(e, cell, ask) && (last == nil || e.Time().After(last.Time()) ||
			e.Time().Equal(last.Time()) && e.Number > last.Number) {
			last = e
		}
	}
	switch {
	case last == nil:
		return assent.Unknown
	case m.kindOfNo(last, cell) == assent.NoRefused:
		return assent.Refused
	}
	return assent.Withdrawn
}
