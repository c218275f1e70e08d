package web

import (
	"time"

	"assent"
	"assent/intake"
)

// pauseLengths are the silences that can be asked for, from today.
var pauseLengths = []struct {
	code         string
	months, days int
}{
	{"two_weeks", 0, 14}, {"one_month", 1, 0}, {"three_months", 3, 0},
}

// pause is POST /p/pause: a silence of some length, or its end.
func (s *site) pause(v *owner) {
	length := v.r.PostForm.Get("length")
	var err error
	if length == "end" {
		err = s.resume(v)
	}
	for _, l := range pauseLengths {
		if l.code == length {
			err = s.recordOwn(v, pauseUntil(s.Now().AddDate(0, l.months, l.days)))
		}
	}
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	s.done(v, "/p/choices")
}

func pauseUntil(t time.Time) intake.Act {
	return intake.Act{Type: assent.PauseSet, Pause: &assent.Pause{Scope: assent.Everything(), Until: assent.DayOf(t)}}
}

// resume ends each pause that runs.
func (s *site) resume(v *owner) error {
	for _, p := range v.Own.Paused {
		if err := s.recordOwn(v, intake.Act{Type: assent.PauseSet, Pause: &assent.Pause{Scope: p.Scope}}); err != nil {
			return err
		}
	}
	return nil
}
