package feedback_test

import (
	"bytes"
	"log/slog"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/feedback"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/store"
)

const ana = "ana@example.org"

type world struct {
	*House
	t    *testing.T
	desk *feedback.Desk
	log  *bytes.Buffer
}

func newWorld(t *testing.T, h *House) *world {
	log := &bytes.Buffer{}
	return &world{h, t, feedback.New(feedback.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Now: h.Clock.Now, PublicURL: "https://choices.example.org",
		Log: slog.New(slog.NewTextHandler(log, nil)),
	}), log}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// door opens an address and returns its secret.
func (w *world) door(p feedback.Plan) (feedback.Door, string) {
	w.t.Helper()
	p.Label = "newsletter tool"
	door, address, err := w.desk.Open(w.t.Context(), w.Org, p)
	must(w.t, err)
	secret, ok := strings.CutPrefix(address, "https://choices.example.org/in/"+p.Product+"/")
	if !ok {
		w.t.Fatalf("the address is %s", address)
	}
	return door, secret
}

func (w *world) report(product, secret, body string) error {
	return w.desk.Take(w.t.Context(), w.Org, product, secret, feedback.Delivery{Method: "POST", Body: []byte(body), Header: textproto.MIMEHeader{}})
}

func (w *world) events() (n int64) {
	w.t.Helper()
	must(w.t, w.Archive.Read(w.t.Context(), w.Org, func(v *store.View) (err error) {
		n, err = v.Head()
		return err
	}))
	return n
}

func code(err error) string {
	if p, ok := assent.AsProblem(err); ok {
		return p.Code
	}
	return ""
}

func TestAnUnsubscribeElsewhereIsAWithdrawalThatItClaimsOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		_, secret := w.door(feedback.Plan{Product: "mailchimp"})
		h.Record(SignUp(ana, "newsletter"))
		before := w.events()
		h.Clock.Pass(time.Hour)
		for range 3 {
			must(t, w.report("mailchimp", secret, "type=unsubscribe&fired_at=2026-11-16+09%3A30%3A00&data[action]=unsub&data[email]=ana%40example.org"))
		}
		if n := w.events() - before; n != 1 {
			t.Fatalf("%d events, want one", n)
		}
		no := h.State(ana).Noes[0]
		if no.Mark.Source != assent.Claimed || no.Scope.Channel != "email" || no.Scope.Purpose != "*" || no.Kind != assent.NoWithdrawn {
			t.Errorf("recorded %+v", no)
		}
		e := h.Event(no.Event)
		if e.Evidence.Source != "mailchimp reports unsubscribed" || !e.Occurred.Equal(time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC)) {
			t.Errorf("recorded %+v", e)
		}
		h.Audit()
	})
}

func TestADoorOfOnePurposeLeavesThat(t *testing.T) {
	w := newWorld(t, New(t))
	_, secret := w.door(feedback.Plan{Product: "generic", Purpose: "offers"})
	w.Record(SignUp(ana, "newsletter", "offers"))
	must(t, w.report("generic", secret, `{"event":"unsubscribed","email":"ana@example.org"}`))
	if n := w.State(ana).Noes[0]; n.Scope.Purpose != "offers" {
		t.Errorf("left %+v", n.Scope)
	}
}

func TestABounceAndAComplaintStopTheContactPoint(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		_, secret := w.door(feedback.Plan{Product: "generic"})
		r := h.Record(SignUp(ana, "newsletter"))
		must(t, w.report("generic", secret, `{"event":"bounced","email":"ana@example.org"}`))
		if s := h.State(ana); len(s.Noes) != 0 || len(s.Points[r.Point].Suppressions) != 1 || s.Points[r.Point].Suppressions[0].Kind != "bounce" {
			t.Errorf("after a bounce: %+v", s)
		}
		must(t, w.report("generic", secret, `{"event":"complained","email":"ana@example.org"}`))
		if s := h.State(ana); len(s.Noes) != 1 || len(s.Points[r.Point].Suppressions) != 2 {
			t.Errorf("after a complaint: %+v", s)
		}
		h.Audit()
	})
}

func TestWhoIsNotKnownIsAnsweredTheSame(t *testing.T) {
	w := newWorld(t, New(t))
	_, secret := w.door(feedback.Plan{Product: "generic"})
	before := w.events()
	must(t, w.report("generic", secret, `{"event":"bounced","email":"nobody@example.org"}`))
	must(t, w.report("generic", secret, `{"event":"unsubscribed","email":"not an address @ all"}`))
	if w.events() != before {
		t.Error("something was recorded")
	}
	must(t, w.report("generic", secret, `{"event":"unsubscribed","email":"nobody@example.org"}`))
	if s := w.State("nobody@example.org"); s == nil || len(s.Noes) != 1 {
		t.Error("a no of somebody unknown was not remembered")
	}
}

func TestWhoWasErasedIsNotBroughtBack(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		_, secret := w.door(feedback.Plan{Product: "generic"})
		h.Record(SignUp(ana, "newsletter"))
		h.Record(intake.Act{Type: assent.PersonErased, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
		before := w.events()
		must(t, w.report("generic", secret, `{"event":"complained","email":"ana@example.org"}`))
		if w.events() != before || h.State(ana) != nil {
			t.Error("she is back")
		}
	})
}

func TestOnlyWhoKnowsTheAddressAndSignsIsBelieved(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		door, secret := w.door(feedback.Plan{Product: "mailchimp"})
		_, signing := w.door(feedback.Plan{Product: "mailgun", Signing: "key"})
		before := w.events()
		const body = "type=unsubscribe&data[email]=ana%40example.org"
		for want, err := range map[string]error{
			"NO_SUCH_DOOR":  w.report("mailchimp", "guessed", body),
			"BAD_SIGNATURE": w.report("mailgun", signing, `{"signature":{},"event-data":{"event":"unsubscribed","recipient":"ana@example.org"}}`),
			"BAD_REPORT":    w.report("mailchimp", secret, `{}`),
		} {
			if code(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		if err := w.report("brevo", secret, body); code(err) != "NO_SUCH_DOOR" {
			t.Errorf("another product's door: %v", err)
		}
		if err := w.desk.Take(t.Context(), assent.ID{15: 9}, "mailchimp", secret, feedback.Delivery{Body: []byte(body)}); code(err) != "NO_SUCH_DOOR" {
			t.Errorf("another organisation's door: %v", err)
		}
		must(t, w.desk.Close(t.Context(), h.Org, door.ID))
		if err := w.report("mailchimp", secret, body); code(err) != "NO_SUCH_DOOR" {
			t.Errorf("a closed door: %v", err)
		}
		if w.events() != before {
			t.Error("something was recorded")
		}
	})
}

func TestTheSecretsAreNotInTheArchive(t *testing.T) {
	w := newWorld(t, New(t))
	_, secret := w.door(feedback.Plan{Product: "mailgun", Signing: "key-of-the-product"})
	must(t, w.Archive.Read(t.Context(), w.Org, func(v *store.View) error {
		rows, err := v.ReportDoors()
		for _, r := range rows {
			if strings.Contains(string(r.Hash[:])+string(r.Signing), secret) || strings.Contains(string(r.Signing), "key-of-the-product") {
				t.Error("a secret can be read")
			}
		}
		return err
	}))
}

func TestAPlanThatCannotWorkIsRefused(t *testing.T) {
	w := newWorld(t, New(t))
	for want, p := range map[string]feedback.Plan{
		"UNKNOWN_PRODUCT": {Product: "pigeon", Label: "x"},
		"BAD_LABEL":       {Product: "generic"},
		"NO_SIGNING_KEY":  {Product: "klaviyo", Label: "x"},
		"BAD_SIGNING_KEY": {Product: "ses", Label: "x", Signing: "arn:aws:sns:eu-west-1:123456789012:feedback"},
		"UNKNOWN_PURPOSE": {Product: "generic", Label: "x", Purpose: "nothing"},
	} {
		if _, _, err := w.desk.Open(t.Context(), w.Org, p); code(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestATopicAsksOnceAndThenReports(t *testing.T) {
	w := newWorld(t, New(t))
	w.Clock.Pass(60 * 24 * time.Hour) // into the time of the certificate
	_, secret := w.door(feedback.Plan{Product: "ses", Signing: "arn:aws:sns:eu-west-1:123456789012:ses-feedback\n" + sns(t, "cert.pem")})
	r := w.Record(SignUp(ana, "newsletter"))
	before := w.events()
	must(t, w.report("ses", secret, sns(t, "confirmation.json")))
	if w.events() != before || !strings.Contains(w.log.String(), "Action=ConfirmSubscription") {
		t.Errorf("%d events more, and the log says %q", w.events()-before, w.log)
	}
	if err := w.report("ses", secret, strings.Replace(sns(t, "confirmation.json"), "Token=2336", "Token=666", 1)); code(err) != "BAD_SIGNATURE" {
		t.Errorf("a question that the topic has not signed: %v", err)
	}
	for range 2 {
		must(t, w.report("ses", secret, sns(t, "notification2.json")))
	}
	if s := w.State(ana).Points[r.Point].Suppressions; len(s) != 1 || s[0].Kind != "bounce" {
		t.Errorf("recorded %+v", s)
	}
}

func sns(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "sns", name))
	must(t, err)
	return string(text)
}
