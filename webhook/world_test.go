package webhook_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/changes"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/webhook"
)

// world is a house with a courier, and a receiver that notes what it got.
type world struct {
	*intaketest.House
	t    *testing.T
	desk *webhook.Desk
	log  *bytes.Buffer
	off  []webhook.Hook // switched off, and somebody was told
	receiver
}

// receiver is a real HTTP server.
type receiver struct {
	url    string
	mu     sync.Mutex
	got    []request
	answer func(n int) int // status of the n-th request, from 1; nil: 200
}

type request struct {
	header http.Header
	body   []byte
	event  struct {
		SpecVersion, ID, Source, Type, Subject, Sequence string
		Time                                             time.Time
		Data                                             map[string]any
	}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	one := request{header: req.Header}
	one.body, _ = io.ReadAll(req.Body)
	_ = json.Unmarshal(one.body, &one.event)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, one)
	if r.answer != nil {
		w.Header().Set("Location", r.url)
		w.WriteHeader(r.answer(len(r.got)))
	}
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.got)
}

func newWorld(t *testing.T, h *intaketest.House) *world {
	t.Helper()
	w := &world{House: h, t: t, log: &bytes.Buffer{}}
	server := httptest.NewServer(&w.receiver)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.desk = webhook.New(webhook.Config{
		Archive: h.Archive, Vault: h.Vault, Changes: changes.New(h.Archive, h.Shelf), Now: h.Clock.Now, Random: rand.Reader,
		PublicURL: "https://choices.example.org", Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Log:  slog.New(slog.NewTextHandler(w.log, nil)),
		Told: func(_ context.Context, h webhook.Hook) error { w.off = append(w.off, h); return nil },
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// hook makes a webhook to the receiver.
func (w *world) hook(change ...func(*webhook.Plan)) (webhook.Hook, webhook.Secret) {
	w.t.Helper()
	p := webhook.Plan{Label: "shop", URL: w.url + "/hooks"}
	for _, c := range change {
		c(&p)
	}
	h, text, err := w.desk.Create(w.t.Context(), w.Org, p)
	must(w.t, err)
	return h, w.secret(text)
}

func (w *world) secret(text string) webhook.Secret {
	w.t.Helper()
	s, err := webhook.ParseSecret(text)
	must(w.t, err)
	return s
}

// work has the courier do what there is to do now.
func (w *world) work() {
	w.t.Helper()
	for _, j := range w.desk.Jobs(w.Org) {
		for more := true; more; {
			var err error
			more, err = j.Round(w.t.Context())
			must(w.t, err)
		}
	}
}

func (w *world) deliveries(h webhook.Hook) []webhook.Delivery {
	w.t.Helper()
	list, err := w.desk.Deliveries(w.t.Context(), w.Org, h.ID, assent.ID{}, 100)
	must(w.t, err)
	return list
}

func (w *world) see(h webhook.Hook) webhook.Hook {
	w.t.Helper()
	h, err := w.desk.Get(w.t.Context(), w.Org, h.ID)
	must(w.t, err)
	return h
}

// signed reports whether a request bears the signature of one of the secrets.
func (w *world) signed(r request, secrets ...webhook.Secret) bool {
	return webhook.Verify(w.Clock.Now(), r.header.Get(webhook.IDHeader), r.header.Get(webhook.TimestampHeader), r.header.Get(webhook.SignatureHeader), r.body, secrets...)
}

func code(err error) string {
	if p, ok := assent.AsProblem(err); ok {
		return p.Code
	}
	return ""
}

func holds(body []byte, text string) bool { return strings.Contains(string(body), text) }

// erasing is the erasure of a person, done at once.
func erasing(email string) intake.Act {
	return intake.Act{Type: assent.PersonErased, Contact: intaketest.Email(email), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}}
}
