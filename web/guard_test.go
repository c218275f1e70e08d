package web_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"assent/intake/intaketest"
	"assent/web"

	"golang.org/x/net/html"
)

func TestEveryPageForbidsScriptsFramesAndStrangers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		v := w.visitor()
		for _, path := range []string{"/", "/f/alerts", "/f/alerts/thanks", w.leaveLink("ana@example.org"), "/o/alerts", "/nowhere", "/c/x", "/outbox"} {
			p := v.get(path)
			for name, want := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
				"X-Content-Type-Options":       "nosniff",
				"X-Frame-Options":              "DENY",
				"Referrer-Policy":              "same-origin",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Cache-Control":                "no-store",
				"Content-Type":                 "text/html; charset=utf-8",
				"Content-Language":             "en",
			} {
				if got := p.header.Get(name); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %s is %q", path, name, got)
				}
			}
			if p.header.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie", path)
			}
		}
	})
}

func TestEveryPageIsSmallSelfContainedAndFreeOfInlineCode(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		for _, path := range []string{"/", "/f/alerts", "/f/alerts?lang=fr", "/f/alerts/embed", "/o/alerts", "/outbox"} {
			p, weight := v.get(path), 0
			weight += len(p.body)
			p.each(func(n *html.Node) {
				if n.Data == "script" || n.Data == "style" || attr(n, "style") != "" {
					t.Errorf("%s has inline %s", path, n.Data)
				}
				for _, name := range []string{"href", "src", "action"} {
					to := attr(n, name)
					if to != "" && n.Data != "a" && !strings.HasPrefix(to, "/") {
						t.Errorf("%s loads %s", path, to)
					}
					if strings.HasPrefix(to, "/assets/") {
						weight += len(v.get(to).is(http.StatusOK).body)
					}
				}
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") {
						t.Errorf("%s has %s on %s", path, a.Key, n.Data)
					}
				}
			})
			if weight > 50<<10 {
				t.Errorf("%s weighs %d bytes with its sheets", path, weight)
			}
		}
	})
}

func TestWhatCannotBeDoneIsSaidKindly(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		v.get("/nowhere").is(http.StatusNotFound).says("There is no such page", "To the start page")
		v.get("/f/nothing").is(http.StatusNotFound).says("There is no such page")
		v.get("/nowhere?lang=fr").is(http.StatusNotFound).says("Cette page n’existe pas")
		p := v.do(http.MethodDelete, "/f/alerts", "", nil).is(http.StatusMethodNotAllowed).says("This does not work like that")
		if got := p.header.Get("Allow"); got != "GET, HEAD, POST" {
			t.Errorf("Allow is %q", got)
		}
		v.post("/f/alerts", url.Values{"email": {strings.Repeat("a", 70_000)}}).is(http.StatusRequestEntityTooLarge).says("That was too much")
		v.do(http.MethodPost, "/f/alerts", "multipart/form-data", strings.NewReader("x")).is(http.StatusBadRequest)
		v.get("/assets/style.0000000000000000.css").is(http.StatusNotFound)
		v.get("/robots.txt").is(http.StatusOK).says("Disallow: /")
		v.do(http.MethodHead, "/f/alerts", "", nil).is(http.StatusOK)
	})
}

func TestAnotherSiteCannotPostOurForms(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		form := v.get("/f/alerts")
		v.header.Set("Sec-Fetch-Site", "cross-site")
		v.header.Set("Origin", "https://evil.example")
		v.press(form, "email", "ana@example.org", "+choice", "alerts:email").is(http.StatusForbidden).says("Please use our own page")
		if len(w.events("ana@example.org")) != 0 {
			t.Error("it was recorded")
		}
	})
}

func TestOnlyOurProxiesAreBelieved(t *testing.T) {
	limited := func(proxies ...netip.Prefix) *world {
		return newWorld(t, intaketest.New(t), func(c *web.Config) { c.PerMinute, c.Proxies = 1, proxies })
	}
	status := func(v *visitor, forwarded string) int {
		v.header.Set("X-Forwarded-For", forwarded)
		return v.post("/f/alerts", nil).status
	}
	v := limited().visitor()
	status(v, "198.51.100.1")
	if status(v, "198.51.100.2") != http.StatusTooManyRequests {
		t.Error("a stranger may invent where he comes from")
	}
	v = limited(netip.MustParsePrefix("127.0.0.0/8")).visitor()
	status(v, "198.51.100.1")
	if status(v, "203.0.113.9, 198.51.100.1") != http.StatusTooManyRequests {
		t.Error("what stands before the first stranger is believed")
	}
	if status(v, "198.51.100.2") != http.StatusUnprocessableEntity {
		t.Error("two visitors behind the proxy are taken for one")
	}
	if status(v, "2001:db8::1") != http.StatusUnprocessableEntity || status(v, "2001:db8:0:1::9") != http.StatusTooManyRequests {
		t.Error("a network of IPv6 is a /56")
	}
}

func TestOverTLSTheCookieIsBoundToTheHost(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		p := w.visitor().signUp("ana@example.org")
		cookie := p.header.Get("Set-Cookie")
		for _, part := range []string{"__Host-signup=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=259200"} {
			if !strings.Contains(cookie, part) {
				t.Errorf("%q has no %s", cookie, part)
			}
		}
		if p.header.Get("Strict-Transport-Security") == "" {
			t.Error("the site is not kept on TLS")
		}
	}, func(c *web.Config) { c.PublicURL = "https://choices.example.org" })
}

func TestTheMailboxShowsEachMailWithoutTrustingIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		v.get("/outbox").is(http.StatusOK).says("No mail yet.")
		v.get("/outbox.json").is(http.StatusOK).says("[]")
		w.mailbox.mails = []web.Mail{{
			Number: 7, To: "ana@example.org", Subject: "Hello <b>", Text: "Hi", HTML: "<html><head></head><body><script>alert(1)</script></body></html>",
			Links: []string{"http://choices.example.org/c/x"}, Headers: map[string]string{"List-Unsubscribe": "<https://x>"}, At: time.Unix(0, 0).UTC(),
		}}
		v.get("/outbox").says("Hello <b>", "/outbox/7?lang=en", "1 mail")
		v.get("/outbox.json").says(`"to": "ana@example.org"`, `"links": [`)
		v.get("/outbox/7").is(http.StatusOK).says("List-Unsubscribe", "/outbox/7/look")
		look := v.get("/outbox/7/look").is(http.StatusOK).says(`<base target="_top">`)
		if policy := look.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "allow-scripts") {
			t.Errorf("a mail may do too much: %s", policy)
		}
		v.get("/outbox/8").is(http.StatusNotFound)
		v.get("/outbox/x/look").is(http.StatusNotFound)

		closed := newWorld(t, intaketest.New(t), func(c *web.Config) { c.Mailbox = nil }).visitor()
		closed.get("/outbox").is(http.StatusNotFound)
		closed.get("/outbox.json").is(http.StatusNotFound)
	})
}
