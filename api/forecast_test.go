package api_test

import (
	"encoding/json"
	"testing"

	"assent/forecast"
)

func TestTheForecastCountsWhoIsLostAndWhy(t *testing.T) {
	h := open(t)
	h.want(201, h.send("POST", "/v1/events", `{"type":"consent.granted","contact":{"email":"ana@example.org"},"method":"import","occurred_at":"2023-12-01T10:00:00Z",
		"choices":[{"purpose":"newsletter","channel":"email"}],"evidence":{"source":"shop"},"attributes":{"country":"FR","kind":"consumer"}}`))
	a := h.want(200, h.send("GET", "/v1/laws/forecast?weeks=4&purpose=newsletter&channel=email", ""))
	var f forecast.Forecast
	must(t, json.Unmarshal(a.body, &f))
	if len(f.Lines) != 1 || f.Lines[0].Start != 1 || f.Lines[0].Lost != 1 || f.Lines[0].End != 0 {
		t.Fatalf("forecast %s", a.body)
	}
	if w := f.Lines[0].Weeks; len(w) != 1 || w[0].From != "2026-11-29" || len(w[0].Causes) != 1 || w[0].Causes[0].Cause != forecast.Retention {
		t.Errorf("weeks %+v, want one of 29 November, since three years of silence end on the first of December", w)
	}
}

func TestAForecastThatCannotBeMadeIsRefused(t *testing.T) {
	h := open(t)
	h.want(400, h.send("GET", "/v1/laws/forecast?weeks=0", ""))
	if a := h.want(400, h.send("GET", "/v1/laws/forecast?purpose=spam", "")); a.json["code"] != "NOTHING_TO_FORECAST" {
		t.Errorf("an unknown purpose: %s", a.body)
	}
}
