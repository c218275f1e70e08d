package forecast

import (
	"cmp"
	"maps"
	"slices"

	"assent"
	"assent/decide"
)

// count adds up what happens to people.
type count struct {
	from       assent.Day
	weeks      int
	people     int
	lines      []Line
	weekly     map[weekly]*Flow
	lawChanges map[lawChange]*Flow
}

// weekly is by what the changes of a week are kept.
type weekly struct {
	line, week int
	cause      Cause
}

// lawChange is by what changes of law are kept.
type lawChange struct {
	on           assent.Day
	jurisdiction string
	line         int
}

func newCount(questions []assent.Question, from assent.Day, weeks int) *count {
	c := &count{from: from, weeks: weeks, weekly: map[weekly]*Flow{}, lawChanges: map[lawChange]*Flow{}}
	for _, q := range questions {
		c.lines = append(c.lines, Line{Purpose: q.Purpose, Channel: q.Channel, Weeks: []Week{}})
	}
	return c
}

// add counts one person, with the courses of all her contact points.
func (c *count) add(hers []decide.Course) {
	c.people++
	for line := range c.lines {
		reachable, turns := person(slices.DeleteFunc(slices.Clone(hers), func(x decide.Course) bool { return x.Question != line }))
		if reachable {
			c.lines[line].Start++
		}
		for _, t := range turns {
			c.turn(line, t)
		}
	}
}

func (c *count) turn(line int, t turn) {
	cause := causeOf(t.Turn)
	week := min(max(daysBetween(c.from, t.On)/7, 0), c.weeks-1) // her day may be another than the organisation's
	c.lines[line].count(t.reachable)
	flow(c.weekly, weekly{line, week, cause}).count(t.reachable)
	if cause == LawChanged {
		flow(c.lawChanges, lawChange{t.On, t.Jurisdiction, line}).count(t.reachable)
	}
}

func flow[K comparable](by map[K]*Flow, key K) *Flow {
	if by[key] == nil {
		by[key] = &Flow{}
	}
	return by[key]
}

func (f *Flow) count(reachable bool) {
	if reachable {
		f.Gained++
	} else {
		f.Lost++
	}
}

// forecast lays out what was counted, in the order of time.
func (c *count) forecast(until assent.Day) *Forecast {
	out := &Forecast{From: c.from, Until: until, People: c.people, Lines: c.lines, LawChanges: []LawChange{}}
	for i := range out.Lines {
		l := &out.Lines[i]
		l.End = l.Start - l.Lost + l.Gained
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.weekly), weekly.compare) {
		l := &out.Lines[k.line]
		from := later(c.from, 7*k.week)
		if n := len(l.Weeks); n == 0 || l.Weeks[n-1].From != from {
			l.Weeks = append(l.Weeks, Week{From: from})
		}
		week := &l.Weeks[len(l.Weeks)-1]
		week.Causes = append(week.Causes, Effect{k.cause, *c.weekly[k]})
	}
	for _, k := range slices.SortedFunc(maps.Keys(c.lawChanges), lawChange.compare) {
		l := out.Lines[k.line]
		out.LawChanges = append(out.LawChanges, LawChange{k.on, k.jurisdiction, l.Purpose, l.Channel, *c.lawChanges[k]})
	}
	return out
}

func (k weekly) compare(o weekly) int {
	return cmp.Or(cmp.Compare(k.line, o.line), cmp.Compare(k.week, o.week), cmp.Compare(k.cause, o.cause))
}

func (k lawChange) compare(o lawChange) int {
	return cmp.Or(cmp.Compare(k.on, o.on), cmp.Compare(k.jurisdiction, o.jurisdiction), cmp.Compare(k.line, o.line))
}
