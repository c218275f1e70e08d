package api_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnEventIsRecordedAndAnsweredWithItsReceipt(t *testing.T) {
	h := open(t)
	a := h.want(201, h.send("POST", "/v1/events", `{
		"type": "consent.granted", "contact": {"email": "ana@example.org", "phone": "+33612345678"},
		"choices": [{"purpose": "newsletter", "channel": "email"}, {"purpose": "newsletter", "channel": "sms"}],
		"occurred_at": "2026-11-01T10:00:00+01:00", "notice": {"id": "privacy", "version": "1.0", "language": "en"},
		"evidence": {"source": "shop checkout"}, "attributes": {"country": "FR", "language": "fr", "kind": "consumer"}}`))
	if s := a.json["transaction_code"]; len(fmt.Sprint(s)) != 14 {
		t.Errorf("transaction_code is %v", s)
	}
	if _, ok := a.json["sequence"].(float64); !ok {
		t.Errorf("sequence is %v", a.json["sequence"])
	}
	want := `[map[channel:email purpose:newsletter status:granted] map[channel:sms purpose:newsletter status:granted]]`
	if got := fmt.Sprint(a.json["results"]); got != want {
		t.Errorf("results %s; want %s", got, want)
	}
}

func TestEveryTypeOfEventIsTaken(t *testing.T) {
	h := open(t)
	request := h.want(201, h.send("POST", "/v1/events", `{"type":"consent.requested","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}]}`))
	event := func(kind, rest string) string {
		return fmt.Sprintf(`{"type":%q,"contact":{"email":"ana@example.org"}%s}`, kind, rest)
	}
	choice := `,"choices":[{"purpose":"newsletter","channel":"email"}]`
	for _, body := range []string{
		event("consent.confirmed", fmt.Sprintf(`,"payload":{"refers":%q}`, request.json["id"])),
		event("consent.granted", choice),
		event("consent.refused", choice),
		event("consent.withdrawn", choice),
		event("consent.withdrawn", `,"scope":{"channel":"email"},"granular_choice_offered":true`),
		event("objection.raised", `,"scope":{}`),
		event("pause.set", `,"payload":{"scope":{"channel":"email"},"until":"2026-12-24"}`),
		event("relationship.recorded", `,"payload":{"kind":"purchase","last_purchase_on":"2026-10-01","similar_products":true}`),
		event("contact.recorded", `,"payload":{"kind":"click"},"occurred_at":"2026-11-20T08:00:00Z"`),
		event("register.checked", `,"payload":{"register":"bloctel","listed":false,"checked_on":"2026-11-20"}`),
		event("suppression.added", `,"payload":{"kind":"bounce"}`),
		event("suppression.removed", `,"payload":{"kind":"bounce"}`),
		event("message.sent", `,"payload":{"channel":"email","purpose":"newsletter","kind":"own_marketing","basis":"consent"}`),
		`{"type":"contact.linked","contact":{"email":"ana@example.org","external_id":"C-77"}}`,
		event("person.erased", ""),
	} {
		if a := h.send("POST", "/v1/events", body); a.status != 201 {
			t.Errorf("%s\n%d %s", body, a.status, a.body)
		}
	}
}

func TestTheSameKeyGivesTheSameAnswerAndAnotherBodyIsRefused(t *testing.T) {
	h := open(t)
	first := h.want(201, h.send("POST", "/v1/events", goodEvent, "Idempotency-Key", "order-1"))
	again := h.want(201, h.send("POST", "/v1/events", strings.ReplaceAll(goodEvent, ",", ", \n"), "Idempotency-Key", "order-1"))
	if string(first.body) != string(again.body) {
		t.Errorf("first  %s\nagain %s", first.body, again.body)
	}
	other := h.want(422, h.send("POST", "/v1/events", strings.Replace(goodEvent, "ana@", "eve@", 1), "Idempotency-Key", "order-1"))
	if other.json["code"] != "IDEMPOTENCY_KEY_REUSED" {
		t.Errorf("got %s", other.body)
	}
	unkeyed := h.want(201, h.send("POST", "/v1/events", goodEvent))
	if unkeyed.json["id"] == first.json["id"] {
		t.Error("a request without a key repeats an old answer")
	}
}

func TestWhatWasDoneOnAnotherProductsPageIsAClaimWithItsMethodKept(t *testing.T) {
	h := open(t)
	h.want(201, h.send("POST", "/v1/events", `{"type":"consent.granted","method":"confirm_button","contact":{"email":"ana@example.org"},
		"choices":[{"purpose":"newsletter","channel":"email","terms":{"dated_digital_proof":true}}],"evidence":{"source":"old shop"}}`))
	person := h.want(200, h.send("POST", "/v1/people/lookup", `{"email":"ana@example.org"}`))
	events := h.want(200, h.send("GET", "/v1/people/"+fmt.Sprint(person.json["id"])+"/events", ""))
	for _, want := range []string{`"method":"api"`, `"strength":"double_opt_in"`, `"grade":"F"`, `"source":"confirm_button: old shop"`, `"terms":{"dated_digital_proof":true}`} {
		if !strings.Contains(string(events.body), want) {
			t.Errorf("the event lacks %s: %s", want, events.body)
		}
	}
}
