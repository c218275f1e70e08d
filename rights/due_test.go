package rights_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/law"
	"assent/locale"
	"assent/rights"
)

func lookahead(t *testing.T, h *intaketest.House) *decide.Desk {
	t.Helper()
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	return decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
}

func dues(t *testing.T, h *intaketest.House, by assent.Day) (out []rights.Due) {
	t.Helper()
	must(t, deskOf(h).Due(t.Context(), h.Org, lookahead(t, h), by, func(d rights.Due) error {
		out = append(out, d)
		return nil
	}))
	return out
}

func TestASilentPersonIsDueThreeYearsAfterTheLastContactInFrance(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		r := h.Record(intaketest.SignUp(ana, "newsletter")) // FR, 2026-11-16
		h.Record(contact(ana, assent.ContactOpen))
		if early := dues(t, h, "2029-11-16"); len(early) != 0 {
			t.Errorf("due by the last day: %+v", early)
		}
		got := dues(t, h, "2029-11-17")
		if len(got) != 2 || got[0].Do != rights.DoErase && got[1].Do != rights.DoErase {
			t.Fatalf("due are %+v", got)
		}
		for _, d := range got {
			if d.Person != r.Person || d.On != "2029-11-17" {
				t.Errorf("due is %+v", d)
			}
			if d.Do == rights.DoAsk && (d.Purpose != "newsletter" || d.Channel != assent.Email || d.Reason != assent.ReasonRetentionElapsed) {
				t.Errorf("to ask: %+v", d)
			}
		}
		h.Clock.Pass(365 * 24 * time.Hour)
		h.Record(contact(ana, assent.ContactClick)) // an open is none, a click is
		if later := dues(t, h, "2030-11-16"); len(later) != 0 {
			t.Errorf("due in spite of a click: %+v", later)
		}
	})
}

func contact(email string, kind assent.ContactKind) intake.Act {
	return intake.Act{
		Type: assent.ContactRecorded, Contact: intaketest.Email(email), Contacted: &assent.Contact{Kind: kind},
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
	}
}

func TestWhileAContractRunsNobodyIsSilent(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		h.Record(intaketest.SignUp(ana, "newsletter"))
		h.Record(intake.Act{
			Type: assent.RelationshipRecorded, Contact: intaketest.Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Relationship: &assent.Relationship{Kind: "contract_running", CreatedOn: "2026-11-01"},
		})
		for _, d := range dues(t, h, "2040-01-01") {
			if d.Do == rights.DoErase {
				t.Errorf("due: %+v", d)
			}
		}
	})
}

func TestTheSilentAreErasedOnlyWhereTheSettingsSaySo(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		settings := func(r *catalogue.Retention) {
			s := *intaketest.Items()[0].(*catalogue.Settings)
			s.Retention = r
			h.Publish(&s)
		}
		daily := &rights.Daily{Desk: deskOf(h), Org: h.Org, Counter: h.Intake, Log: slog.New(slog.DiscardHandler)}
		day := func() {
			t.Helper()
			h.Clock.Pass(24 * time.Hour)
			_, err := daily.Round(t.Context())
			must(t, err)
		}
		h.Record(intaketest.SignUp(ana, "newsletter"))
		h.Clock.Pass(100 * 24 * time.Hour)
		h.Record(intaketest.SignUp("ben@example.org", "newsletter"))

		settings(&catalogue.Retention{SilentMonths: 3})
		if day(); h.State(ana) == nil {
			t.Fatal("erased, though nobody said so")
		}
		settings(&catalogue.Retention{SilentMonths: 3, Action: catalogue.RetentionErase})
		if day(); h.State(ana) != nil {
			t.Error("kept, though she was silent")
		}
		if h.State("ben@example.org") == nil {
			t.Error("erased before the time")
		}
		h.Audit()
		list, err := deskOf(h).Requests(t.Context(), h.Org, rights.Filter{})
		if err != nil || len(list) != 0 {
			t.Errorf("requests that nobody made: %v, %v", list, err)
		}
	})
}

func TestWhoMustAnswerIsWarnedFromAWeekBeforeEveryThirdDay(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		h.Record(intaketest.SignUp(ana, "newsletter"))
		r, err := desk.Ask(t.Context(), h.Org, rights.NewRequest{Contact: intaketest.Email(ana), Right: rights.Access, Way: rights.ByEmail})
		must(t, err) // due on 2026-12-16
		var days []string
		var log bytes.Buffer
		daily := &rights.Daily{
			Desk: desk, Org: h.Org, Counter: h.Intake, Log: slog.New(slog.NewTextHandler(&log, nil)),
			Warn: func(_ context.Context, pressing []rights.SubjectRequest) error {
				for _, p := range pressing {
					if p.ID != r.ID || p.Overdue != (h.Clock.Now().Day() > 16) {
						t.Errorf("warned of %+v", p)
					}
				}
				days = append(days, h.Clock.Now().Format("02"))
				return nil
			},
		}
		for range 36 * 2 { // until 2026-12-22
			_, err := daily.Round(t.Context())
			must(t, err)
			h.Clock.Pass(12 * time.Hour)
		}
		if want := []string{"09", "12", "15", "18", "21"}; !slices.Equal(days, want) {
			t.Errorf("warned on %v, want %v", days, want)
		}
		if text := log.String(); !strings.Contains(text, "overdue=1") || strings.Contains(text, "ana") || strings.Contains(text, r.Person.String()) {
			t.Errorf("the log says %s", text)
		}
		_, err = desk.Answer(t.Context(), h.Org, r.ID, dpo, rights.Complied)
		must(t, err)
		h.Clock.Pass(10 * 24 * time.Hour)
		if _, err := daily.Round(t.Context()); err != nil || len(days) != 5 {
			t.Errorf("warned of what is answered: %v, %v", days, err)
		}
	})
}

func TestNothingIsDestroyedOnADayToWhichTheClockHasJumped(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := *intaketest.Items()[0].(*catalogue.Settings)
		s.Retention = &catalogue.Retention{SilentMonths: 3, Action: catalogue.RetentionErase}
		h.Publish(&s)
		h.Record(intaketest.SignUp(ana, "newsletter"))
		var log bytes.Buffer
		restarted := func() *rights.Daily {
			return &rights.Daily{Desk: deskOf(h), Org: h.Org, Counter: h.Intake, Log: slog.New(slog.NewTextHandler(&log, nil))}
		}
		round := func(pass time.Duration) {
			t.Helper()
			h.Clock.Pass(pass)
			_, err := restarted().Round(t.Context())
			must(t, err)
		}
		const day = 24 * time.Hour
		round(0)
		round(day)
		if round(3650 * day); h.State(ana) == nil || !strings.Contains(log.String(), "look at the clock") {
			t.Errorf("erased on the word of a clock that jumped: %s", log.String())
		}
		if round(day); h.State(ana) != nil {
			t.Error("kept, though the clock has stood by its word for a day")
		}
	})
}
