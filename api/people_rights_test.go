package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func (h *house) ana() string {
	h.t.Helper()
	h.record(goodEvent)
	return h.lookUp(`{"email":"ana@example.org"}`).json["id"].(string)
}

func TestARequestThatCameByLetterIsEnteredExtendedAndAnswered(t *testing.T) {
	h := open(t)
	id := h.ana()
	r := h.want(201, h.send("POST", "/v1/requests", `{"contact":{"email":"ana@example.org"},"right":"access","way":"letter","received_at":"2026-10-01T09:00:00Z","reference":"DSR-17"}`))
	if r.json["due_on"] != "2026-11-01" || r.json["overdue"] != true || r.json["person"] != id {
		t.Errorf("entered as %s", r.body)
	}
	request := "/v1/requests/" + r.json["id"].(string)
	if late := h.want(200, h.send("GET", "/v1/requests?overdue=true", "")); len(late.json["items"].([]any)) != 1 {
		t.Errorf("overdue: %s", late.body)
	}
	if a := h.want(409, h.send("POST", request+"/extend", `{"reason":"number"}`)); a.json["code"] != "TOO_LATE_TO_EXTEND" {
		t.Errorf("extended: %s", a.body)
	}
	answered := h.want(200, h.send("POST", request+"/answer", `{"outcome":"done"}`))
	if answered.json["outcome"] != "done" || !strings.HasPrefix(fmt.Sprint(answered.json["handler"]), "key:") {
		t.Errorf("answered as %s", answered.body)
	}
	h.want(409, h.send("POST", request+"/answer", `{"outcome":"unfounded"}`))
	h.want(404, h.send("POST", "/v1/requests/x/answer", `{"outcome":"done"}`))
	h.want(404, h.send("POST", "/v1/requests", `{"contact":{"email":"eve@example.org"},"right":"access","way":"letter"}`))
	if open := h.want(200, h.send("GET", "/v1/requests?open=true", "")); len(open.json["items"].([]any)) != 0 {
		t.Errorf("open: %s", open.body)
	}
}

func TestWhoLooksAtAPersonLeavesATrace(t *testing.T) {
	h := open(t)
	id := h.ana()
	h.want(200, h.send("GET", "/v1/people/"+id, ""))
	h.want(200, h.send("GET", "/v1/people/"+id+"/events", ""))
	csv := h.want(200, h.send("GET", "/v1/people/"+id+"/export.csv", ""))
	if !strings.HasPrefix(string(csv.body), "record,name,") || !strings.Contains(string(csv.body), "ana@example.org") {
		t.Errorf("the table is %s", csv.body)
	}
	var what []string
	for _, d := range h.want(200, h.send("GET", "/v1/people/"+id+"/disclosures", "")).json["items"].([]any) {
		what = append(what, d.(map[string]any)["what"].(string))
	}
	slices.Sort(what)                                                                  // they are of one instant
	if fmt.Sprint(what) != "[people.events people.exported people.seen people.seen]" { // the first is the look-up
		t.Errorf("the trace is %v", what)
	}
}

func TestAnErasureMayWaitADayAndBeCalledOff(t *testing.T) {
	h := open(t)
	id := h.ana()
	waits := h.want(202, h.send("DELETE", "/v1/people/"+id+"?wait=true&way=phone", ""))
	if waits.json["due_at"] != "2026-11-23T09:00:00Z" && !strings.HasPrefix(fmt.Sprint(waits.json["due_at"]), "20") {
		t.Errorf("due: %s", waits.body)
	}
	h.want(204, h.send("DELETE", "/v1/people/"+id+"/erasure", ""))
	h.want(404, h.send("DELETE", "/v1/people/"+id+"/erasure", ""))
	list := h.want(200, h.send("GET", "/v1/requests?person="+id, ""))
	if s := string(list.body); !strings.Contains(s, `"way":"phone"`) || !strings.Contains(s, `"outcome":"taken_back"`) {
		t.Errorf("logged as %s", s)
	}
	h.want(200, h.send("DELETE", "/v1/people/"+id+"?reason=mistake", ""))
	if again := h.want(200, h.send("GET", "/v1/requests?person="+id, "")); len(again.json["items"].([]any)) != 1 {
		t.Errorf("a mistake was logged as a request: %s", again.body)
	}
	h.want(409, h.send("DELETE", "/v1/people/"+id+"?wait=true", ""))
}

func TestWhoIsDueIsListed(t *testing.T) {
	h := open(t)
	h.record(`{"type":"consent.granted","contact":{"email":"old@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}],"occurred_at":"2023-12-01T10:00:00Z","attributes":{"country":"FR","kind":"consumer"}}`)
	due := h.want(200, h.send("GET", "/v1/retention?until=2026-12-31", ""))
	if s := string(due.body); !strings.Contains(s, `"on":"2026-12-02","do":"erase"`) || !strings.Contains(s, `"do":"ask"`) {
		t.Errorf("due: %s", s)
	}
	if none := h.want(200, h.send("GET", "/v1/retention?until=2026-11-30", "")); len(none.json["due"].([]any)) != 0 {
		t.Errorf("due early: %s", none.body)
	}
	if now := h.want(200, h.send("GET", "/v1/retention", "")); len(now.json["due"].([]any)) != 0 {
		t.Errorf("due now: %s", now.body)
	}
	h.want(400, h.send("GET", "/v1/retention?until=2036-11-30", ""))
}
