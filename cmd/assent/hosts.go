package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"sync"

	"assent/api"
	"assent/auth"
)

// hosts shares one address between the organisations of an installation. Whoever comes by the host of one is served by
// that one, and what belongs to another is not there: its links cannot be read, its keys are unknown, its identifiers
// are found nowhere. Programs may come by any other host, such as the one inside a network: their key says whose they
// are.
type hosts struct {
	doors map[string]door // by host
	all   []door          // the founding organisation's first
}

// door is one organisation's way in.
type door struct {
	house   *house
	keys    *auth.Desk
	handler http.Handler
}

// openHosts shares the address between the doors. One alone is open to whatever host is named.
func openHosts(doors []door) http.Handler {
	if len(doors) == 1 {
		return doors[0].handler
	}
	h := &hosts{doors: map[string]door{}, all: doors}
	for _, d := range doors {
		h.doors[hostOf(d.house.cfg.PublicURL)] = d
	}
	return h
}

func newDoor(h *house, handler http.Handler) door {
	return door{h, auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader}), handler}
}

// ServeHTTP passes a request on.
func (h *hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, scheme := range []string{"https", "http"} {
		if d, ok := h.doors[usual(r.Host, scheme)]; ok {
			d.handler.ServeHTTP(w, r)
			return
		}
	}
	if !forPrograms(r.URL.Path) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.Error(w, "Nothing is here: no organisation has this address. Perhaps a letter of it is missing.", http.StatusNotFound)
		return
	}
	h.ownerOf(r).handler.ServeHTTP(w, r)
}

// ownerOf is the door of the organisation whose key a request carries; the founding one's if it carries none that
// is known, to be refused there.
func (h *hosts) ownerOf(r *http.Request) door {
	secret := api.Bearer(r.Header.Get("Authorization"))
	for _, d := range h.all {
		if secret == "" {
			break
		}
		if _, err := d.keys.Verify(r.Context(), d.house.org, secret); err == nil {
			return d
		}
	}
	return h.all[0]
}

// forPrograms reports whether a path is of the API.
func forPrograms(path string) bool {
	for _, p := range api.Prefixes() {
		if path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// openBranches wires the further organisations and lists all doors, the given one first.
func (m *Main) openBranches(e entrances, first door) ([]door, error) {
	doors := []door{first}
	houses, err := m.house.branches()
	if err != nil {
		return nil, err
	}
	for _, h := range houses {
		b := &Main{house: h, log: m.log.With("organisation", h.org)}
		sender := e.post
		if h.ownMail {
			if sender, err = h.mailer(b.log); err != nil {
				return nil, err
			}
		}
		post := h.letters(sender)
		if b.runner, err = b.followers(post); err != nil {
			return nil, err
		}
		handler, err := b.handler(entrances{log: b.log}, post) // the demo's mailbox is its own
		if err != nil {
			return nil, err
		}
		m.branches, doors = append(m.branches, b), append(doors, newDoor(h, handler))
	}
	return doors, nil
}

// all is this server for each organisation.
func (m *Main) all() []*Main { return append([]*Main{m}, m.branches...) }

// follow has every organisation's log followed and its decisions kept until the context ends.
func (m *Main) follow(ctx context.Context) {
	var all sync.WaitGroup
	for _, b := range m.all() {
		go b.keepDecisions(ctx)
		all.Go(func() { b.runner.Run(ctx) })
	}
	all.Wait()
}

// saveDecisions keeps every organisation's index for the next start.
func (m *Main) saveDecisions(ctx context.Context) (err error) {
	for _, b := range m.all() {
		err = errors.Join(err, b.house.decide.Save(ctx, b.house.org))
	}
	return err
}
