package forecast_test

import (
	"context"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/forecast"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/law"
	"assent/locale"
	"assent/store"
)

// house is a small organisation that calls as well as writes, with a desk that looks ahead.
type house struct {
	*House
	t      *testing.T
	decide *decide.Desk
	desk   *forecast.Desk
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := New(t)
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	d := decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
	h.Publish(&catalogue.Purpose{
		ID: "calls", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Calls"}, Channels: []assent.Channel{assent.LiveCall},
	}, &catalogue.Purpose{
		ID: "trial", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Trial"}, Channels: []assent.Channel{assent.Email},
		ValidityMonths: 3,
	})
	return &house{House: h, t: t, decide: d, desk: &forecast.Desk{Archive: h.Archive, Shelf: h.Shelf, Decide: d, Now: h.Clock.Now}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// record records acts of people in France.
func (h *house) record(acts ...intake.Act) {
	h.t.Helper()
	for _, act := range acts {
		if act.Attributes == nil && act.Type != assent.PauseSet {
			act.Attributes = &assent.Attributes{Country: "FR", Kind: assent.Consumer}
		}
		h.Record(act)
	}
}

func (h *house) forecast(ask forecast.Ask) *forecast.Forecast {
	h.t.Helper()
	f, err := h.desk.Forecast(h.t.Context(), h.Org, ask, nil)
	must(h.t, err)
	return f
}

// line finds one line of a forecast.
func (h *house) line(f *forecast.Forecast, purpose string, channel assent.Channel) forecast.Line {
	h.t.Helper()
	for _, l := range f.Lines {
		if l.Purpose == purpose && l.Channel == channel {
			return l
		}
	}
	h.t.Fatalf("no line of %s by %s in %+v", purpose, channel, f.Lines)
	return forecast.Line{}
}

// people lists everyone on record, with her contact points.
func people(t *testing.T, archive *store.Archive, org assent.ID) map[assent.ID][]store.PointRow {
	t.Helper()
	out := map[assent.ID][]store.PointRow{}
	must(t, archive.Read(context.Background(), org, func(v *store.View) error {
		list, err := v.People(assent.ID{}, 100_000)
		for _, p := range list {
			if out[p.ID], err = v.PointsOf(p.ID); err != nil {
				return err
			}
		}
		return err
	}))
	return out
}
