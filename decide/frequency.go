package decide

import (
	"time"

	"assent"
)

// A person may ask for fewer messages instead of none: at most one a week, or a month. The span
// begins on the day on which a message of that scope was last sent to her, at whichever of her contact points.

// nextByChoice is the day until which the frequency that she chose keeps the message back; empty if it does not.
func (e *enquiry) nextByChoice(at time.Time) assent.Day {
	if e.anyHour { // looked at as a cap is: whether she may be reached at all
		return ""
	}
	today := assent.DayOf(at.In(e.zone))
	var last assent.Day
	for _, next := range e.spans() {
		if next > today {
			last = max(last, next)
		}
	}
	return last
}

// spans are the ends of the spans that the last messages began, one for each wish that covers this message.
func (e *enquiry) spans() []assent.Day {
	var out []assent.Day
	for _, f := range e.state.Frequencies {
		if f.AtMost == "" || !f.Scope.Covers(e.cell()) {
			continue
		}
		if sent := e.lastSent(f.Scope); !sent.IsZero() {
			out = append(out, f.Next(assent.DayOf(sent.In(e.zone))))
		}
	}
	return out
}

// lastSent is when the latest message within a scope was sent to her; those she needs do not count.
func (e *enquiry) lastSent(within assent.Scope) time.Time {
	var last time.Time
	for _, p := range e.state.Points {
		for _, s := range p.Sent {
			if marketing(s.Kind) && within.Covers(e.cellOf(s)) {
				last = laterOf(last, s.Mark.At)
			}
		}
	}
	return last
}

// cellOf is what a message was that has been sent.
func (e *enquiry) cellOf(s assent.LatestSent) assent.Scope {
	cell := assent.Scope{Brand: e.brand, Purpose: s.Purpose, Channel: string(s.Channel), Party: string(assent.PartyOwn)}
	if p, ok := e.cat.Purpose(s.Purpose); ok {
		if cell.Party = string(p.Party()); p.Brand != "" {
			cell.Brand = p.Brand
		}
	}
	return cell
}
