package main

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/campaign"
	"assent/catalogue"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/rights"
	"assent/sample"
	"assent/store"
	"assent/webhook"
)

// street is a server with two organisations.
type street struct {
	t            *testing.T
	main         *Main
	ours, theirs *neighbour
	ids          []string          // whatever names something of theirs
	tokens       map[string]string // of their links, by the beginning of its page
}

// neighbour is one of them, and who works there.
type neighbour struct {
	host, key, cookie string
	house             *house
}

const zora = "zora@kestrel.example"

func newStreet(t *testing.T, database string) *street {
	t.Helper()
	d := &demo{
		verb: &demoVerb{Addr: "127.0.0.1:0", People: 8}, dir: t.TempDir(), database: database,
		con: console{out: io.Discard, err: os.Stderr, getenv: noEnvironment}, clock: sample.NewClock(realTime),
	}
	door, err := listen(d.verb.Addr)
	if err != nil {
		t.Fatal(err)
	}
	var place demoPlace
	h, err := d.open(t.Context(), door.Addr().(*net.TCPAddr), &place)
	if err != nil {
		t.Fatal(err)
	}
	s := &street{t: t, tokens: map[string]string{}, ours: &neighbour{host: hostOf(h.cfg.PublicURL), key: place.Key, house: h}}
	s.settle(h)
	if s.main, err = d.serve(h, door); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.main.Close(); err != nil {
			t.Error(err)
		}
		must(t, d.outbox.Close())
		must(t, d.phone.Close())
	})
	s.ours.cookie = s.enter(s.ours.host, place.Console)
	s.theirs.cookie = s.enter(s.theirs.host, s.theirs.cookie)
	b := s.theirs.house
	zora, err := b.staff().OperatorByEmail(t.Context(), b.org, zora)
	must(t, err)
	sessions, err := b.staff().Sessions(t.Context(), b.org, zora.ID)
	must(t, err)
	s.ids = append(s.ids, sessions[0].ID.String())
	return s
}

// settle adds the second organisation, with something of everything.
func (s *street) settle(h *house) {
	t := s.t
	t.Helper()
	id, err := assent.NewID(h.now(), rand.Reader)
	must(t, err)
	o := store.Org{ID: id, Name: "Kestrel GmbH", PublicURL: "https://consent.kestrel.example"}
	b, err := h.branch(o)
	must(t, err)
	begun, err := b.begin(t.Context(), o, zora, auth.TicketFor)
	must(t, err)
	h.orgs = append(h.orgs, o)
	s.theirs = &neighbour{host: "consent.kestrel.example", key: begun.Key, cookie: begun.Console, house: b}
	must(t, b.shelf.Publish(t.Context(), o.ID, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, b.now(), kestrels()...))
	record := func(act intake.Act) intake.Receipt {
		r, err := b.intake.Record(t.Context(), o.ID, act)
		must(t, err)
		return r
	}
	signUp := intaketest.SignUp(zora, "kestrel-letter")
	signUp.CollectionPoint = "kestrel-form"
	asked := record(signUp)
	yes := record(intaketest.Confirm(asked))
	must(t, growTree(t.Context(), b))
	request, err := b.people().Ask(t.Context(), o.ID, rights.NewRequest{Person: yes.Person, Right: rights.Access, Way: rights.ByEmail})
	must(t, err)
	plan := campaign.Plan{Name: "Kestrel asks", Brand: "kestrel", Notice: "kestrel-notice", Ask: []campaign.Asking{{Purpose: "kestrel-letter", Channel: assent.Email}},
		Templates: map[string]campaign.Template{"en": {Subject: "May {brand} write to you?", Body: "{purposes}\n\n{answer_link}"}}}
	asking, err := b.campaigns(b.letters(noMailer{})).Create(t.Context(), o.ID, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, plan, []campaign.Contact{{Line: 2, Email: zora}})
	must(t, err)
	hook, _, err := b.courier(slog.New(slog.DiscardHandler), b.letters(noMailer{})).Create(t.Context(), o.ID, webhook.Plan{Label: "kestrel crm", URL: "https://crm.kestrel.example/in"})
	must(t, err)
	staff, err := b.staff().OperatorByEmail(t.Context(), o.ID, zora)
	must(t, err)
	keys, err := auth.New(b.archive, auth.Options{Now: b.now}).List(t.Context(), o.ID)
	must(t, err)
	s.ids = []string{
		o.ID.String(), yes.Person.String(), yes.Point.String(), yes.Event.String(), string(yes.Code), asked.Event.String(), string(asked.Code),
		request.ID.String(), asking.ID.String(), hook.ID.String(), staff.ID.String(), keys[0].ID.String(),
		"kestrel", "kestrel-letter", "kestrel-form", "kestrel-notice",
	}
	token := link.Token{Org: o.ID, Point: yes.Point, Event: asked.Event, Brand: "kestrel", Purpose: "kestrel-letter", Channel: assent.Email, Issued: b.now()}
	for page, use := range map[string]link.Use{
		"/u/": link.Unsubscribe, "/c/": link.Confirm, "/p/": link.Preferences, "/w/": link.Receipt, "/a/": link.Request, "/p/stay/": link.Stay, "/portal/": link.Portal,
	} {
		s.tokens[page] = b.links.Make(use, token)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kestrels is what the second organisation may ask.
func kestrels() []catalogue.Item {
	both := func(text string) catalogue.Texts { return catalogue.Texts{"en": text, "fr": text} }
	return []catalogue.Item{
		&catalogue.Settings{
			Name: "Kestrel GmbH", PostalAddress: "1 Falkenweg, 10115 Berlin", AccessEmail: "privacy@kestrel.example",
			PrivacyURL: "https://kestrel.example/privacy", Country: "DE", Language: "en", TimeZone: "Europe/Berlin",
		},
		&catalogue.Brand{ID: "kestrel", Name: "Kestrel"},
		&catalogue.Purpose{
			ID: "kestrel-letter", Brand: "kestrel", Kind: assent.PurposeOwnMarketing, DoubleOptIn: catalogue.OptInRequired, Names: both("Kestrel letter"),
			Sentences: both("Yes, the Kestrel letter."), Channels: []assent.Channel{assent.Email},
		},
		&catalogue.Notice{ID: "kestrel-notice", Version: "1.0", Languages: both("Kestrel writes about falcons.")},
		&catalogue.CollectionPoint{
			ID: "kestrel-form", Kind: catalogue.HostedForm, Brand: "kestrel", Titles: both("Kestrel"), Notice: "kestrel-notice",
			Origin: catalogue.OriginSubscribed, Asks: []string{"email"}, Boxes: []catalogue.Box{{Purpose: "kestrel-letter", Channel: assent.Email}},
		},
	}
}

// ask sends a request to a host; what is a form or JSON goes by its first letter.
func (s *street) ask(host, method, path, body string, header http.Header) visit {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = host, "192.0.2.1:1234"
	maps.Copy(r.Header, header)
	switch {
	case strings.HasPrefix(body, "{"):
		r.Header.Set("Content-Type", "application/json")
	case method == http.MethodPost:
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	s.main.server.Handler.ServeHTTP(w, r)
	return read(s.t, w.Result())
}

// enter signs an operator in and returns her cookie.
func (s *street) enter(host, doorway string) string {
	s.t.Helper()
	u, err := url.Parse(doorway)
	must(s.t, err)
	r := httptest.NewRequest(http.MethodPost, u.Path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	s.main.server.Handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Value != "" {
			return c.Name + "=" + c.Value
		}
	}
	s.t.Fatalf("%s does not sign in: %d %s", doorway, w.Code, w.Body)
	return ""
}

// standing is what can be counted of the second organisation.
func (s *street) standing() string {
	s.t.Helper()
	h := s.theirs.house
	head, err := h.archive.Head(h.org).Read(s.t.Context())
	must(s.t, err)
	team, err := h.staff().Operators(s.t.Context(), h.org)
	must(s.t, err)
	sessions, err := h.staff().Sessions(s.t.Context(), h.org, team[0].ID)
	must(s.t, err)
	open, err := h.people().Requests(s.t.Context(), h.org, rights.Filter{})
	must(s.t, err)
	all, err := json.Marshal([]any{head, team, len(sessions), open})
	must(s.t, err)
	return string(all)
}

// silent fails the test if an answer holds anything of theirs that the request did not.
func (s *street) silent(t *testing.T, v visit, request ...string) {
	t.Helper()
	said := strings.Join(request, " ")
	for _, mark := range append([]string{zora, "Kestrel", "kestrel", "Falkenweg", "falcons"}, s.ids...) {
		if strings.Contains(v.body+v.location, mark) && !strings.Contains(said, mark) {
			t.Errorf("%s says %q:\n%s", request, mark, v.body)
		}
	}
}
