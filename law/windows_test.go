package law

import "testing"

func TestEasterIsFound(t *testing.T) {
	for year, want := range map[int]string{1961: "1961-04-02", 2000: "2000-04-23", 2024: "2024-03-31", 2025: "2025-04-20",
		2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25", 2285: "2285-03-22"} {
		if got := easter(year); got.String() != want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
}

func TestHolidaysAreFixedMovableOrCounted(t *testing.T) {
	monday := 1
	for want, h := range map[string]Holiday{
		"2026-11-11": {On: "11-11"},
		"2026-04-06": {Easter: &monday},
		"2026-11-26": {Nth: 4, Weekday: "thursday", Month: 11},
		"2026-05-25": {Nth: -1, Weekday: "monday", Month: 5},
		"2026-09-07": {Nth: 1, Weekday: "monday", Month: 9},
		"2026-12-27": {Nth: -1, Weekday: "sunday", Month: 12},
		"2026-05-18": {On: "05-18", Weekday: "monday"},
	} {
		if got, ok := h.on(2026); !ok || got.String() != want {
			t.Errorf("%+v falls on %s, want %s", h, got, want)
		}
	}
	for _, h := range []Holiday{{}, {On: "13-01"}, {Nth: 1, Weekday: "someday", Month: 1}, {Nth: 9, Weekday: "monday", Month: 1}} {
		if got, ok := h.on(2026); ok {
			t.Errorf("%+v is said to fall on %s", h, got)
		}
	}
}

func TestAWindowIncludesItsFirstMinuteAndExcludesItsLast(t *testing.T) {
	w := Window{Weekdays: []Span{{600, 780}, {840, 1200}}}
	rest := calendar{{Name: "Armistice", On: "11-11"}}
	for at, want := range map[string]bool{
		"2026-11-18T09:59": false, "2026-11-18T10:00": true, "2026-11-18T12:59": true, "2026-11-18T13:00": false,
		"2026-11-18T19:59": true, "2026-11-18T20:00": false, "2026-11-21T11:00": false, "2026-11-11T11:00": false,
		"2026-11-18": true, "2026-11-21": false, "2026-11-11": false,
	} {
		m, err := ParseMoment(at)
		if err != nil || w.open(m, rest) != want {
			t.Errorf("open at %s: %v, want %v (%v)", at, !want, want, err)
		}
	}
}

func TestAHolidayOnAWeekendMayMoveToTheNextFreeWeekday(t *testing.T) {
	rest := calendar{{Name: "Christmas", On: "12-25", InLieu: true}, {Name: "Boxing Day", On: "12-26", InLieu: true}, {Name: "Saturday only", On: "05-02"}}
	for s, want := range map[string]bool{
		"2026-12-25": true, "2026-12-26": true, "2026-12-28": true, "2026-12-29": false, // Boxing Day is a Saturday
		"2027-12-27": true, "2027-12-28": true, "2027-12-29": false, // both are on the weekend
		"2021-12-27": true, "2022-12-27": true, "2022-12-28": false, // Christmas is a Sunday, Boxing Day the Monday
		"2026-05-02": true, "2026-05-04": false,
	} {
		d, err := ParseDate(s)
		if _, got := rest.rest(d); err != nil || got != want {
			t.Errorf("%s is a day of rest: %v, want %v (%v)", s, got, want, err)
		}
	}
}

func TestTheEveOfAHolidayCanHaveItsOwnHours(t *testing.T) {
	w := Window{Weekdays: []Span{{540, 1200}}, Saturday: []Span{{660, 720}}, Eves: []Span{{600, 1140}}}
	rest := calendar{{Name: "Immacolata", On: "12-08"}, {Name: "Ognissanti", On: "11-01"}}
	for at, want := range map[string]bool{
		"2026-12-07T09:59": false, "2026-12-07T10:00": true, "2026-12-07T18:59": true, "2026-12-07T19:00": false,
		"2026-12-04T09:00": true, "2026-12-09T19:00": true, "2026-12-08T11:00": false, "2026-10-31T10:30": false, "2026-10-31T11:30": true,
	} {
		if m, err := ParseMoment(at); err != nil || w.open(m, rest) != want {
			t.Errorf("open at %s: %v, want %v (%v)", at, !want, want, err)
		}
	}
}

func TestSpansAreReadStrictly(t *testing.T) {
	var s Span
	if err := s.UnmarshalText([]byte("09:00-21:30")); err != nil || s.String() != "09:00-21:30" {
		t.Errorf("%s, %v", s, err)
	}
	for _, bad := range []string{"", "9", "10:00-10:00", "21:00-09:00", "10:60-11:00", "00:00-24:01", "x-y"} {
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is read as hours", bad)
		}
	}
}

func TestAStopIsUnderstood(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	words := b.Jurisdiction("FR").editions[Prudent].stopWords
	for _, text := range []string{"STOP", " stop. ", "Stop!!", "pls quit texting me", "please opt me out", "UNSUBSCRIBE", "End",
		"Arrêt", "ne m'envoyez plus rien", "plus de SMS svp", "désabonnez-moi"} {
		if !words.match(text) {
			t.Errorf("%q is not understood as a stop", text)
		}
	}
	for _, text := range []string{"", "yes", "the end of the month is fine", "merci", "can I cancel my table", "unstoppable"} {
		if words.match(text) {
			t.Errorf("%q is understood as a stop", text)
		}
	}
}
