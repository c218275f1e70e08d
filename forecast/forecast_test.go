package forecast_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"assent"
	"assent/forecast"
	"assent/intake"
	. "assent/intake/intaketest"
)

// The clock of the house stands at Monday, 16 November 2026.

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t.Add(9 * time.Hour)
}

func lost(from assent.Day, cause forecast.Cause, n int) forecast.Week {
	return forecast.Week{From: from, Causes: []forecast.Effect{{Cause: cause, Flow: forecast.Flow{Lost: n}}}}
}

func (h *house) expect(l forecast.Line, start, end int, weeks ...forecast.Week) {
	h.t.Helper()
	if l.Start != start || l.End != end || len(l.Weeks) != len(weeks) || len(weeks) > 0 && !reflect.DeepEqual(l.Weeks, weeks) {
		h.t.Errorf("%s by %s: %d → %d, %+v; want %d → %d, %+v", l.Purpose, l.Channel, l.Start, l.End, l.Weeks, start, end, weeks)
	}
}

func TestSilentPeopleInFranceFallAwayAfterThreeYears(t *testing.T) {
	h := newHouse(t)
	h.record(
		Claim("ana@example.org", "newsletter", day("2023-11-20")), // the last day is 20 November 2026
		Claim("bea@example.org", "newsletter", day("2023-12-01")),
		Claim("cleo@example.org", "newsletter", day("2023-12-02")),
		Claim("dora@example.org", "newsletter", day("2026-01-02")),
	)
	f := h.forecast(forecast.Ask{Weeks: 4})
	h.expect(h.line(f, "newsletter", assent.Email), 4, 1,
		lost("2026-11-16", forecast.Retention, 1), lost("2026-11-30", forecast.Retention, 2))
	if f.From != "2026-11-16" || f.Until != "2026-12-14" || f.People != 4 || len(f.LawChanges) != 0 {
		t.Errorf("from %s until %s, %d people, law changes %v", f.From, f.Until, f.People, f.LawChanges)
	}
	h.expect(h.line(h.forecast(forecast.Ask{Weeks: 2}), "newsletter", assent.Email), 4, 3, lost("2026-11-16", forecast.Retention, 1))
}

func TestTheDayOnWhichFranceForbidsCallsWithoutConsentIsSeenComing(t *testing.T) {
	h := newHouse(t)
	for i := range 3 {
		h.record(intake.Act{
			Type: assent.RegisterChecked, Contact: assent.Contactable{Phone: fmt.Sprintf("+3363998010%d", i)}, Occurred: day("2026-07-20"),
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "dialler"}, Register: &assent.RegisterCheck{Register: "bloctel", CheckedOn: "2026-07-20"},
		})
	}
	h.record(intake.Act{
		Type: assent.ConsentGranted, Contact: assent.Contactable{Phone: "+33639980123"}, Occurred: day("2026-06-01"), Method: assent.CallRecorded,
		Actor: assent.Actor{Kind: assent.ActorOperator, ID: "agent"}, Evidence: &assent.Evidence{Attachments: []string{"5e1f"}},
		Choices: []intake.ActChoice{{Purpose: "calls", Channel: assent.LiveCall, Terms: assent.Terms{DatedDigitalProof: true}}},
	})
	f := h.forecast(forecast.Ask{From: "2026-08-01", Weeks: 3, Purpose: "calls"})
	h.expect(h.line(f, "calls", assent.LiveCall), 4, 1, lost("2026-08-08", forecast.LawChanged, 3))
	want := []forecast.LawChange{{On: "2026-08-11", Jurisdiction: "FR", Purpose: "calls", Channel: assent.LiveCall, Flow: forecast.Flow{Lost: 3}}}
	if !reflect.DeepEqual(f.LawChanges, want) {
		t.Errorf("law changes %+v, want %+v", f.LawChanges, want)
	}
	f = h.forecast(forecast.Ask{From: "2026-08-01", Weeks: 1, Purpose: "calls"})
	h.expect(h.line(f, "calls", assent.LiveCall), 4, 4)
	f = h.forecast(forecast.Ask{Weeks: 40, Purpose: "calls"})
	h.expect(h.line(f, "calls", assent.LiveCall), 1, 0, lost("2027-05-31", forecast.ConsentExpired, 1))
}

func TestAPurposesOwnLimitEndsConsents(t *testing.T) {
	h := newHouse(t)
	h.record(Claim("ana@example.org", "trial", day("2026-09-01")), Claim("bea@example.org", "trial", day("2026-11-10")))
	h.expect(h.line(h.forecast(forecast.Ask{Weeks: 26, Purpose: "trial"}), "trial", assent.Email), 2, 0,
		lost("2026-11-30", forecast.ConsentExpired, 1), lost("2027-02-08", forecast.ConsentExpired, 1))
}

func TestWhoPausedComesBack(t *testing.T) {
	h := newHouse(t)
	h.record(Claim("ana@example.org", "newsletter", day("2026-09-01")), intake.Act{
		Type: assent.PauseSet, Contact: Email("ana@example.org"), Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
		Pause: &assent.Pause{Until: "2026-11-30"},
	})
	back := forecast.Week{From: "2026-11-30", Causes: []forecast.Effect{{Cause: forecast.PauseEnded, Flow: forecast.Flow{Gained: 1}}}}
	h.expect(h.line(h.forecast(forecast.Ask{Weeks: 4}), "newsletter", assent.Email), 0, 1, back)
}

func TestAPersonIsReachableWhileOneOfHerAddressesIs(t *testing.T) {
	h := newHouse(t)
	for email, on := range map[string]string{"ana@example.org": "2026-09-01", "ana@work.example": "2026-10-01"} {
		act := Claim(email, "trial", day(on))
		act.Contact.ExternalID = "4711"
		h.record(act)
	}
	f := h.forecast(forecast.Ask{Weeks: 26, Purpose: "trial"})
	h.expect(h.line(f, "trial", assent.Email), 1, 0, lost("2026-12-28", forecast.ConsentExpired, 1))
}

func TestWhoIsErasedIsNotCounted(t *testing.T) {
	h := newHouse(t)
	h.record(Claim("ana@example.org", "newsletter", day("2026-09-01")),
		intake.Act{Type: assent.PersonErased, Contact: Email("ana@example.org"), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
	h.expect(h.line(h.forecast(forecast.Ask{Weeks: 4}), "newsletter", assent.Email), 0, 0)
}

func TestAForecastThatCannotBeMadeGetsASentence(t *testing.T) {
	h := newHouse(t)
	for code, ask := range map[string]forecast.Ask{
		"BAD_WEEKS":           {Weeks: 0},
		"BAD_DAY":             {Weeks: 4, From: "1 May"},
		"NOTHING_TO_FORECAST": {Weeks: 4, Purpose: "trial", Channel: assent.SMS},
	} {
		_, err := h.desk.Forecast(t.Context(), h.Org, ask, nil)
		if p, ok := assent.AsProblem(err); !ok || p.Code != code {
			t.Errorf("%+v: %v, want %s", ask, err, code)
		}
	}
}
