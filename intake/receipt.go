package intake

import (
	"slices"
	"time"

	"assent"
)

// receipt says how everything that the act touched stands now.
func (w *work) receipt() Receipt {
	r := Receipt{
		Event: w.e.ID, Code: w.e.Code, Number: w.e.Number, Person: w.person,
		Confirm: w.e.Type == assent.ConsentRequested,
	}
	if len(w.e.Points) > 0 {
		r.Point = w.e.Points[0].ID
	}
	for _, c := range w.e.Choices {
		r.Results = append(r.Results, w.result(c.Point, c.Brand, c.Purpose, c.Channel, c.Party))
	}
	if len(w.e.Choices) == 0 {
		r.Results = w.covered(w.named())
	}
	return r
}

// named lists what the noes name to the point, whether or not there was a yes to end.
func (w *work) named() []Result {
	var out []Result
	for _, n := range w.e.Noes {
		p, ok := w.cat.Purpose(n.Scope.Purpose)
		if !ok || n.Scope.Channel == assent.Any || n.Cause != "" {
			continue
		}
		ch, party := assent.Channel(n.Scope.Channel), assent.Party(n.Scope.Party)
		if party == assent.Any {
			party = p.Party()
		}
		out = append(out, w.result(w.reachedBy(ch), p.Brand, p.ID, ch, party))
	}
	return out
}

func (w *work) result(point assent.ID, brand, purpose string, ch assent.Channel, party assent.Party) Result {
	cell := assent.Scope{Brand: brand, Purpose: purpose, Channel: string(ch), Party: string(party)}
	return Result{purpose, ch, w.state.Standing(point, cell, w.now()).Status}
}

// now is the instant at which the act is seen by itself.
func (w *work) now() time.Time {
	if w.e.Received.After(w.e.Recorded) {
		return w.e.Received
	}
	return w.e.Recorded
}

// covered adds the yeses that the act's noes, if any, have ended.
func (w *work) covered(out []Result) []Result {
	for _, id := range w.allPoints() {
		p, ok := w.state.Points[id]
		if !ok {
			continue
		}
		for _, y := range p.Yeses {
			r := w.result(id, w.brandOf(y.Purpose), y.Purpose, y.Channel, y.Party)
			if w.ends(y) && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

func (w *work) brandOf(purpose string) string {
	if p, ok := w.cat.Purpose(purpose); ok {
		return p.Brand
	}
	return ""
}

func (w *work) ends(y assent.StandingYes) bool {
	cell := assent.Scope{Brand: w.brandOf(y.Purpose), Purpose: y.Purpose, Channel: string(y.Channel), Party: string(y.Party)}
	return slices.ContainsFunc(w.e.Noes, func(n assent.NoEntry) bool { return n.Scope.Covers(cell) })
}
