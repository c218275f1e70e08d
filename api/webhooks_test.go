package api_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
)

func TestAWebhookIsMadeListedReplayedAndDeleted(t *testing.T) {
	h := open(t)
	event := h.want(201, h.send("POST", "/v1/events", `{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}]}`)).json["id"].(string)
	made := h.want(201, h.send("POST", "/v1/webhooks", `{"label":"shop","url":"https://shop.example.org/hooks","types":["consent.*"]}`))
	secret, at := made.json["secret"].(string), "/v1/webhooks/"+made.json["id"].(string)
	if !strings.HasPrefix(secret, "whsec_") {
		t.Errorf("%s", made.body)
	}
	if list := h.want(200, h.send("GET", "/v1/webhooks", "")); len(list.json["items"].([]any)) != 1 || bytes.Contains(list.body, []byte("whsec_")) {
		t.Errorf("%s", list.body)
	}
	if again := h.want(200, h.send("POST", at+"/secret", "")); again.json["secret"] == secret || again.json["both_secrets_until"] == nil {
		t.Errorf("%s", again.body)
	}
	h.want(200, h.send("POST", at+"/enable", ""))
	h.want(202, h.send("POST", at+"/deliveries/"+event+"/replay", ""))
	if log := h.want(200, h.send("GET", at+"/deliveries?limit=10", "")); log.json["items"].([]any)[0].(map[string]any)["state"] != "waiting" {
		t.Errorf("%s", log.body)
	}
	if older := h.want(200, h.send("GET", at+"/deliveries?before="+event, "")); len(older.json["items"].([]any)) != 0 {
		t.Errorf("%s", older.body)
	}
	h.want(204, h.send("DELETE", at, ""))
	h.want(404, h.send("GET", at+"/deliveries", ""))
	h.want(404, h.send("POST", at+"/deliveries/"+event+"/replay", ""))
}

func TestWhatAKeyChangesOfWebhooksStandsInTheTrail(t *testing.T) {
	h := open(t)
	made := h.want(201, h.send("POST", "/v1/webhooks", `{"label":"shop","url":"https://shop.example.org/hooks"}`)).json["id"].(string)
	h.want(400, h.send("POST", "/v1/webhooks", `{"label":"shop","url":"https://localhost/hooks"}`))
	h.want(200, h.send("POST", "/v1/webhooks/"+made+"/secret", ""))
	h.want(204, h.send("DELETE", "/v1/webhooks/"+made, ""))
	staff := auth.NewStaff(h.archive, auth.StaffOptions{Now: time.Now, Random: rand.Reader})
	notes, err := staff.Trail(t.Context(), org, assent.ID{}, assent.ID{}, assent.ID{}, 10)
	must(t, err)
	keys, err := h.keys.List(t.Context(), org)
	must(t, err)
	var acts []string
	for _, n := range notes {
		acts = append(acts, n.Act)
		if n.Detail != "key "+keys[0].ID.String()+" "+made {
			t.Errorf("%s says %q", n.Act, n.Detail)
		}
	}
	slices.Sort(acts) // all at one moment
	if want := "webhooks.deleted webhooks.made webhooks.secret"; strings.Join(acts, " ") != want {
		t.Errorf("the trail says %v", acts)
	}
}

func TestAWebhookIntoThePrivateNetworkIsRefused(t *testing.T) {
	h := open(t)
	for code, body := range map[string]string{
		"URL_NOT_PUBLIC": `{"label":"x","url":"https://169.254.169.254/latest"}`,
		"URL_NOT_HTTPS":  `{"label":"x","url":"http://shop.example.org"}`,
		"UNKNOWN_TYPE":   `{"label":"x","url":"https://shop.example.org","types":["consent.sold"]}`,
	} {
		if a := h.want(400, h.send("POST", "/v1/webhooks", body)); a.json["code"] != code {
			t.Errorf("%s", a.body)
		}
	}
}

func TestOnlyAKeyThatMayReadHasPersonalValuesSent(t *testing.T) {
	h := open(t)
	key, _, err := h.keys.Create(t.Context(), org, "courier", []auth.Scope{auth.Hooks})
	must(t, err)
	h.want(201, h.as(key, "POST", "/v1/webhooks", `{"label":"x","url":"https://shop.example.org/hooks"}`))
	h.want(403, h.as(key, "POST", "/v1/webhooks", `{"label":"x","url":"https://shop.example.org/hooks","personal":true}`))
}
