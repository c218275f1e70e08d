package law

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"assent"
)

// Date is a civil day, counted from 1 = 0001-01-01; the zero Date is unknown.
type Date int32

// unixEpoch is 1970-01-01 as a Date.
const unixEpoch = 719163

// DateOf returns the calendar day that t shows in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// NewDate returns the day of the Gregorian calendar.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + unixEpoch)
}

// ParseDate reads YYYY-MM-DD; a Problem of code BAD_DAY otherwise. The empty string is the unknown day.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, assent.Problemf("BAD_DAY", "A day is written YYYY-MM-DD, as in 2026-11-21; %q is not.", s)
	}
	return DateOf(t), nil
}

// Known reports whether the day is known.
func (d Date) Known() bool { return d != 0 }

// time returns midnight of the day as if it were UTC.
func (d Date) time() time.Time { return time.Unix((int64(d)-unixEpoch)*86400, 0).UTC() }

// String returns YYYY-MM-DD, or "" for the unknown day.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// MarshalText writes the day as [Date.String] does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] reads.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(d % 7) }

// Period is a length of time; exactly one field is set.
type Period struct {
	Years, Months, Days int
	Business            int // days from Monday to Friday; holidays count, so that it never is too long
}

// ParsePeriod reads "3 years", "18 months", "31 days", "5 business days" (singular too).
func ParsePeriod(s string) (Period, error) {
	number, unit, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(number)
	if err == nil && n >= 0 {
		switch strings.TrimSuffix(unit, "s") {
		case "year":
			return Period{Years: n}, nil
		case "month":
			return Period{Months: n}, nil
		case "day":
			return Period{Days: n}, nil
		case "business day":
			return Period{Business: n}, nil
		}
	}
	return Period{}, assent.Problemf("BAD_PERIOD", "A period is written as in \"3 years\", \"18 months\" or \"31 days\"; %q is not.", s)
}

// UnmarshalText reads what [ParsePeriod] reads.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}

// MarshalText writes the period as [Period.String] does.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// String returns the period as [ParsePeriod] reads it.
func (p Period) String() string {
	switch {
	case p.Years > 0:
		return plural(p.Years, "year")
	case p.Months > 0:
		return plural(p.Months, "month")
	case p.Business > 0:
		return plural(p.Business, "business day")
	}
	return plural(p.Days, "day")
}

func plural(n int, unit string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, unit)
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// Add returns the last day of a period that begins the day after d: the day with the same
// number, or the last of the month if there is none; never moved for weekends or holidays.
func (d Date) Add(p Period) Date {
	if d == 0 {
		return 0
	}
	if p.Business > 0 {
		return d.addBusinessDays(p.Business) + Date(p.Days)
	}
	if p.Years == 0 && p.Months == 0 {
		return d + Date(p.Days)
	}
	y, m, day := d.time().Date()
	first := time.Date(y+p.Years, m+time.Month(p.Months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first) + Date(min(day, last)-1+p.Days)
}

// addBusinessDays returns the n-th day after d that is neither a Saturday nor a Sunday.
func (d Date) addBusinessDays(n int) Date {
	for n > 0 {
		d++
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			n--
		}
	}
	return d
}
