package api_test

import (
	"strings"
	"testing"

	"assent/auth"
)

func TestAPortalLinkNamesNobodyAndDiesWithItsScope(t *testing.T) {
	h := open(t)
	h.buys("ana@example.org")
	a := h.want(200, h.send("POST", "/v1/portal", `{"contact":{"email":"ana@example.org"},"brand":"alder"}`))
	url, _ := a.json["url"].(string)
	if !strings.HasPrefix(url, "https://consent.example.org/portal/") || strings.Contains(url, "ana") || a.json["expires_at"] != "2026-11-22T09:05:00Z" {
		t.Errorf("%s", a.body)
	}
	if again := h.want(200, h.send("POST", "/v1/portal", `{"contact":{"email":"ana@example.org"}}`)); again.json["url"] == url {
		t.Error("two presses share a link")
	}
	h.want(404, h.send("POST", "/v1/portal", `{"contact":{"email":"nobody@example.org"}}`))
	h.want(400, h.send("POST", "/v1/portal", `{"contact":{"email":"ana@example.org"},"brand":"x"}`))
	h.want(400, h.send("POST", "/v1/portal", `{"contact":{}}`))
}

func TestEachKeyHasItsOwnPortalSecret(t *testing.T) {
	h := open(t)
	other, made, err := h.keys.Create(t.Context(), org, "other shop", []auth.Scope{auth.Portal})
	must(t, err)
	ours := h.want(200, h.send("GET", "/v1/portal", ""))
	theirs := h.want(200, h.as(other, "GET", "/v1/portal", ""))
	if ours.json["secret"] == theirs.json["secret"] || theirs.json["key"] != made.ID.String() || !strings.HasPrefix(theirs.json["secret"].(string), "ps_") {
		t.Errorf("%s and %s", ours.body, theirs.body)
	}
}
