package decide

import (
	"time"

	"assent"
	"assent/law"
)

// noes collects every no of the person, and the day of a refusal at collection.
func (e *enquiry) noes(g *gathered, at time.Time) {
	cell := e.cell()
	for _, n := range e.state.Noes {
		if n.Mark.At.After(at) {
			continue
		}
		g.Noes = append(g.Noes, law.No{
			Mark: e.local(n.Mark), Kind: n.Kind, Scope: n.Scope, GranularChoiceOffered: &n.Granular,
		})
		g.noEvents = append(g.noEvents, n.Event)
		if n.Kind == assent.NoRefused && n.Scope.Covers(cell) {
			g.RefusedAtCollection = max(g.RefusedAtCollection, e.localDay(n.Mark.At))
		}
	}
}

// refusedInCall takes the instant at which she said in a call that she wants no more of them.
func (e *enquiry) refusedInCall(g *gathered, at time.Time) {
	for _, f := range e.here.Facts {
		if f.Name == "refused_in_call" && !f.Mark.At.After(at) {
			m := e.local(f.Mark)
			g.RefusedInCall = &m
		}
	}
}

// suppressions collects the technical stops at the contact point, and what an erasure has
// left for an address that nobody has.
func (e *enquiry) suppressions(g *gathered, at time.Time) {
	for _, s := range e.here.Suppressions {
		if s.Active && !s.Mark.At.After(at) {
			g.Suppressions = append(g.Suppressions, law.Suppression{Mark: e.local(s.Mark), Match: s.Kind, Scope: "all"})
		}
	}
	for _, s := range e.erased {
		if s.Scope.Covers(e.cell()) {
			g.Suppressions = append(g.Suppressions, law.Suppression{
				Mark:  assent.Mark{At: midnight(s.Day, e.zone), BareDay: true, Source: assent.Own},
				Match: "hmac", Scope: "all",
			})
		}
	}
}

func midnight(d assent.Day, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
