package law_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"assent/law"
)

func TestADateIsACivilDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Date(rapid.IntRange(1, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		d := law.DateOf(want)
		if d.String() != want.Format(time.DateOnly) || d.Weekday() != want.Weekday() {
			t.Errorf("%s is read as %s, a %s", want, d, d.Weekday())
		}
		if back, err := law.ParseDate(d.String()); err != nil || back != d {
			t.Errorf("%s parses as %s, %v", d, back, err)
		}
	})
}

func TestAPeriodEndsOnTheDayOfTheSameNumber(t *testing.T) {
	for _, c := range []struct{ from, period, last string }{
		{"2026-08-17", "1 year", "2027-08-17"},
		{"2024-02-29", "1 year", "2025-02-28"},
		{"2024-02-29", "4 years", "2028-02-29"},
		{"2026-08-31", "6 months", "2027-02-28"},
		{"2025-06-18", "18 months", "2026-12-18"},
		{"2026-10-19", "30 days", "2026-11-18"},
		{"2026-11-18", "0 days", "2026-11-18"},
		{"2026-11-13", "5 business days", "2026-11-20"},
		{"2026-11-14", "1 business day", "2026-11-16"},
	} {
		p, err := law.ParsePeriod(c.period)
		if err != nil || p.String() != c.period {
			t.Fatalf("%q reads as %q, %v", c.period, p, err)
		}
		if got := day(t, c.from).Add(p); got != day(t, c.last) {
			t.Errorf("%s and %s end on %s, want %s", c.from, c.period, got, c.last)
		}
	}
}

func TestTheUnknownDayStaysUnknown(t *testing.T) {
	if d := law.Date(0); d.Known() || d.String() != "" || d.Add(law.Period{Years: 3}) != 0 {
		t.Errorf("the unknown day is %q", d)
	}
}

func TestWhatIsNoDayOrPeriodIsRefused(t *testing.T) {
	for _, s := range []string{"2026-02-30", "tomorrow", "2026-1-1"} {
		if _, err := law.ParseDate(s); err == nil {
			t.Errorf("%q is read as a day", s)
		}
	}
	for _, s := range []string{"", "3", "year", "-1 days", "2 weeks"} {
		if p, err := law.ParsePeriod(s); err == nil {
			t.Errorf("%q is read as %s", s, p)
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	f.Add("2026-11-18T11:00")
	f.Add("2026-11-18")
	f.Add("0001-01-01T00:00")
	f.Fuzz(func(t *testing.T, s string) {
		m, err := law.ParseMoment(s)
		if err != nil {
			return
		}
		if again, err := law.ParseMoment(m.String()); err != nil || again != m {
			t.Errorf("%q reads as %s, which reads as %s, %v", s, m, again, err)
		}
	})
}
