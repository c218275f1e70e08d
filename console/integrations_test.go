package console_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/changes"
	"assent/console"
	"assent/dispatch"
	"assent/feedback"
	"assent/intake/intaketest"
	"assent/mail"
	"assent/webhook"

	"golang.org/x/net/html"
)

// connect gives the console what its screens of integrations work with.
func connect(h *intaketest.House, c *console.Config) {
	c.Keys = auth.New(h.Archive, auth.Options{Now: h.Clock.Now, Random: rand.Reader})
	c.Webhooks = webhook.New(webhook.Config{
		Archive: h.Archive, Vault: h.Vault, Changes: changes.New(h.Archive, h.Shelf), Now: h.Clock.Now, Random: rand.Reader,
		PublicURL: c.PublicURL, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Log: slog.New(slog.DiscardHandler),
	})
	c.Reports = feedback.New(feedback.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Now: h.Clock.Now, PublicURL: c.PublicURL,
	})
	c.Post = console.Post{Server: "smtp.alpenglow.example", From: "hello@alpenglow.example", Selector: "assent", DKIM: "v=DKIM1; k=rsa; p=ABC", Resolver: zone{}}
}

// zone is a DNS in which one domain has published one record.
type zone struct{}

func (zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if name == "alpenglow.example" {
		return []string{"v=spf1 mx -all"}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// secret is what a screen shows this once.
func (p *page) secret() (text string) {
	p.t.Helper()
	p.is(http.StatusOK).each(func(n *html.Node) {
		if attr(n, "id") == "secret" {
			text = n.FirstChild.Data
		}
	})
	if text == "" {
		p.t.Fatalf("%s shows no secret:\n%s", p.path, p.body)
	}
	return text
}

func TestAKeyIsShownOnceUsedAndRevoked(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		keys := auth.New(h.Archive, auth.Options{Now: h.Clock.Now, Random: rand.Reader})
		v := w.operator(auth.Admin)
		v.get("/console/integrations/keys").says("There is no key yet")
		secret := v.post("/console/integrations/keys", url.Values{"label": {"shop checkout"}, "scope": {"decide", "record"}}).secret()
		k, err := keys.Verify(t.Context(), h.Org, secret)
		must(t, err)
		if !k.May(auth.Record) || k.May(auth.Erase) {
			t.Errorf("the key may %v", k.Scopes)
		}
		v.get("/console/integrations/keys").says("shop checkout", "decide").hides(secret)
		v.get("/console/integrations/keys.csv").says(k.ID.String() + ",shop checkout,decide record,").hides(secret)
		v.post("/console/integrations/keys/"+k.ID.String()+"/revoke", nil).leads("/console/integrations/keys?done=key_revoked")
		if _, err := keys.Verify(t.Context(), h.Org, secret); err == nil {
			t.Error("a revoked key is recognised")
		}
		v.get("/console/integrations/keys").says("revoked on")
		v.post("/console/integrations/keys", url.Values{"label": {"without"}}).is(http.StatusBadRequest).says("at least one scope", `value="without"`)
	})
}

func TestAWebhookIsMadeToldReplayedSwitchedOffAndDeleted(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		var told atomic.Int32
		shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told.Add(1) }))
		defer shop.Close()
		var desk *webhook.Desk
		w := newWorld(t, h, func(c *console.Config) { desk = c.Webhooks })
		v := w.operator(auth.Admin)
		v.get("/console/integrations/webhooks").says("Nobody is told of anything yet")
		v.post("/console/integrations/webhooks", url.Values{"label": {"shop"}, "url": {"https://10.0.0.1/"}}).is(http.StatusBadRequest).says("not one of the public network", "https://10.0.0.1/")
		made := v.post("/console/integrations/webhooks", url.Values{"label": {"shop"}, "url": {shop.URL}, "type": {"consent.granted"}})
		if _, err := webhook.ParseSecret(made.secret()); err != nil {
			t.Fatal(err)
		}
		hooks, err := desk.List(t.Context(), h.Org)
		must(t, err)
		at := "/console/integrations/webhooks/" + hooks[0].ID.String()
		v.get(at).says("Webhook: shop", "Nothing yet", "consent.granted").hides("whsec_")
		r := h.Record(intaketest.SignUp("ana@example.org", "newsletter"))
		deliver := func() {
			for _, j := range desk.Jobs(h.Org) {
				_, err := j.Round(t.Context())
				must(t, err)
			}
		}
		deliver()
		v.get(at).says("delivered", r.Event.String()).hides("ana@")
		v.get(at + "/deliveries.csv").says(r.Event.String() + ",consent.granted,delivered,1,200,")
		v.post(at+"/replay", url.Values{"event": {r.Event.String()}}).leads(at + "?done=replayed")
		deliver()
		if told.Load() != 2 {
			t.Errorf("told %d times, want 2", told.Load())
		}
		if again := v.post(at+"/secret", nil).secret(); again == made.secret() {
			t.Error("the secret is the same")
		}
		v.post(at+"/enabled", url.Values{"enabled": {"no"}}).leads(at + "?done=webhook_off")
		v.get("/console/integrations").says("1 needs a look")
		v.post(at+"/enabled", url.Values{"enabled": {"yes"}}).leads(at + "?done=webhook_on")
		v.post(at+"/delete", nil).leads("/console/integrations/webhooks?done=webhook_deleted")
		v.get(at).is(http.StatusNotFound)
	})
}

func TestAnAddressForReportsIsShownOnceAndClosed(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		var desk *feedback.Desk
		w := newWorld(t, h, func(c *console.Config) { desk = c.Reports })
		v := w.operator(auth.Admin)
		v.get("/console/integrations/reports").says("No product reports here yet")
		v.post("/console/integrations/reports", url.Values{"product": {"mailgun"}, "label": {"Mailgun"}}).is(http.StatusBadRequest).says("signing key")
		address := v.post("/console/integrations/reports", url.Values{"product": {"mailchimp"}, "label": {"Our list"}, "purpose": {"newsletter"}}).secret()
		secret := address[strings.LastIndex(address, "/")+1:]
		must(t, desk.Known(t.Context(), h.Org, "mailchimp", secret))
		v.get("/console/integrations/reports").says("Our list", "Mailchimp").hides(secret)
		doors, err := desk.Doors(t.Context(), h.Org)
		must(t, err)
		v.get("/console/integrations/reports.csv").says(doors[0].ID.String() + ",mailchimp,Our list,newsletter,").hides(secret)
		v.post("/console/integrations/reports/"+doors[0].ID.String()+"/close", nil).leads("/console/integrations/reports?done=door_closed")
		if err := desk.Known(t.Context(), h.Org, "mailchimp", secret); err == nil {
			t.Error("a closed address is open")
		}
	})
}

// notices takes notices, or fails.
type notices struct {
	sent []dispatch.Notice
	err  error
}

func (n *notices) MailNotice(_ context.Context, _ assent.ID, m dispatch.Notice) error {
	n.sent = append(n.sent, m)
	return n.err
}

func TestATestMailGoesToTheOperatorAlone(t *testing.T) {
	post := &notices{}
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Post.Notices = post })
	v := w.operator(auth.Admin)
	v.post("/console/integrations/mail/test", url.Values{"to": {"victim@example.org"}}).leads("/console/integrations/mail?done=mail_tested")
	if len(post.sent) != 1 || post.sent[0].To != "admin@alpenglow.example" {
		t.Errorf("sent %+v", post.sent)
	}
	v.post("/console/integrations/mail/test", nil).is(http.StatusTooManyRequests).says("done a moment ago")
	if w.Clock.Pass(time.Minute); len(post.sent) != 1 {
		t.Error("a second mail left within the minute")
	}
	post.err = assent.Problemf("MAIL_UNREACHABLE", "The mail server does not answer.").OfKind(assent.Unavailable)
	v.post("/console/integrations/mail/test", nil).is(http.StatusUnprocessableEntity).says("The mail server does not answer.")
}

func TestTheDNSIsAskedWhenSomebodyWantsToKnow(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.get("/console/integrations/mail").says("Look in the DNS").hides("v=spf1")
	v.get("/console/integrations/mail?dns=look").says("assent._domainkey.alpenglow.example", "v=DKIM1; k=rsa; p=ABC", "v=DMARC1; p=none; rua=mailto:privacy@alpenglow.example", "fits", "missing")
	v.get("/console/integrations/mail.csv").says("spf,alpenglow.example,v=spf1 a:smtp.alpenglow.example ~all,v=spf1 mx -all,fits")
}

func TestTheMailScreenSaysWhoSigns(t *testing.T) {
	for who, says := range map[mail.Signing]string{
		mail.SignedHere: "with the key of this installation", mail.SignedByRelay: "covers List-Unsubscribe", mail.Unsigned: "Nobody signs these mails",
	} {
		w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Post.Signing = who })
		w.operator(auth.Campaigner).get("/console/integrations/mail").says("Signed (DKIM)", says)
	}
}
