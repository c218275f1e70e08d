package forecast_test

import (
	"crypto/rand"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/forecast"
	"assent/intake"
	"assent/law"
	"assent/locale"
	"assent/sample"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

// TestTheSumsAgreeWithDecidingEveryoneAtBothEnds asks the desk, person by person, what the forecast says in sum.
func TestTheSumsAgreeWithDecidingEveryoneAtBothEnds(t *testing.T) {
	today := time.Date(2026, 7, 15, 9, 0, 0, 0, time.UTC)
	clock := sample.NewClock(func() time.Time { return today })
	archive, org := storetest.SQLite(t), assent.ID{15: 1}
	keys, err := vault.Generate(rand.Reader, "assent.example/log", today)
	must(t, err)
	v, err := vault.New(keys, rand.Reader)
	must(t, err)
	must(t, archive.Update(t.Context(), org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: org, Name: "Verdier"}) }))
	clock.Begin()
	items, err := sample.Organisation("https://verdier.example")
	must(t, err)
	shelf := catalogue.New(archive, rand.Reader)
	must(t, shelf.Publish(t.Context(), org, assent.Actor{Kind: assent.ActorHouse}, clock.Now(), items...))
	counter := intake.New(archive, v, shelf, intake.Options{Now: clock.Now, Random: rand.Reader})
	_, err = sample.Populate(t.Context(), org, counter, nil, clock, 400, 7, func(int, int) {})
	must(t, err)
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	desk := decide.New(archive, v, shelf, book, words, decide.Options{Now: clock.Now})

	ahead := &forecast.Desk{Archive: archive, Shelf: shelf, Decide: desk, Now: clock.Now}
	f, err := ahead.Forecast(t.Context(), org, forecast.Ask{Weeks: 60}, nil)
	must(t, err)
	everyone := people(t, archive, org)
	if f.People != len(everyone) {
		t.Errorf("%d people, want %d", f.People, len(everyone))
	}
	last, err := time.Parse(time.DateOnly, string(f.Until))
	must(t, err)
	lost := 0
	for _, l := range f.Lines {
		lost += l.Lost
		inWeeks := forecast.Flow{}
		for _, w := range l.Weeks {
			for _, c := range w.Causes {
				inWeeks.Lost, inWeeks.Gained = inWeeks.Lost+c.Lost, inWeeks.Gained+c.Gained
			}
		}
		if inWeeks != l.Flow || l.Start-l.Lost+l.Gained != l.End {
			t.Errorf("the weeks of %+v do not add up", l)
		}
		start, end := 0, 0
		for _, points := range everyone {
			if reachable(t, desk, org, l, points, today) {
				start++
			}
			if reachable(t, desk, org, l, points, last.Add(-3*time.Hour)) { // of no zone of the sample the day after
				end++
			}
		}
		if l.Start != start || l.End != end {
			t.Errorf("%s by %s: %d → %d; deciding one by one: %d → %d", l.Purpose, l.Channel, l.Start, l.End, start, end)
		}
	}
	if lost == 0 || len(f.LawChanges) == 0 {
		t.Errorf("%d are lost in 60 weeks, %d by changes of law: the sample shows nothing", lost, len(f.LawChanges))
	}
}

// reachable decides whether one of her addresses may be reached, hours apart.
func reachable(t *testing.T, desk *decide.Desk, org assent.ID, l forecast.Line, points []store.PointRow, at time.Time) bool {
	t.Helper()
	for _, p := range points {
		if !p.Kind.Reaches(l.Channel) {
			continue
		}
		d, err := desk.MaySend(t.Context(), org, assent.Question{
			Contact: assent.Contactable{Point: p.ID}, Purpose: l.Purpose, Channel: l.Channel, At: at,
		})
		must(t, err)
		if d.Decision == assent.Allow || d.Reason == assent.ReasonQuietHours && d.Basis != assent.NoBasis {
			return true
		}
	}
	return false
}
