package api_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhatIsPublishedIsInForceAndCounted(t *testing.T) {
	h := open(t)
	purpose := `{"id":"events","brand":"alder","kind":"own_marketing","names":{"en":"Events"},"sentences":{"en":"Invite me."},"channels":["email"]}`
	first := h.want(201, h.send("POST", "/v1/purposes", purpose))
	again := h.want(201, h.send("POST", "/v1/purposes", string(first.body))) // what was answered can be sent back
	if first.json["version"] != 1.0 || again.json["version"] != 1.0 {
		t.Errorf("versions %v, %v; the same again is no new version", first.json["version"], again.json["version"])
	}
	next := h.want(201, h.send("POST", "/v1/purposes", strings.Replace(purpose, "Invite me.", "Please invite me.", 1)))
	if next.json["version"] != 2.0 {
		t.Errorf("version %v", next.json["version"])
	}
	h.want(201, h.send("POST", "/v1/notices", `{"id":"events","version":"1.0","languages":{"en":"Twice a year."}}`))
	h.want(409, h.send("POST", "/v1/notices", `{"id":"events","version":"1.0","languages":{"en":"Daily."}}`))
	h.want(201, h.send("POST", "/v1/forms", `{"id":"fair","kind":"hosted_form","brand":"alder","titles":{"en":"Come"},"notice":"events","boxes":[{"purpose":"events","channel":"email"}],"origin":"origin.subscribed","asks":["email"]}`))
	h.want(201, h.send("POST", "/v1/brands", `{"id":"birch","name":"Birch"}`))
	h.want(201, h.send("POST", "/v1/partner-lists", `{"id":"friends","partners":[{"id":"oak","name":"Oak Ltd"}]}`))
	settings := h.want(200, h.send("PUT", "/v1/settings", `{"name":"Alder & Co","country":"FR","language":"fr"}`))
	if settings.json["language"] != "fr" {
		t.Errorf("settings %s", settings.body)
	}
	for path, want := range map[string]string{
		"/v1/purposes": "[events newsletter offers]", "/v1/notices": "[events privacy]", "/v1/forms": "[fair]",
		"/v1/brands": "[alder birch]", "/v1/partner-lists": "[friends]",
	} {
		a := h.want(200, h.send("GET", path, ""))
		var got []any
		for _, item := range a.json["items"].([]any) {
			got = append(got, item.(map[string]any)["id"])
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: got %v; want %s", path, got, want)
		}
		h.want(200, h.send("GET", fmt.Sprint(path, "/", got[0]), ""))
	}
}

func TestTheLawIsListed(t *testing.T) {
	h := open(t)
	a := h.want(200, h.send("GET", "/v1/laws", ""))
	if s := string(a.body); !strings.Contains(s, `"code":"FR"`) || !strings.Contains(s, `"code":"EU"`) {
		t.Errorf("got %s", s)
	}
	fr := h.want(200, h.send("GET", "/v1/laws/FR?channel=email&on=2026-11-22", ""))
	if fr.json["code"] != "FR" || len(fr.json["channels"].([]any)) != 1 || !strings.Contains(string(fr.body), "L. 34-5") {
		t.Errorf("got %s", fr.body)
	}
	h.want(404, h.send("GET", "/v1/laws/ZZ", ""))
	if a := h.want(400, h.send("GET", "/v1/laws/FR?on=tomorrow", "")); a.json["detail"] != `The parameter "on" must be a day as in 2026-11-21.` {
		t.Errorf("got %s", a.body)
	}
}
