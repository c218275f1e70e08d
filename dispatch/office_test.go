package dispatch_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/dispatch"
	"assent/intake/intaketest"
	"assent/jobs"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/mail"
	"assent/sms"
)

// office is a post room with everything real around it: an archive, the law, and a mail server
// in this process that keeps what it is given.
type office struct {
	*intaketest.House
	*dispatch.Desk
	t      *testing.T
	box    *mail.Outbox
	phone  *sms.Outbox
	mint   *link.Mint
	record string // the DKIM key as it stands in the DNS
	log    *lines
	jobs   []jobs.Job
}

// lines is a log that can be read again.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

const ana = "ana.lopez@example.org"

// open opens an office in a house. Changes are made to its configuration first.
func open(t *testing.T, h *intaketest.House, changes ...func(*dispatch.Config)) *office {
	t.Helper()
	box, err := mail.OpenOutbox(10_000, h.Clock.Now)
	must(t, err)
	t.Cleanup(func() { must(t, box.Close()) })
	phone, err := sms.OpenOutbox(10_000, "secret", h.Clock.Now)
	must(t, err)
	t.Cleanup(func() { must(t, phone.Close()) })
	texts, err := sms.NewAccount(phone.Settings("+33755531234"))
	must(t, err)
	key, record := h.Vault.DKIMKey()
	post, err := mail.NewSMTP(box.Server(), &mail.DKIM{Selector: "assent", Key: key})
	must(t, err)
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	o := &office{House: h, t: t, box: box, phone: phone, record: record, log: &lines{}, mint: link.New(h.Vault.Derive, rand.Reader)}
	c := dispatch.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Mint: o.mint, Words: words, Post: post, Texts: texts, Replies: true,
		Decide: decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now}),
		Now:    h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.alpenglow.example", From: "post@alpenglow.example",
	}
	for _, change := range changes {
		change(&c)
	}
	o.Desk = dispatch.New(c)
	o.jobs = o.restart()
	return o
}

// each runs the test with an office on each database.
func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) { test(t, open(t, h)) })
}

// restart is the work as a new process begins it.
func (o *office) restart() []jobs.Job {
	return o.Jobs(o.Org, slog.New(slog.NewTextHandler(o.log, nil)), jobs.Backoff{First: time.Second, Most: time.Hour})
}

// work does rounds until nobody has anything to do.
func (o *office) work() {
	o.t.Helper()
	for range 2 { // what followers find, the carrier carries
		for _, j := range o.jobs {
			for more := true; more; {
				var err error
				more, err = j.Round(o.t.Context())
				must(o.t, err)
			}
		}
	}
}

// mailsTo are the mails that an address got, newest first.
func (o *office) mailsTo(address string) []mail.Kept {
	var out []mail.Kept
	for _, m := range o.box.Mails() {
		if m.To == address {
			out = append(out, m)
		}
	}
	return out
}

// count checks how many mails an address got.
func (o *office) count(address string, want int) []mail.Kept {
	o.t.Helper()
	got := o.mailsTo(address)
	if len(got) != want {
		o.t.Fatalf("%d mails, want %d; log:\n%s", len(got), want, o.log)
	}
	return got
}

// linkTo returns the address in a mail that begins with a path, and reads its token.
func (o *office) linkTo(m mail.Kept, path string, use link.Use) link.Token {
	o.t.Helper()
	for _, l := range m.Links {
		if raw, ok := strings.CutPrefix(l, "https://choices.alpenglow.example"+path); ok {
			token, err := o.mint.Read(use, raw, o.Clock.Now())
			must(o.t, err)
			return token
		}
	}
	o.t.Fatalf("no link to %s among %v", path, m.Links)
	return link.Token{}
}

// granted is a person who has signed up for the newsletter and confirmed nothing.
func (o *office) granted(address string) assent.ID {
	o.t.Helper()
	return o.Record(intaketest.SignUp(address, "newsletter")).Point
}

func news(address string) dispatch.Message {
	return dispatch.Message{
		Contact: intaketest.Email(address), Purpose: "newsletter", Subject: "Neige fraîche",
		HTML: "<h1>Neige fraîche</h1><p>Elle est là.</p>", Text: "Neige fraîche\n\nElle est là.\n",
	}
}

// sent sends a message that must be taken.
func (o *office) sent(m dispatch.Message) dispatch.Sent {
	o.t.Helper()
	s, err := o.Send(o.t.Context(), o.Org, m)
	must(o.t, err)
	return s
}

// refused sends a message that must not be taken, and returns the Problem.
func (o *office) refused(m dispatch.Message) *assent.Problem {
	o.t.Helper()
	_, err := o.Send(o.t.Context(), o.Org, m)
	p, ok := assent.AsProblem(err)
	if !ok {
		o.t.Fatalf("not refused with a problem: %v", err)
	}
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// settings changes the settings that are in force.
func (o *office) settings(change func(*catalogue.Settings)) {
	o.t.Helper()
	c, err := o.Shelf.Current(context.Background(), o.Org)
	must(o.t, err)
	s := *c.Settings()
	change(&s)
	o.Publish(&s)
}
