package webhook_test

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"

	"assent/changes"
	. "assent/intake/intaketest"
	"assent/webhook"

	"code.dny.dev/ssrf"
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
		"https://[::ffff:127.0.0.1]/hook":     "", // the same network, written otherwise
		"https://[::ffff:a9fe:a9fe]/hook":     "URL_NOT_PUBLIC",
		"https://[::10.0.0.1]/hook":           "URL_NOT_PUBLIC",
		"https://[64:ff9b::a00:1]/hook":       "URL_NOT_PUBLIC", // NAT64 of 10.0.0.1
		"https://[2002:a00:1::]/hook":         "URL_NOT_PUBLIC", // 6to4 of it
		"https://[fe80::1%25eth0]/hook":       "URL_NOT_PUBLIC",
		"http://LOCALHOST.:9/hook":            "",
		"http://shop.localhost:9/hook":        "",
		"https://127.1/hook":                  "BAD_URL",
		"https://0x7f.1/hook":                 "BAD_URL",
		"https://0X7F000001/hook":             "BAD_URL",
		"https://2130706433/hook":             "BAD_URL",
		"https://0177.0.0.1/hook":             "BAD_URL",
		"https://127.0.0.1.:9/hook":           "",
		"https://10.0.0.1./hook":              "URL_NOT_PUBLIC",
		"https://0/hook":                      "BAD_URL",
		"https://./hook":                      "BAD_URL",
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

// Without networks that are allowed, every spelling of this machine ends before a connection, also names that lead
// there only once they are looked up.
func TestNoSpellingOfThisMachineIsDialled(t *testing.T) {
	w := newWorld(t, New(t))
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(w.url, "http://"))
	port, _, _ = strings.Cut(port, "/")
	client := webhook.NewClient(nil)
	for _, host := range []string{"127.0.0.1", "localhost", "localhost.", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "shop.localhost"} {
		res, err := client.Get("http://" + host + ":" + port + "/")
		if err == nil {
			res.Body.Close()
			t.Errorf("%s answers", host)
		}
		if host == "localhost" && !errors.Is(err, ssrf.ErrProhibitedIP) { // a name that leads here once it is looked up
			t.Errorf("%s was stopped by something else: %v", host, err)
		}
	}
	if w.count() != 0 {
		t.Error("something has arrived")
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
