package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"time"

	"assent"
	"assent/api"
	"assent/auth"
	"assent/changes"
	"assent/dispatch"
	"assent/jobs"
	"assent/ledger"
	"assent/mail"
	"assent/prove"
	"assent/rights"
	"assent/spool"
	"assent/stats"
	"assent/web"
)

// Main is the running server: the pages, the API and the followers of the log, over one
// house. Tests start it on port 0.
type Main struct {
	house    *house
	listener net.Listener
	server   *http.Server
	trade    *api.API
	branches []*Main // of the further organisations, who are reached through this one
	runner   *jobs.Runner
	log      *slog.Logger
}

// entrances are what NewMain needs beside the house.
type entrances struct {
	listener net.Listener
	post     mail.Sender // takes our mails
	mailbox  web.Mailbox // shows them, in the demo; nil otherwise
	log      *slog.Logger
}

// listen takes the address at which the server will be reached.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, assent.Problemf("CANNOT_LISTEN", "Cannot listen on %s: the address is taken or not ours. Choose another with listen (or --addr).", address).OfKind(assent.Unavailable)
	}
	return l, nil
}

// NewMain wires the entrances to the house. It owns both from here on, also when it fails.
func NewMain(h *house, e entrances) (_ *Main, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, e.listener.Close(), h.Close())
		}
	}()
	m := &Main{house: h, listener: e.listener, log: e.log}
	post := h.letters(e.post)
	if m.runner, err = m.followers(post); err != nil {
		return nil, err
	}
	handler, err := m.handler(e, post)
	if err != nil {
		return nil, err
	}
	doors, err := m.openBranches(e, newDoor(h, handler))
	if err != nil {
		return nil, err
	}
	m.server = &http.Server{
		Handler: openHosts(doors), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(e.log.Handler(), slog.LevelDebug),
	}
	return m, nil
}

// URL is where the server listens.
func (m *Main) URL() string { return "http://" + m.listener.Addr().String() }

// Run serves until the context ends, then lets what has begun come to its end.
func (m *Main) Run(ctx context.Context) error {
	following := make(chan struct{})
	go func() {
		defer close(following)
		m.follow(ctx)
	}()
	served := make(chan error, 1)
	go func() { served <- m.serve() }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := m.server.Shutdown(patience)
	<-following
	return errors.Join(err, m.saveDecisions(context.WithoutCancel(ctx)))
}

// keepDecisions has decisions kept from when every contact point is known; until then, or if that fails,
// the store is asked.
func (m *Main) keepDecisions(ctx context.Context) {
	if err := m.house.decide.Index(ctx, m.house.org); err != nil && ctx.Err() == nil {
		m.log.Error("decisions are not kept", "error", err)
	}
}

func (m *Main) serve() error {
	var err error
	if c := m.house.cfg.TLS; c.Certificate != "" {
		err = m.server.ServeTLS(m.listener, c.Certificate, c.Key)
	} else {
		err = m.server.Serve(m.front())
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// front has usual questions answered before they reach the server, if there is one organisation that they can be to.
func (m *Main) front() net.Listener {
	if len(m.branches) > 0 {
		return m.listener
	}
	return &api.Front{Listener: m.listener, API: m.trade, Idle: m.server.IdleTimeout, Header: m.server.ReadHeaderTimeout}
}

// Close ends what Run has not ended, and closes the house.
func (m *Main) Close() error {
	return errors.Join(m.server.Close(), m.house.Close())
}

// letters is the room from which every mail and text leaves.
func (h *house) letters(post mail.Sender) *dispatch.Desk {
	texts, _ := h.cfg.Texts.sender() // checked by the configuration
	return dispatch.New(dispatch.Config{
		Archive: h.archive, Vault: h.vault, Shelf: h.shelf, Decide: h.stops, Intake: h.intake,
		Mint: h.links, Words: h.words, Post: post, Texts: texts, Now: h.now, Random: rand.Reader,
		PublicURL: h.cfg.PublicURL, From: h.cfg.SMTP.From, ProfileAt: "/p/", PerDomain: h.cfg.Abuse.PerDomain, Replies: h.cfg.Texts.Secret != "",
	})
}

// followers read the log: the tree, and the letters that answer people's acts.
func (m *Main) followers(post *dispatch.Desk) (*jobs.Runner, error) {
	h := m.house
	log, err := h.ledger()
	if err != nil {
		return nil, err
	}
	retry := jobs.Backoff{First: time.Second, Most: 10 * time.Minute, Jitter: mathrand.Float64}
	people := rights.New(h.archive, h.vault, h.shelf, h.now)
	work := append(post.Jobs(h.org, m.log, retry, people.Erasures(h.org, h.intake), people.Answers(h.org), h.campaigns(post).Errand(h.org)), jobs.Grow(h.archive, h.org, log), jobs.Sweep(h.archive, h.org, h.now), m.daily(people, post), &spool.Drain{Spool: h.spool, Desk: h.intake, Org: h.org}, h.staff().Seals(h.org), h.imports.Work(h.org))
	work = append(work, h.courier(m.log, post).Jobs(h.org)...)
	work = append(work, h.names().Follow(h.org), h.lists, stats.Follow(h.archive, h.org, h.now), h.stops, h.reach)
	return jobs.NewRunner(m.log, retry, work...), nil
}

// handler shares the address between the API and the pages.
func (m *Main) handler(e entrances, post *dispatch.Desk) (http.Handler, error) {
	h := m.house
	proxies := make([]netip.Prefix, len(h.cfg.TrustedProxies))
	for i, p := range h.cfg.TrustedProxies {
		proxies[i] = netip.MustParsePrefix(p) // checked by the configuration
	}
	people := rights.New(h.archive, h.vault, h.shelf, h.now)
	side := h.portal()
	pages, err := web.New(web.Config{
		Org: h.org, Intake: m.nudging(), Shelf: h.shelf, Records: people, Letters: post, Decide: h.decide, Links: h.links, Locale: h.words, Now: h.now, Random: rand.Reader,
		PublicURL: h.cfg.PublicURL, Proxies: proxies, Portal: side, Reports: m.reports(), Mailbox: e.mailbox, PerMinute: min(0, h.cfg.Abuse.PerNetwork), PerHour: h.cfg.Abuse.PerNetwork, Puzzle: h.cfg.Abuse.Puzzle, Texts: web.TextDoor{Secret: h.cfg.Texts.Secret, Token: h.cfg.Texts.Token}, Laws: h.book, Docs: "/openapi.json", Log: m.log,
	})
	if err != nil {
		return nil, err
	}
	m.trade = api.New(api.Config{
		Org: h.org, Version: version, PublicURL: h.cfg.PublicURL, Now: h.now, Log: m.log,
		Rooms: api.Rooms{
			Keys: auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader}), Intake: m.nudging(), Decide: h.ask,
			Dispatch: post, Campaigns: h.campaigns(post), Screenings: h.lists, Imports: h.imports, Webhooks: h.courier(m.log, post), Portal: side, Catalogue: h.shelf, People: people, Proofs: prove.New(h.archive, h.vault),
			Changes: changes.New(h.archive, h.shelf), Laws: h.book, Forecast: h.forecast(), Stats: h.stats(), Stops: h.stops, Ahead: h.decide, Ledger: h.archive.LedgerStorage(h.org), Ready: h.ready,
		},
	})
	staffed, err := m.console(proxies, people, post)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle("/console", staffed)
	mux.Handle("/console/", staffed)
	for _, prefix := range api.Prefixes() {
		mux.Handle(prefix, m.trade)
	}
	return mux, nil
}

// ledger opens the organisation's log for growing and proving.
func (h *house) ledger() (*ledger.Log, error) {
	signer, err := h.vault.LogSigner()
	if err != nil {
		return nil, err
	}
	return ledger.New(h.archive.LedgerStorage(h.org), signer, h.vault.LogVerifierKey())
}

// ready reports whether the house can do what it is asked for: everything, or only take withdrawals,
// which the spool does while the store is down.
func (h *house) ready(ctx context.Context, what string) error {
	_, err := h.shelf.Current(ctx, h.org)
	if what == "unsubscribe" && h.spool.Waiting() < spool.Full {
		return nil
	}
	return err
}
