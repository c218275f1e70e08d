package law

import (
	"maps"
	"math"
	"slices"

	"assent"
)

// lasts returns two moments at which something changes if nothing happens, nil if it never does: the
// first minute at which allow and deny change places, and a minute before which no part of the
// decision changes, the reasons and obligations included.
//
// Between two turning points (a fact comes to pass, a period ends, the law changes) the
// answer depends on the calling window alone. So it is enough to look at each turning
// point, and at the first opening and the first closing of a window after it.
func (o *outcome) lasts() (until, turn *Moment) {
	now, windows := o.permit(), o.windows()
	from := o.v.at
	if from.Bare {
		from = Midnight(from.Day)
	}
	if o.tellsTheDay() {
		turn = &Moment{Day: from.Day + 1}
	}
	starts := append([]Moment{from}, o.turningPoints()...)
	for i, start := range starts {
		for _, m := range o.probes(windows, start, from) {
			if i+1 < len(starts) && !m.Before(starts[i+1]) {
				break // the next turning point comes first
			}
			turn = earlier(turn, &m, Moment.Before)
			if o.v.ed.permitsAt(o.v.f, o.v.q, m) != now {
				return &m, turn
			}
		}
	}
	return nil, turn
}

// tellsTheDay reports whether an obligation of the cell names the day of the question.
func (o *outcome) tellsTheDay() bool {
	return slices.ContainsFunc(o.cell.obligations, func(p *obligationPlan) bool {
		return p.rule.Value != nil && p.rule.Value.Day == "as_of"
	})
}

// permitsAt reports whether the question is permitted at another moment.
func (ed *edition) permitsAt(f *Facts, q *Question, at Moment) bool {
	o := ed.evaluate(f, q, at)
	return o != nil && o.permit()
}

// probes are the moments to look at from a turning point on, in order.
func (o *outcome) probes(windows []*Window, start, now Moment) []Moment {
	var out []Moment
	if now.Before(start) {
		out = append(out, start)
	}
	enough := 2
	if len(windows) > 1 {
		enough = math.MaxInt
	}
	for _, w := range windows {
		out = append(out, o.edgesAfter(w, start, enough)...)
	}
	slices.SortFunc(out, func(a, b Moment) int { return int(a.minutes() - b.minutes()) })
	return out
}

// edgesAfter returns the next opening and the next closing of a window after a moment; of
// several windows, every edge of three weeks. The longest run of closed days that we know
// is shorter than that.
func (o *outcome) edgesAfter(w *Window, after Moment, enough int) []Moment {
	rest := o.v.ed.holidays
	was := w.open(after, rest)
	var out []Moment
	for day := after.Day; day <= after.Day+21 && len(out) < enough; day++ {
		for _, edge := range w.edges(day, rest) {
			if after.Before(edge) && w.open(edge, rest) != was && len(out) < enough {
				out, was = append(out, edge), !was
			}
		}
	}
	return out
}

// windows lists the windows that the pack's gates use on this channel.
func (o *outcome) windows() []*Window {
	var out []*Window
	for _, w := range o.v.ed.windows[o.v.q.Channel] {
		if !(w.timing && o.v.q.AtAnyHour) {
			out = append(out, w.window)
		}
	}
	return out
}

// namedWindow is a window of the gates of a channel; timing if only gates of timing use it.
type namedWindow struct {
	window *Window
	timing bool
}

// windowsByChannel finds, for each channel, the windows that its gates use, in the order of their names.
func (r *rules) windowsByChannel() map[assent.Channel][]namedWindow {
	out := map[assent.Channel][]namedWindow{}
	for _, channel := range channelAxis {
		all, beyondTiming := map[string]bool{}, map[string]bool{}
		for _, g := range r.Gates {
			if !among(g.Channels, channel) {
				continue
			}
			for _, e := range []*Expr{g.Closed, g.Open} {
				e.windows(all)
				if !g.Timing {
					e.windows(beyondTiming)
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(all)) {
			w := r.Windows[name]
			out[channel] = append(out[channel], namedWindow{&w, !beyondTiming[name]})
		}
	}
	return out
}

// windows collects the names of the windows in an expression.
func (e *Expr) windows(into map[string]bool) {
	if e == nil {
		return
	}
	if e.Outside != "" {
		into[e.Outside] = true
	}
	for _, c := range e.children() {
		c.windows(into)
	}
}

// turningPoints lists the moments after now at which anything but a window can change:
// the times of the facts themselves, the first day after any period from any day of the
// facts, and the days on which the law changes.
func (o *outcome) turningPoints() []Moment {
	now := o.v.at
	var out []Moment
	add := func(m Moment) {
		if m.Known() && now.Before(m) {
			out = append(out, m)
		}
	}
	for _, m := range o.v.f.moments() {
		add(m)
	}
	for _, d := range o.v.f.days() {
		add(Midnight(d))
		add(Midnight(d + 1))
		for _, p := range o.v.ed.rules.periods {
			add(Midnight(d.Add(p) + 1))
		}
	}
	for _, d := range o.v.ed.changes {
		add(Midnight(d))
	}
	slices.SortFunc(out, func(a, b Moment) int { return int(a.minutes() - b.minutes()) })
	return slices.Compact(out)
}

// days lists every day that stands in the facts.
func (f *Facts) days() []Date {
	out := []Date{f.RefusedAtCollection, f.LastContactOn, f.LastOpenOn, f.LastMarketingSentOn}
	if f.Referral != nil {
		out = append(out, f.Referral.On)
	}
	for i := range f.Relationships {
		r := &f.Relationships[i]
		out = append(out, r.On, r.CreatedOn, r.LastPurchaseOn, r.EnquiryOn, r.ContractEndOn)
	}
	for _, r := range f.Registers {
		out = append(out, r.ListedOn, r.CheckedOn)
	}
	for _, m := range f.moments() {
		out = append(out, m.Day)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(d Date) bool { return d == 0 })
}

// moments lists every timed act that stands in the facts.
func (f *Facts) moments() []Moment {
	var marks []assent.Mark
	for i := range f.Consents {
		marks = append(marks, f.Consents[i].Mark)
	}
	for i := range f.Noes {
		marks = append(marks, f.Noes[i].Mark)
	}
	for i := range f.Suppressions {
		marks = append(marks, f.Suppressions[i].Mark)
	}
	for i := range f.InboundTexts {
		marks = append(marks, f.InboundTexts[i].Mark)
	}
	if f.RefusedInCall != nil {
		marks = append(marks, *f.RefusedInCall)
	}
	out := slices.Clone(f.Attempts)
	for _, m := range marks {
		if !m.At.IsZero() {
			out = append(out, MomentOf(m.At))
		}
	}
	return out
}
