package forecast

import (
	"cmp"
	"slices"
	"time"

	"assent"
	"assent/decide"
)

// turn is a day on which a person becomes reachable, or unreachable.
type turn struct {
	decide.Turn
	reachable bool // from then on
	point     int
}

// person joins the courses of one person's contact points for one message: she is reachable while one
// of them is.
func person(points []decide.Course) (start bool, out []turn) {
	var all []turn
	open := make([]bool, len(points))
	for i, c := range points {
		open[i] = c.Reachable
		for n, t := range c.Turns {
			all = append(all, turn{Turn: t, reachable: c.Reachable != (n%2 == 0), point: i})
		}
	}
	slices.SortStableFunc(all, func(a, b turn) int { return cmp.Compare(a.On, b.On) })
	start = slices.Contains(open, true)
	now, why := start, turn{}
	for i, t := range all {
		open[t.point] = t.reachable
		if t.reachable != now {
			why = t
		}
		endOfDay := i == len(all)-1 || all[i+1].On != t.On
		if endOfDay && slices.Contains(open, true) != now {
			now = !now
			out = append(out, why)
		}
	}
	return start, out
}

// later is the day so many days after.
func later(d assent.Day, days int) assent.Day { return assent.DayOf(dayTime(d).AddDate(0, 0, days)) }

// daysBetween counts the days from one to another.
func daysBetween(from, to assent.Day) int { return int(dayTime(to).Sub(dayTime(from)).Hours() / 24) }

// dayTime is midnight of a day that is known to be one.
func dayTime(d assent.Day) time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}
