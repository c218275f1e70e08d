package law

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"assent"
)

// Window is the hours in which calls may be made. Each span includes its first minute and
// excludes its last. A missing day is closed all day.
type Window struct {
	Weekdays []Span   `yaml:"mon-fri,omitempty"`
	Saturday []Span   `yaml:"sat,omitempty"`
	Sunday   []Span   `yaml:"sun,omitempty"`
	Holidays []Span   `yaml:"holidays,omitempty"` // nationwide ones
	Eves     []Span   `yaml:"eves,omitempty"`     // weekdays before a holiday, if they differ
	Cite     []string `yaml:"cite"`
}

// Span is a stretch of one day in minutes: First ≤ minute < Last. Written 10:00-13:00.
type Span struct{ First, Last int }

// UnmarshalText reads 10:00-13:00.
func (s *Span) UnmarshalText(text []byte) error {
	first, last, ok := strings.Cut(string(text), "-")
	f, err1 := minuteOfDay(first)
	l, err2 := minuteOfDay(last)
	if !ok || err1 != nil || err2 != nil || f >= l {
		return assent.Problemf("BAD_SPAN", "Hours are written as in 10:00-13:00; %q is not.", text)
	}
	s.First, s.Last = f, l
	return nil
}

// String writes what UnmarshalText reads.
func (s Span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.First/60, s.First%60, s.Last/60, s.Last%60)
}

func minuteOfDay(s string) (int, error) {
	h, m, _ := strings.Cut(s, ":")
	hour, err1 := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	if err1 != nil || err2 != nil || hour < 0 || minute < 0 || minute > 59 || hour*60+minute > minutesPerDay {
		return 0, fmt.Errorf("no minute of a day: %q", s)
	}
	return hour*60 + minute, nil
}

// Holiday is a nationwide day of rest: a fixed day of the year (with a weekday: the first
// such from that day on), a number of days after Easter Sunday, or the n-th weekday of a
// month (negative: from its end).
type Holiday struct {
	Name    string `yaml:"name"`
	On      string `yaml:"on,omitempty"` // MM-DD
	Easter  *int   `yaml:"easter,omitempty"`
	Nth     int    `yaml:"nth,omitempty"`
	Weekday string `yaml:"weekday,omitempty"`
	Month   int    `yaml:"month,omitempty"`
	From    Date   `yaml:"from,omitempty"`
	Until   Date   `yaml:"until,omitempty"`
	InLieu  bool   `yaml:"in_lieu,omitempty"` // of a weekend: the next weekday that is no holiday rests too
}

// on returns the holiday's day in a year; ok is false if it is malformed.
func (h Holiday) on(year int) (day Date, ok bool) {
	switch {
	case h.Easter != nil:
		return easter(year) + Date(*h.Easter), true
	case h.Nth != 0:
		return h.nthWeekday(year)
	}
	t, err := time.Parse("01-02", h.On)
	on := NewDate(year, t.Month(), t.Day())
	if want := slices.Index(weekdays, h.Weekday); want >= 0 {
		on += Date((want - int(on.Weekday()) + 7) % 7)
	}
	return on, err == nil
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (h Holiday) nthWeekday(year int) (Date, bool) {
	want := slices.Index(weekdays, h.Weekday)
	if want < 0 || h.Month < 1 || h.Month > 12 || h.Nth < -5 || h.Nth > 5 {
		return 0, false
	}
	if h.Nth > 0 {
		first := NewDate(year, time.Month(h.Month), 1)
		return first + Date((want-int(first.Weekday())+7)%7+7*(h.Nth-1)), true
	}
	last := NewDate(year, time.Month(h.Month)+1, 0)
	return last - Date((int(last.Weekday())-want+7)%7+7*(-h.Nth-1)), true
}

// easter returns Easter Sunday by the Gregorian computus (Meeus).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return NewDate(year, time.Month(month), day)
}

// calendar knows the nationwide holidays of one pack.
type calendar []Holiday

// rest reports whether the day is one of rest, and which.
func (c calendar) rest(day Date) (string, bool) {
	year := day.time().Year()
	for _, h := range c {
		if on, ok := h.on(year); ok && on == day && day >= h.From && (h.Until == 0 || day <= h.Until) {
			return h.Name, true
		}
	}
	return c.restInLieu(day)
}

// restInLieu reports whether the day is one of rest for a holiday that fell on a weekend.
func (c calendar) restInLieu(day Date) (string, bool) {
	taken := map[Date]bool{}
	for _, h := range c {
		on, ok := h.on(day.time().Year())
		if !ok || !h.InLieu || !weekend(on) || on < h.From || h.Until != 0 && on > h.Until {
			continue
		}
		for weekend(on) || taken[on] || c.falls(on) {
			on++
		}
		if on == day {
			return h.Name, true
		}
		taken[on] = true
	}
	return "", false
}

func weekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// falls reports whether a holiday itself falls on the day.
func (c calendar) falls(day Date) bool {
	return slices.ContainsFunc(c, func(h Holiday) bool {
		on, ok := h.on(day.time().Year())
		return ok && on == day && day >= h.From && (h.Until == 0 || day <= h.Until)
	})
}

// spans returns the open hours of a day.
func (w *Window) spans(day Date, rest calendar) []Span {
	if _, ok := rest.rest(day); ok {
		return w.Holidays
	}
	switch day.Weekday() {
	case time.Saturday:
		return w.Saturday
	case time.Sunday:
		return w.Sunday
	}
	if _, eve := rest.rest(day + 1); eve && len(w.Eves) > 0 {
		return w.Eves
	}
	return w.Weekdays
}

// open reports whether the moment lies in the window; of a bare day, whether some minute does.
func (w *Window) open(at Moment, rest calendar) bool {
	spans := w.spans(at.Day, rest)
	if at.Bare {
		return len(spans) > 0
	}
	return slices.ContainsFunc(spans, func(s Span) bool { return s.First <= at.Minute && at.Minute < s.Last })
}

// edges returns the minutes of a day at which the window opens or closes.
func (w *Window) edges(day Date, rest calendar) []Moment {
	var out []Moment
	for _, s := range w.spans(day, rest) {
		out = append(out, Moment{Day: day, Minute: s.First})
		if s.Last < minutesPerDay {
			out = append(out, Moment{Day: day, Minute: s.Last})
		} else {
			out = append(out, Midnight(day+1))
		}
	}
	return out
}
