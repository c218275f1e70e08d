package dispatch_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake/intaketest"
	"assent/link"
	"assent/mail"

	"github.com/emersion/go-msgauth/dkim"
)

func TestAnAllowedMessageGoesOutSignedWithBothOneClickHeaders(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		point := o.granted(ana)
		sent := o.sent(news("Ana.Lopez@Example.org"))
		got := o.count(ana, 1)[0]
		raw := strings.Trim(got.Headers["List-Unsubscribe"], "<>")
		token, err := o.mint.Read(link.Unsubscribe, strings.TrimPrefix(raw, "https://choices.alpenglow.example/u/"), o.Clock.Now())
		if err != nil || token.Point != point || token.Purpose != "newsletter" || token.Channel != assent.Email || !token.Event.IsZero() {
			t.Errorf("List-Unsubscribe %q: token %+v, %v", raw, token, err)
		}
		if got.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" || got.Headers["List-Id"] != "<newsletter.alpenglow.example>" {
			t.Errorf("headers %v", got.Headers)
		}
		found, err := dkim.VerifyWithOptions(bytes.NewReader(got.Raw), &dkim.VerifyOptions{
			LookupTXT: func(string) ([]string, error) { return []string{o.record}, nil },
		})
		if err != nil || len(found) != 1 || found[0].Err != nil || found[0].Domain != "alpenglow.example" {
			t.Fatalf("signature: %+v, %v", found, err)
		}
		for _, h := range []string{"list-unsubscribe", "list-unsubscribe-post"} {
			if !slices.ContainsFunc(found[0].HeaderKeys, func(k string) bool { return strings.EqualFold(k, h) }) {
				t.Errorf("the signature does not cover %s", h)
			}
		}
		if sent.Decision.Basis != assent.ConsentBasis || sent.Code == "" {
			t.Errorf("answered %+v", sent)
		}
	})
}

func TestTheFooterSpeaksHerLanguageAndShowsTheWayOut(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		o.sent(news(ana))
		got := o.count(ana, 1)[0]
		for _, want := range []string{"Vous recevez", "Alpenglow", "privacy@alpenglow.example", "https://alpenglow.example/privacy"} {
			if !strings.Contains(got.Text, want) || !strings.Contains(got.HTML, want) {
				t.Errorf("the footer does not say %q:\n%s", want, got.Text)
			}
		}
		if !strings.HasPrefix(got.Text, "Neige fraîche\n\nElle est là.\n\n-- \n") {
			t.Errorf("the message itself became:\n%s", got.Text)
		}
		if token := o.linkTo(got, "/u/", link.Unsubscribe); token.Purpose != "newsletter" || token.Brand != "alpenglow" {
			t.Errorf("the visible link says %+v", token)
		}
		if got.Headers["Content-Language"] != "fr" || !strings.Contains(got.Headers["From"], "Alpenglow") {
			t.Errorf("headers %v", got.Headers)
		}
	})
}

func TestWhatWasSentIsRecordedWithItsBasis(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		point := o.granted(ana)
		e := o.Event(o.sent(news(ana)).Event)
		want := assent.Message{Channel: assent.Email, Purpose: "newsletter", Brand: "alpenglow", Kind: assent.OwnMarketing, Basis: assent.ConsentBasis}
		if e.Type != assent.MessageSent || e.Message == nil || *e.Message != want || e.Points[0].ID != point {
			t.Errorf("recorded %+v of %+v", e, e.Message)
		}
	})
}

func TestADeniedMessageIsNotSentAndBringsItsDecision(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		point := o.granted(ana)
		o.sent(news(ana))
		o.Record(intaketest.OneClick(point))
		for who, m := range map[string]dispatch.Message{"who has left": news(ana), "of whom nothing is known": news("eve@example.org")} {
			_, err := o.Send(t.Context(), o.Org, m)
			var denied *dispatch.Denied
			if !errors.As(err, &denied) || denied.Decision.Decision != assent.Deny || denied.Decision.Reason == "" {
				t.Errorf("to a person %s: got %v", who, err)
			}
		}
		if n := len(o.box.Mails()); n != 1 {
			t.Errorf("%d mails went out, want the first alone", n)
		}
	})
}

func TestAServiceMessageHasNoUnsubscribeButton(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		m := news(ana)
		m.Purpose, m.Subject = "orders", "Votre commande"
		o.sent(m)
		h := o.count(ana, 1)[0].Headers
		if h["List-Unsubscribe"] != "" || h["List-Unsubscribe-Post"] != "" {
			t.Errorf("headers %v", h)
		}
	})
}

func TestAMessageUnderOneKeyIsSentOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.granted(ana)
		m := news(ana)
		m.IdempotencyKey = "order-17"
		first := o.sent(m)
		again := o.sent(m)
		if !again.Replayed || again.Event != first.Event || again.Code != first.Code {
			t.Errorf("the repetition got %+v, the first %+v", again, first)
		}
		o.count(ana, 1)
		m.Subject = "Autre chose"
		if p := o.refused(m); p.Code != "IDEMPOTENCY_KEY_REUSED" || p.Kind != assent.Unusable {
			t.Errorf("another message under the key: %s", p.Code)
		}
	})
}

func TestAMessageThatTheServerRefusesIsNotRecorded(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		o.box.Refuse(func(string) int { return 550 })
		_, err := o.Send(t.Context(), o.Org, news(ana))
		var refusal *mail.Refusal
		if !errors.As(err, &refusal) || refusal.Code != 550 {
			t.Fatalf("got %v", err)
		}
		for _, p := range o.State(ana).Points {
			if len(p.Sent) != 0 {
				t.Errorf("recorded as sent: %v", p.Sent)
			}
		}
	})
}

func TestMessagesThatCannotBeSentAreRefusedInASentence(t *testing.T) {
	for _, c := range []struct {
		code   string
		change func(o *office, m *dispatch.Message)
	}{
		{"UNKNOWN_PURPOSE", func(_ *office, m *dispatch.Message) { m.Purpose = "novelties" }},
		{"UNKNOWN_BRAND", func(_ *office, m *dispatch.Message) { m.Brand = "dawn" }},
		{"BAD_EMAIL", func(_ *office, m *dispatch.Message) { m.Contact.Email = "ana at example" }},
		{"NO_CONTACT", func(_ *office, m *dispatch.Message) { m.Contact = assent.Contactable{} }},
		{"HEADER_INJECTION", func(_ *office, m *dispatch.Message) { m.Subject = "Neige\r\nBcc: eve@example.org" }},
		{"MISSING_SUBJECT", func(_ *office, m *dispatch.Message) { m.Subject = "" }},
		{"EMPTY_MESSAGE", func(_ *office, m *dispatch.Message) { m.HTML, m.Text = "", "" }},
	} {
		intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
			o := open(t, base)
			o.granted(ana)
			m := news(ana)
			c.change(o, &m)
			if p := o.refused(m); p.Code != c.code || strings.Contains(p.Detail, "ana") {
				t.Errorf("want %s, got %s: %s", c.code, p.Code, p.Detail)
			}
			o.count(ana, 0)
		})
	}
}

func TestWithoutASenderOrAPublicAddressNothingLeaves(t *testing.T) {
	for code, change := range map[string]func(*dispatch.Config){
		"NO_SENDER":            func(c *dispatch.Config) { c.From = "" },
		"PUBLIC_URL_NOT_HTTPS": func(c *dispatch.Config) { c.PublicURL = "http://choices.alpenglow.example" },
	} {
		intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
			o := open(t, base, change)
			o.granted(ana)
			if p := o.refused(news(ana)); p.Code != code || p.Kind != assent.Unusable {
				t.Errorf("want %s, got %s: %s", code, p.Code, p.Detail)
			}
		})
	}
}

func TestTheSenderIsTheBrandsElseTheOrganisations(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		o.settings(func(s *catalogue.Settings) { s.SenderEmail = "bonjour@alpenglow-sas.example" })
		o.sent(news(ana))
		o.Publish(&catalogue.Brand{ID: "alpenglow", Name: "Alpenglow", SenderName: "Alpenglow, Annecy", SenderEmail: "news@alpenglow-brand.example"})
		o.sent(news(ana))
		got := o.count(ana, 2)
		if got[1].From != "bonjour@alpenglow-sas.example" || got[0].From != "news@alpenglow-brand.example" ||
			!strings.Contains(got[0].Headers["From"], "Alpenglow, Annecy") || !strings.Contains(got[0].Headers["DKIM-Signature"], "d=alpenglow-brand.example") {
			t.Errorf("from %s, then %s (%s)", got[1].From, got[0].From, got[0].Headers["From"])
		}
	})
}

func TestAPersonNamedByHerNumberIsReachedAtHerOnlyAddress(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		o.Record(intaketest.Link(assent.Contactable{Phone: "+33612345678"}, intaketest.Email(ana)))
		m := news(ana)
		m.Contact = assent.Contactable{Phone: "+33612345678"}
		o.sent(m)
		o.count(ana, 1)
	})
}

func TestLinksForAMailThatAnotherProductSends(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		point := o.granted(ana)
		o.Publish(&catalogue.Page{ID: "calm", Kind: catalogue.UnsubscribePage})
		l, err := o.Links(t.Context(), o.Org, intaketest.Email(ana), "newsletter", "calm")
		must(t, err)
		token, err := o.mint.Read(link.Unsubscribe, strings.TrimPrefix(l.UnsubscribeURL, "https://choices.alpenglow.example/u/"), o.Clock.Now().Add(20*365*24*time.Hour))
		if err != nil || token.Point != point || token.Org != o.Org || token.Purpose != "newsletter" || token.Page != "calm" {
			t.Errorf("token %+v, %v", token, err)
		}
		if l.Headers["List-Unsubscribe"] != "<"+l.UnsubscribeURL+">" || l.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" || l.PreferencesURL == "" {
			t.Errorf("got %+v", l)
		}
		if strings.Contains(l.UnsubscribeURL+l.PreferencesURL, "ana") {
			t.Error("a link holds personal data")
		}
		for code, ask := range map[string][3]string{
			"UNKNOWN_CONTACT": {"eve@example.org", "newsletter"}, "UNKNOWN_PURPOSE": {ana, "novelties"}, "UNKNOWN_PAGE": {ana, "newsletter", "loud"},
		} {
			_, err := o.Links(t.Context(), o.Org, intaketest.Email(ask[0]), ask[1], ask[2])
			if p, ok := assent.AsProblem(err); !ok || p.Code != code {
				t.Errorf("want %s, got %v", code, err)
			}
		}
	})
}

func TestPreferenceLinksLeadToTheirOwnPageOnceThereIsOne(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.ProfileAt = "/p/" })
		point := o.granted(ana)
		o.sent(news(ana))
		if token := o.linkTo(o.count(ana, 1)[0], "/p/", link.Preferences); token.Point != point {
			t.Errorf("token %+v", token)
		}
	})
}
