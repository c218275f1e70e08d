package law

import (
	"fmt"
	"time"

	"assent"
)

// Moment is a minute on the recipient's wall clock. Zones are the caller's business: inside
// the law a moment is what her clock shows.
type Moment struct {
	Day    Date
	Minute int  // of the day, 0–1439
	Bare   bool // only the day is known: some moment of it
}

const minutesPerDay = 24 * 60

// MomentOf returns the minute that t shows in its own location.
func MomentOf(t time.Time) Moment {
	return Moment{Day: DateOf(t), Minute: t.Hour()*60 + t.Minute()}
}

// Midnight returns the first minute of the day.
func Midnight(d Date) Moment { return Moment{Day: d} }

// SomeTimeOn returns the moment of which only the day is known.
func SomeTimeOn(d Date) Moment { return Moment{Day: d, Bare: true} }

// ParseMoment reads YYYY-MM-DDTHH:MM or a bare YYYY-MM-DD; a Problem of code BAD_MOMENT otherwise.
func ParseMoment(s string) (Moment, error) {
	if t, err := time.Parse("2006-01-02T15:04", s); err == nil {
		return MomentOf(t), nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return SomeTimeOn(DateOf(t)), nil
	}
	return Moment{}, assent.Problemf("BAD_MOMENT", "A moment is written YYYY-MM-DDTHH:MM or YYYY-MM-DD; %q is not.", s)
}

// String writes what [ParseMoment] reads.
func (m Moment) String() string {
	switch {
	case m.Day == 0:
		return ""
	case m.Bare:
		return m.Day.String()
	}
	return fmt.Sprintf("%sT%02d:%02d", m.Day, m.Minute/60, m.Minute%60)
}

// MarshalText writes the moment as [Moment.String] does.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMoment] reads.
func (m *Moment) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoment(string(text))
	return err
}

// Known reports whether the moment is known at all.
func (m Moment) Known() bool { return m.Day != 0 }

// Time returns the moment as if the clock showed UTC; a bare day is its midnight.
func (m Moment) Time() time.Time {
	return m.Day.time().Add(time.Duration(m.Minute) * time.Minute)
}

// latest returns the last minute that m may mean.
func (m Moment) latest() int64 {
	if m.Bare {
		return int64(m.Day)*minutesPerDay + minutesPerDay - 1
	}
	return m.minutes()
}

// minutes counts the minutes from day 0.
func (m Moment) minutes() int64 { return int64(m.Day)*minutesPerDay + int64(m.Minute) }

// momentAt is the inverse of minutes.
func momentAt(minutes int64) Moment {
	return Moment{Day: Date(minutes / minutesPerDay), Minute: int(minutes % minutesPerDay)}
}

// Before reports whether m is earlier than o, bare days taken at their midnight.
func (m Moment) Before(o Moment) bool { return m.minutes() < o.minutes() }

// Next returns the following minute; the following day for a bare day.
func (m Moment) Next() Moment {
	if m.Bare {
		return SomeTimeOn(m.Day + 1)
	}
	return momentAt(m.minutes() + 1)
}

// happened reports whether an act of that time has happened by m: a timed act from its
// minute, an act of a bare day from the beginning of the day.
func (m Moment) happened(mark assent.Mark) bool {
	if mark.At.IsZero() {
		return true
	}
	if mark.BareDay {
		return DateOf(mark.At) <= m.Day
	}
	return MomentOf(mark.At).minutes() <= m.latest()
}
