package api_test

import (
	"encoding/json"
	"testing"

	"assent/stats"
)

func TestWhatWasCountedIsToldWithTheTimeBefore(t *testing.T) {
	h := open(t)
	claim := func(who, day string) {
		h.want(201, h.send("POST", "/v1/events", `{"type":"consent.granted","contact":{"email":"`+who+`"},"method":"import","occurred_at":"`+day+`T10:00:00Z",
			"choices":[{"purpose":"newsletter","channel":"email"}],"evidence":{"source":"shop"},"attributes":{"country":"FR","kind":"consumer"}}`))
	}
	claim("ana@example.org", "2026-09-15")
	claim("ben@example.org", "2026-10-02")
	claim("eva@example.org", "2026-10-30")
	must(t, stats.Follow(h.archive, org, now).Count(t.Context()))
	var r stats.Report
	must(t, json.Unmarshal(h.want(200, h.send("GET", "/v1/stats?period=month&spans=1&until=2026-10-15&by=country&fact=granted&purpose=newsletter", "")).body, &r))
	if len(r.Lines) != 1 || r.Lines[0].Value != "FR" || r.Lines[0].Total != 2 || r.Lines[0].Before != 1 || r.Spans[0].Last != "2026-10-31" || r.As.Position != r.As.Head {
		t.Errorf("October by country: %+v", r)
	}
	h.want(400, h.send("GET", "/v1/stats?by=shoes", ""))
}

func TestMessagesThatWereToBeSentAndMayNotAreCountedAndQuestionsAreNot(t *testing.T) {
	h := open(t)
	h.record(`{"type":"consent.withdrawn","contact":{"email":"ben@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}],"attributes":{"country":"FR","kind":"consumer"}}`)
	h.record(anaInFrance)
	h.want(200, h.send("POST", "/v1/decisions", ask("ben@example.org")))
	sending := `{"channel":"email","purpose":"newsletter","sending":true,`
	h.want(200, h.send("POST", "/v1/decisions", sending+`"contact":{"email":"ben@example.org"}}`))
	h.want(200, h.send("POST", "/v1/decisions/batch", sending+`"contacts":[{"email":"ben@example.org"},{"email":"ana@example.org"},{"email":"ana@"}]}`))
	h.want(409, h.send("POST", "/v1/messages", `{"channel":"email","purpose":"newsletter","contact":{"email":"ben@example.org"},"subject":"Spring","text":"It is here."}`))
	_, err := h.stops.Round(t.Context())
	must(t, err)
	var r stats.Report
	must(t, json.Unmarshal(h.want(200, h.send("GET", "/v1/stats?period=day&spans=1&by=reason&fact=blocked", "")).body, &r))
	if len(r.Lines) != 1 || r.Lines[0].Value != "CONSENT_WITHDRAWN" || r.Lines[0].Total != 3 {
		t.Errorf("stopped: %+v", r.Lines)
	}
}
