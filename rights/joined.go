package rights

import (
	"strings"

	"assent"
	"assent/catalogue"
)

// joinedTwice reports whether the person joined one purpose by one channel in two steps, confirming from her
// mailbox, and whether so she did with all that stands. Only then may leaving take a second step too. Where
// the law wants an opt-out in one step it never may (16 CFR 316.5; CASL s. 11).
func (d *Desk) joinedTwice(c *catalogue.Catalogue, state *assent.State, point assent.ID, purpose string, channel assent.Channel) (this, all bool) {
	here, known := state.Points[point]
	if !known || inOneStep(here.Attribute("country")) || len(state.Dealings()) > 0 {
		return false, false // a dealing may be the ground of mails that she never joined
	}
	all = true
	for _, p := range c.Purposes() {
		for _, ch := range p.Channels {
			for id := range state.Points {
				s := state.Standing(id, p.Cell(ch, p.Party()), d.now())
				if s.Status != assent.Granted {
					continue
				}
				twice := s.Yes.Mark.Source == assent.Own && s.Yes.Strength == assent.DoubleOptIn
				this = this || twice && id == point && p.ID == purpose && ch == channel
				all = all && twice
			}
		}
	}
	return this, this && all
}

// inOneStep reports whether the law of a country wants an opt-out in one step.
func inOneStep(country string) bool {
	country, _, _ = strings.Cut(country, "-")
	return country == "US" || country == "CA"
}

// narrower is the frequency that she has chosen for one purpose by one channel, if it is rarer than that of the purpose.
func narrower(state *assent.State, cell assent.Scope, whole string) string {
	rarest := whole
	for _, f := range state.Frequencies {
		if f.Scope.Covers(cell) && (f.AtMost == assent.Monthly || rarest == "") {
			rarest = f.AtMost
		}
	}
	if rarest == whole {
		return ""
	}
	return rarest
}

// atMost is the frequency that she has chosen for one purpose as a whole; the rarest counts.
func atMost(state *assent.State, purpose string) string {
	rarest := ""
	for _, f := range state.Frequencies {
		whole := assent.Scope{Brand: assent.Any, Purpose: purpose, Channel: assent.Any, Party: assent.Any}
		if f.Scope.Covers(whole) && (f.AtMost == assent.Monthly || rarest == "") {
			rarest = f.AtMost
		}
	}
	return rarest
}
