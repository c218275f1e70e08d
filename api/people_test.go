package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"assent/ledger"
	"assent/store"
)

// seal puts everything that is recorded under a signed checkpoint, as the follower does.
func (h *house) seal() {
	h.t.Helper()
	signer, err := h.vault.LogSigner()
	must(h.t, err)
	log, err := ledger.New(h.archive.LedgerStorage(org), signer, h.vault.LogVerifierKey())
	must(h.t, err)
	var records [][]byte
	must(h.t, h.archive.Read(h.t.Context(), org, func(v *store.View) error {
		events, err := v.Events(0, 1000)
		records = nil
		for _, e := range events {
			records = append(records, e.Body)
		}
		return err
	}))
	_, err = log.Extend(h.t.Context(), 0, records)
	must(h.t, err)
}

func (h *house) record(body string) answer {
	h.t.Helper()
	return h.want(201, h.send("POST", "/v1/events", body))
}

func (h *house) lookUp(body string) answer {
	h.t.Helper()
	return h.want(200, h.send("POST", "/v1/people/lookup", body))
}

func TestTwoCustomersWithOneMailboxAreToldToBeSeveralPeople(t *testing.T) {
	h := open(t)
	h.record(`{"type":"relationship.recorded","contact":{"email":"home@example.org","external_id":"C-1"},"payload":{"kind":"purchase"}}`)
	if one := h.lookUp(`{"email":"home@example.org"}`); one.json["several_people"] != nil || strings.Contains(string(one.body), `"shared"`) {
		t.Errorf("one customer is told to be several: %s", one.body)
	}
	h.record(`{"type":"relationship.recorded","contact":{"email":"home@example.org","external_id":"C-2"},"payload":{"kind":"purchase"}}`)
	if two := h.lookUp(`{"external_id":"C-1"}`); two.json["several_people"] != true || strings.Count(string(two.body), `"shared":true`) != 3 {
		t.Errorf("two customers are told to be one: %s", two.body)
	}
}

func TestAPersonIsFoundByAnyOfHerAddressesAndShown(t *testing.T) {
	h := open(t)
	h.record(`{"type":"consent.granted","contact":{"email":"ana@example.org","external_id":"C-77"},"choices":[{"purpose":"newsletter","channel":"email"}],"personal":{"name":"Ana Byrne"},"attributes":{"country":"FR"}}`)
	a := h.lookUp(`{"email":"Ana@Example.org"}`)
	if b := h.lookUp(`{"external_id":"C-77"}`); b.json["id"] != a.json["id"] {
		t.Errorf("by customer number %v, by address %v", b.json["id"], a.json["id"])
	}
	choices := fmt.Sprint(a.json["choices"])
	if !strings.Contains(choices, "purpose:newsletter") || !strings.Contains(choices, "status:granted") {
		t.Errorf("choices are %s", choices)
	}
	if points := fmt.Sprint(a.json["contact_points"]); !strings.Contains(points, "address:ana@example.org") || !strings.Contains(points, "country:FR") {
		t.Errorf("contact points are %s", points)
	}
	id := a.json["id"].(string)
	events := h.want(200, h.send("GET", "/v1/people/"+id+"/events", ""))
	if !strings.Contains(string(events.body), `"name":"Ana Byrne"`) || !strings.Contains(string(events.body), `"type":"consent.granted"`) {
		t.Errorf("events are %s", events.body)
	}
	export := h.want(200, h.send("GET", "/v1/people/"+id+"/export", ""))
	for _, part := range []string{`"controller":"Alder \u0026 Co"`, `"name":"Ana Byrne"`, `"ana@example.org"`} {
		if !strings.Contains(strings.ReplaceAll(string(export.body), "&", `\u0026`), part) {
			t.Errorf("the export lacks %s: %s", part, export.body)
		}
	}
}

func TestAnErasedPersonIsNotFoundAndNothingOfHerCanBeRead(t *testing.T) {
	h := open(t)
	h.record(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}],"personal":{"name":"Ana Byrne"}}`)
	id := h.lookUp(`{"email":"ana@example.org"}`).json["id"].(string)
	erased := h.want(200, h.send("DELETE", "/v1/people/"+id, ""))
	if erased.json["transaction_code"] == "" {
		t.Errorf("no receipt: %s", erased.body)
	}
	h.want(404, h.send("POST", "/v1/people/lookup", `{"email":"ana@example.org"}`))
	for _, path := range []string{"", "/events", "/export"} {
		a := h.want(200, h.send("GET", "/v1/people/"+id+path, ""))
		if s := string(a.body); strings.Contains(s, "ana@") || strings.Contains(s, "Byrne") {
			t.Errorf("%s still shows her: %s", path, s)
		}
	}
	if again := h.want(200, h.send("DELETE", "/v1/people/"+id, "")); again.json["transaction_code"] != erased.json["transaction_code"] {
		t.Errorf("erased again: %s", again.body)
	}
}

func TestTheFeedTellsOnlyWhatChanged(t *testing.T) {
	h := open(t)
	h.record(goodEvent)
	h.record(goodEvent) // the same yes again changes nothing
	h.record(`{"type":"objection.raised","contact":{"email":"ana@example.org"},"scope":{}}`)
	h.record(`{"type":"suppression.added","contact":{"email":"ana@example.org"},"payload":{"kind":"complaint"}}`)

	var got []string
	since := 0
	for { // page by page
		page := h.want(200, h.send("GET", fmt.Sprintf("/v1/changes?limit=2&since=%d", since), ""))
		for _, c := range page.json["changes"].([]any) {
			c := c.(map[string]any)
			got = append(got, fmt.Sprint(c["type"], " ", c["purpose"], " ", c["before"], " → ", c["status"]))
		}
		if since = int(page.json["next"].(float64)); since == int(page.json["head"].(float64)) {
			break
		}
	}
	want := []string{
		"consent.granted newsletter unknown → granted",
		"objection.raised newsletter granted → withdrawn",
		"objection.raised offers unknown → withdrawn",
		"suppression.added <nil> <nil> → <nil>",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestAnEventIsProvenToAnOutsider(t *testing.T) {
	h := open(t)
	receipt := h.record(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}],"personal":{"name":"Ana Byrne"}}`)
	code := receipt.json["transaction_code"].(string)
	if early := h.want(503, h.send("GET", "/v1/proofs/"+code, "")); early.json["code"] != "NOT_YET_SEALED" || early.header.Get("Retry-After") == "" {
		t.Errorf("before the checkpoint: %s", early.body)
	}
	h.seal()
	for _, c := range []struct{ ref, share, shows, hides string }{
		{code, "person", "Ana Byrne", "nothing at all"},
		{strings.ToLower(code), "regulator", "ana@example.org", "Ana Byrne"},
		{receipt.json["id"].(string), "minimal", "assent-proof/1", "ana@example.org"},
	} {
		bundle := h.want(200, h.send("GET", "/v1/proofs/"+url.PathEscape(c.ref)+"?share="+c.share, "")).body
		finding, err := ledger.Verify(bundle, h.vault.LogVerifierKey())
		if err != nil {
			t.Errorf("%s: %v", c.share, err)
			continue
		}
		if finding.Event.Code != receiptCode(code) {
			t.Errorf("%s proves %s", c.share, finding.Event.Code)
		}
		if !strings.Contains(string(bundle), c.shows) || strings.Contains(string(bundle), c.hides) {
			t.Errorf("%s shows or hides the wrong things: %s", c.share, bundle)
		}
	}
}

func TestTheLedgerIsPublishedAsCheckpointAndTiles(t *testing.T) {
	h := open(t)
	h.record(goodEvent)
	h.seal()
	note := h.want(200, h.as("", "GET", "/log/"+org.String()+"/checkpoint", ""))
	head, err := ledger.OpenCheckpoint(note.body, h.vault.LogVerifierKey())
	must(t, err)
	path := func(width int64) string { return fmt.Sprintf("/log/%s/tile/0/000.p/%d", org, width) }
	tile := h.want(200, h.as("", "GET", path(head.Size), ""))
	if int64(len(tile.body)) != 32*head.Size || !strings.Contains(tile.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d bytes, %v", len(tile.body), tile.header)
	}
	for _, wrong := range []string{path(head.Size + 1), "/log/" + org.String() + "/tile/0/000", "/log/" + org.String() + "/tile/0/x000/000.p/1",
		"/log/" + org.String() + "/tile/0/0", "/log/" + org.String() + "/tile/8/000", "/log/" + org.String() + "/tile/entries/000", path(0)} {
		h.want(404, h.as("", "GET", wrong, ""))
	}
}
