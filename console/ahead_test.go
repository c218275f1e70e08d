package console_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/console"
	"assent/forecast"
	"assent/intake/intaketest"
	"assent/stats"
	"assent/store"
)

func TestAnOrganisationThatPublishedNothingOpensEveryScreen(t *testing.T) {
	h := intaketest.New(t)
	var err error
	h.Org, err = assent.NewID(h.Clock.Now(), rand.Reader)
	must(t, err)
	must(t, h.Archive.Update(t.Context(), h.Org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: h.Org, Name: "Newcomer SAS"}) }))
	w := newWorld(t, h)
	v := w.operator(auth.Admin)
	for _, r := range w.routes {
		path, ok := strings.CutPrefix(r.Path, "GET ")
		if ok && !strings.Contains(path, "{") && !strings.Contains(path, "/signin") {
			v.get("/console" + strings.TrimSuffix(path, "/")).is(http.StatusOK).hides(`<html lang="">`)
		}
	}
	v.get("/console/law/ahead").says("There is no purpose to look ahead for yet.")
}

// fails is a forecaster without a database.
type fails struct{ tried chan struct{} }

func (f fails) Forecast(context.Context, assent.ID, forecast.Ask, func(int)) (*forecast.Forecast, error) {
	f.tried <- struct{}{}
	return nil, errors.New("the database is away")
}

func TestNoScreenFailsForWantOfAForecastAndItIsTriedAgainSoon(t *testing.T) {
	tried := make(chan struct{}, 2)
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Forecast = fails{tried} })
	w.subscribed()
	must(t, stats.Follow(w.Archive, w.Org, w.Clock.Now).Count(t.Context()))
	v := w.operator(auth.Viewer)
	for want := range 2 {
		for len(tried) <= want {
			v.get("/console/law/ahead").is(http.StatusOK).says("Everyone is being looked at.")
		}
		v.get("/console/law/ahead.csv").is(http.StatusOK)
		v.get("/console").is(http.StatusOK).says("It is being worked out.")
		w.Clock.Pass(2 * time.Minute)
	}
}
