package api_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const question = `"name":"Customers","brand":"alder","notice":"privacy","ask":[{"purpose":"newsletter"}],
	"templates":{"en":{"subject":"May {brand} write to you?","body":"{brand} asks.\n\n{purposes}\n\n{answer_link}"}}`

// buys makes somebody a customer to whom the law lets the shop write.
func (h *house) buys(email string) {
	h.t.Helper()
	h.want(201, h.send("POST", "/v1/events", `{"type":"relationship.recorded","contact":{"email":"`+email+`"},"attributes":{"country":"FR","kind":"consumer"},
		"facts":{"opt_out_offered_at_collection":"true"},
		"payload":{"brand":"alder","kind":"purchase","last_purchase_on":"2026-10-01","details_obtained_in_sale":true,
			"opt_out_offered_at_collection":true,"opt_out_in_every_message":true,"similar_products":true}}`))
}

func TestACampaignIsMadeSeenStartedAndStopped(t *testing.T) {
	h := open(t)
	h.buys("ana@example.org")
	body := `{` + question + `,"emails":["ana@example.org","nobody@example.org"]`
	dry := h.want(201, h.send("POST", "/v1/campaigns", body+`,"dry_run":true}`))
	if n := len(h.want(200, h.send("GET", "/v1/campaigns", "")).json["items"].([]any)); n != 0 {
		t.Errorf("a dry run has made %d campaigns", n)
	}
	made := h.want(201, h.send("POST", "/v1/campaigns", body+`}`))
	for _, a := range []answer{dry, made} {
		left := a.json["left_out"].([]any)[0].(map[string]any)
		if counts := a.json["counts"].(map[string]any); counts["waiting"] != 1.0 || left["line"] != 2.0 || left["reason"] != "UNKNOWN_CONTACT" {
			t.Errorf("%s", a.body)
		}
	}
	at := "/v1/campaigns/" + made.json["id"].(string)
	h.want(409, h.send("POST", at+"/stop", ""))
	if a := h.want(200, h.send("POST", at+"/start", "")); a.json["state"] != "sending" {
		t.Errorf("%s", a.body)
	}
	h.want(409, h.send("POST", at+"/start", ""))
	if a := h.want(200, h.send("POST", at+"/stop", "")); a.json["state"] != "stopped" {
		t.Errorf("%s", a.body)
	}
	if a := h.want(200, h.send("GET", at, "")); bytes.Contains(a.body, []byte("ana@example.org")) {
		t.Error("a campaign holds the address of a contact")
	}
	h.want(404, h.send("GET", "/v1/campaigns/"+strings.Repeat("0", 8), ""))
}

func TestACampaignThatPromotesSaysWhereAndTooManyContactsNameTheLimit(t *testing.T) {
	h := open(t)
	a := h.want(201, h.send("POST", "/v1/campaigns", `{`+strings.Replace(question, "asks", "gives a discount", 1)+`,"emails":["ana@example.org"]}`))
	found := a.json["findings"].([]any)[0].(map[string]any)
	if a.json["state"] != "draft" || found["code"] != "PROMOTION" || found["line"] != 1.0 {
		t.Errorf("%s", a.body)
	}
	h.want(409, h.send("POST", "/v1/campaigns/"+a.json["id"].(string)+"/start", ""))
	many := `"a@example.org"` + strings.Repeat(`,"a@example.org"`, 50)
	if a := h.want(422, h.send("POST", "/v1/campaigns", `{`+question+`,"emails":[`+many+`]}`)); !strings.Contains(a.json["detail"].(string), "50") {
		t.Errorf("%s", a.body)
	}
}

func TestPreparedMailsComeAsAZip(t *testing.T) {
	h := open(t)
	h.buys("ana@example.org")
	made := h.want(201, h.send("POST", "/v1/campaigns", `{`+question+`,"by":"prepared","emails":["ana@example.org"]}`))
	a := h.want(200, h.send("POST", "/v1/campaigns/"+made.json["id"].(string)+"/mails", ""))
	archive, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	must(t, err)
	if a.header.Get("Content-Type") != "application/zip" || len(archive.File) != 2 {
		t.Errorf("%s with %d files", a.header.Get("Content-Type"), len(archive.File))
	}
}
