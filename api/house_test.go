package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/api"
	"assent/audit"
	"assent/auth"
	"assent/campaign"
	"assent/catalogue"
	"assent/changes"
	"assent/decide"
	"assent/dispatch"
	"assent/forecast"
	"assent/imports"
	"assent/intake"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/mail"
	"assent/portal"
	"assent/prove"
	"assent/rights"
	"assent/screen"
	"assent/stats"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
	"assent/webhook"
)

var org = assent.ID{15: 1}

// house is the entrance with real rooms behind it, on an archive of its own.
type house struct {
	t       testing.TB
	api     *api.API
	url     string
	archive *store.Archive
	vault   *vault.Vault
	keys    *auth.Desk
	desk    *decide.Desk
	stops   *stats.Stops
	lists   *screen.Desk
	files   *imports.Office
	all     string // a key with every scope
	log     *bytes.Buffer
	outbox  *mail.Outbox
	broken  error // what keeps the house from its work
}

// now is one fixed instant: nothing here depends on the clock.
func now() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

func open(t testing.TB, adjust ...func(*api.Config)) *house {
	t.Helper()
	h := &house{t: t, archive: storetest.SQLite(t), log: &bytes.Buffer{}}
	keys, err := vault.Generate(rand.Reader, "example.org/log", now())
	must(t, err)
	h.vault, err = vault.New(keys, rand.Reader)
	must(t, err)
	shelf := catalogue.New(h.archive, rand.Reader)
	h.keys = auth.New(h.archive, auth.Options{Now: now, Random: rand.Reader})
	h.all, _, err = h.keys.Create(t.Context(), org, "tests", auth.Scopes())
	must(t, err)
	must(t, shelf.Publish(t.Context(), org, assent.Actor{Kind: assent.ActorHouse}, now(), sample()...))
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	h.outbox, err = mail.OpenOutbox(100, now)
	must(t, err)
	t.Cleanup(func() { must(t, h.outbox.Close()) })
	post, err := mail.NewSMTP(h.outbox.Server(), nil)
	must(t, err)
	decider := decide.New(h.archive, h.vault, shelf, book, words, decide.Options{Now: now})
	h.stops = &stats.Stops{Decider: decider, Archive: h.archive, Shelf: shelf, Org: org, Now: now}
	recorder := intake.New(h.archive, h.vault, shelf, intake.Options{Now: now, Random: rand.Reader})
	office := dispatch.New(dispatch.Config{
		Archive: h.archive, Vault: h.vault, Shelf: shelf, Decide: h.stops, Intake: recorder,
		Mint: link.New(h.vault.Derive, rand.Reader), Words: words, Post: post, Now: now, Random: rand.Reader,
		PublicURL: "https://consent.example.org", From: "hello@alder.example",
	})
	h.files = &imports.Office{Archive: h.archive, Intake: recorder, Dir: t.TempDir(), Now: now, Random: rand.Reader}
	config := api.Config{
		Org: org, Version: "test", PublicURL: "https://consent.example.org", Now: now,
		Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Rooms: api.Rooms{
			Keys:      h.keys,
			Intake:    recorder,
			Decide:    decider,
			Catalogue: shelf,
			Laws:      book,
			Forecast:  &forecast.Desk{Archive: h.archive, Shelf: shelf, Decide: decider, Now: now},
			Stats:     &stats.Desk{Archive: h.archive, Shelf: shelf, Now: now},
			Stops:     h.stops,
			Ahead:     decider,
			Dispatch:  office,
			Portal: portal.New(portal.Config{
				Archive: h.archive, Vault: h.vault, Shelf: shelf, Keys: h.keys, Mint: link.New(h.vault.Derive, rand.Reader),
				Now: now, Random: rand.Reader, PublicURL: "https://consent.example.org",
			}),
			Imports: h.files,
			Campaigns: campaign.New(campaign.Config{
				Archive: h.archive, Vault: h.vault, Shelf: shelf, Decide: decider, Intake: recorder, Office: office,
				Mint: link.New(h.vault.Derive, rand.Reader), Words: words, Now: now, Random: rand.Reader, PublicURL: "https://consent.example.org",
			}),
			Webhooks: webhook.New(webhook.Config{
				Archive: h.archive, Vault: h.vault, Changes: changes.New(h.archive, shelf), Now: now, Random: rand.Reader,
				PublicURL: "https://consent.example.org", Log: slog.New(slog.NewTextHandler(h.log, nil)),
			}),
			Screenings: screen.NewDesk(screen.Config{
				Archive: h.archive, Org: org, Folder: filepath.Join(t.TempDir(), "screenings"), Decide: decider, Now: now, Random: rand.Reader,
			}),
			People:  rights.New(h.archive, h.vault, shelf, now),
			Proofs:  prove.New(h.archive, h.vault),
			Changes: changes.New(h.archive, shelf),
			Ledger:  h.archive.LedgerStorage(org),
			Ready:   func(context.Context, string) error { return h.broken },
		},
	}
	h.lists = config.Screenings.(*screen.Desk)
	for _, f := range adjust {
		f(&config)
	}
	h.desk = decider
	h.api = api.New(config)
	server := httptest.NewServer(h.api)
	t.Cleanup(server.Close)
	t.Cleanup(func() { // whatever a test did, the archive is what it says it is
		report, err := audit.Check(context.Background(), h.archive, h.vault, org)
		must(t, err)
		must(t, report.Err())
	})
	h.url = server.URL
	return h
}

// sample is a small catalogue.
func sample() []catalogue.Item {
	return []catalogue.Item{
		&catalogue.Settings{Name: "Alder & Co", Country: "FR", TimeZone: "Europe/Paris", PublicURL: "https://consent.example.org"},
		&catalogue.Brand{ID: "alder", Name: "Alder"},
		&catalogue.Notice{ID: "privacy", Version: "1.0", Languages: catalogue.Texts{"en": "We write twice a month."}},
		&catalogue.Purpose{
			ID: "newsletter", Brand: "alder", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Newsletter"},
			Channels: []assent.Channel{assent.Email, assent.SMS}, DoubleOptIn: catalogue.OptInNever,
		},
		&catalogue.Purpose{
			ID: "offers", Brand: "alder", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Offers"},
			Channels: []assent.Channel{assent.Email}, Requires: []string{"newsletter"},
		},
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	json   map[string]any
}

// send sends a request with the key that may do everything.
func (h *house) send(method, path, body string, header ...string) answer {
	h.t.Helper()
	return h.as(h.all, method, path, body, header...)
}

// as sends a request with a key of its own; header is name, value, name, value.
func (h *house) as(key, method, path, body string, header ...string) answer {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	must(h.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	must(h.t, err)
	defer res.Body.Close()
	a := answer{status: res.StatusCode, header: res.Header}
	a.body, err = io.ReadAll(res.Body)
	must(h.t, err)
	_ = json.Unmarshal(a.body, &a.json) // a file that is not JSON leaves it nil
	return a
}

// want fails unless the status is as expected.
func (h *house) want(status int, a answer) answer {
	h.t.Helper()
	if a.status != status {
		h.t.Fatalf("answered %d, want %d: %s\n%s", a.status, status, a.body, h.log)
	}
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func statusOf(a answer) string { return strconv.Itoa(a.status) }

func receiptCode(s string) assent.TransactionCode { return assent.TransactionCode(s) }
