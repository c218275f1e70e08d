package web

import (
	"time"

	"assent"
	"assent/intake"
	"assent/rights"
)

// A link may ask for silence as it may leave, and no more: it never shortens a pause that runs.

// leaveReasons are the reasons that the page offers; none need be given, and none is typed, so that
// nothing personal is.
var leaveReasons = []string{"too_many", "not_for_me", "never_asked", "other"}

func reasons(d *departure) []Option {
	if d.leaving.Everything != rights.Open {
		return nil
	}
	var out []Option
	for _, r := range leaveReasons {
		out = append(out, Option{r, d.words.Text("page.leave.reasons." + r)})
	}
	return out
}

// breaks are the pauses that end after the one that runs.
func breaks(d *departure, now time.Time) []Option {
	if d.leaving.Everything != rights.Open {
		return nil
	}
	var out []Option
	for _, l := range pauseLengths {
		if assent.DayOf(now.AddDate(0, l.months, l.days)) > d.leaving.Paused {
			out = append(out, Option{l.code, d.words.Text("page.own.pause." + l.code)})
		}
	}
	return out
}

// breaking makes the act of a departure a pause; not ok if the length is none that the page offers.
func (s *site) breaking(d *departure, act intake.Act, length string) (intake.Act, bool) {
	for _, l := range pauseLengths {
		until := assent.DayOf(s.Now().AddDate(0, l.months, l.days))
		if l.code == length && until > d.leaving.Paused {
			act.Type, act.GranularOffered = assent.PauseSet, false
			act.Pause = &assent.Pause{Scope: assent.Everything(), Until: until}
			return act, true
		}
	}
	return act, false
}
