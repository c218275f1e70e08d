package webhook_test

import (
	"crypto/rand"
	"log/slog"
	"testing"

	"assent/changes"
	. "assent/intake/intaketest"
	"assent/webhook"
)

func TestWhatAddressAWebhookMayHave(t *testing.T) {
	w := newWorld(t, New(t))
	for address, want := range map[string]string{
		"https://shop.example.org/hook":       "",
		"https://shop.example.org:8443/hook":  "",
		"https://93.184.215.14/hook":          "",
		"http://127.0.0.1:9/hook":             "", // the test allows this network
		"http://localhost:9/hook":             "",
		"http://shop.example.org/hook":        "URL_NOT_HTTPS",
		"http://10.0.0.1/hook":                "URL_NOT_HTTPS",
		"https://10.0.0.1/hook":               "URL_NOT_PUBLIC",
		"https://172.16.3.4/hook":             "URL_NOT_PUBLIC",
		"https://192.168.1.1/hook":            "URL_NOT_PUBLIC",
		"https://169.254.169.254/latest/meta": "URL_NOT_PUBLIC",
		"https://100.64.0.1/hook":             "URL_NOT_PUBLIC",
		"https://0.0.0.0/hook":                "URL_NOT_PUBLIC",
		"https://[::1]/hook":                  "URL_NOT_PUBLIC",
		"https://[::ffff:10.0.0.1]/hook":      "URL_NOT_PUBLIC",
		"https://[fe80::1]/hook":              "URL_NOT_PUBLIC",
		"https://[fd00::1]/hook":              "URL_NOT_PUBLIC",
		"https://user:pass@example.org/":      "BAD_URL",
		"https://example.org/#top":            "BAD_URL",
		"ftp://example.org/":                  "BAD_URL",
		"file:///etc/passwd":                  "BAD_URL",
		"example.org":                         "BAD_URL",
		"":                                    "BAD_URL",
	} {
		h, _, err := w.desk.Create(t.Context(), w.Org, webhook.Plan{Label: "x", URL: address})
		if code(err) != want || want == "" && err != nil {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
		if err == nil {
			must(t, w.desk.Delete(t.Context(), w.Org, h.ID))
		}
	}
}

// Whatever stood in the plan, and whatever a name leads to: what counts is the address that is dialled.
func TestAnAddressInAPrivateNetworkIsNotDialled(t *testing.T) {
	w := newWorld(t, New(t))
	hook, _ := w.hook() // while the network was allowed
	w.desk = webhook.New(webhook.Config{
		Archive: w.Archive, Vault: w.Vault, Changes: changes.New(w.Archive, w.Shelf), Now: w.Clock.Now, Random: rand.Reader,
		PublicURL: "https://choices.example.org", Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	w.Record(SignUp(ana, "newsletter"))
	w.work()
	if d := w.deliveries(hook)[0]; d.Problem != "the address is not one of the public network" || d.State != "waiting" || w.count() != 0 {
		t.Errorf("the log says %+v", d)
	}
}

func TestAPlanWithoutALabelOrWithAnUnknownTypeIsRefused(t *testing.T) {
	w := newWorld(t, New(t))
	for want, p := range map[string]webhook.Plan{
		"BAD_LABEL":    {URL: w.url},
		"UNKNOWN_TYPE": {Label: "x", URL: w.url, Types: []string{"trail.sealed"}},
	} {
		if _, _, err := w.desk.Create(t.Context(), w.Org, p); code(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
