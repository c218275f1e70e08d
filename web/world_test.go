package web_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
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
	"assent/rights"
	"assent/sms"
	"assent/store/storetest"
	"assent/web"

	"golang.org/x/net/html"
)

// world is the reception in front of a real house, and everybody who visits it.
type world struct {
	*intaketest.House
	t       *testing.T
	server  *httptest.Server
	links   *link.Mint
	letters *letters
	people  *rights.Desk
	mailbox mailbox
	log     *bytes.Buffer
	visits  visits
}

// visits are the addresses that were asked for and the headers of the answers, as anybody between might keep them.
type visits struct {
	mu      sync.Mutex
	lines   []string
	cookies []string // given to somebody who only looked
}

func (v *visits) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		v.mu.Lock()
		defer v.mu.Unlock()
		v.lines = append(v.lines, fmt.Sprint(r.URL, r.Referer(), w.Header()))
		for _, c := range w.Header().Values("Set-Cookie") {
			if r.Method == http.MethodGet && !strings.Contains(c, "Max-Age=0") {
				v.cookies = append(v.cookies, r.URL.Path)
			}
		}
	})
}

func (v *visits) all() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return strings.Join(v.lines, "\n")
}

// The words and the law, read once for all worlds.
var (
	readWords = sync.OnceValues(locale.Load)
	readLaw   = sync.OnceValues(law.Embedded)
)

// eachWorld runs the test in a world on SQLite and in one on PostgreSQL, at once.
func eachWorld(t *testing.T, test func(t *testing.T, w *world), change ...func(*web.Config)) {
	t.Helper()
	for name, url := range map[string]func(testing.TB) string{"SQLite": storetest.SQLiteURL, "PostgreSQL": storetest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, intaketest.Open(t, url(t)), change...))
		})
	}
}

// newWorld opens the reception; change may alter its configuration.
func newWorld(t *testing.T, h *intaketest.House, change ...func(*web.Config)) *world {
	t.Helper()
	words, err := readWords()
	book, failed := readLaw()
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	w := &world{House: h, t: t, links: link.New(h.Vault.Derive, rand.Reader), log: &bytes.Buffer{}}
	decider := decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
	people := rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
	w.people = people
	w.letters = newLetters(t, h, w.links, words, decider, people.Erasures(h.Org, h.Intake))
	h.Publish(extras()...)
	config := web.Config{
		Org: h.Org, Intake: h.Intake, Shelf: h.Shelf, Letters: w.letters, Links: w.links, Locale: words,
		Records: people, Decide: decider, Now: h.Clock.Now, Random: rand.Reader,
		PublicURL: "http://choices.example.org", Mailbox: &w.mailbox, PerMinute: -1, Texts: web.TextDoor{Secret: "secret-door", Token: "secret"},
		Log: slog.New(slog.NewTextHandler(w.log, nil)),
		Pause: func(_ context.Context, d time.Duration) error {
			h.Clock.Pass(max(0, d))
			return nil
		},
	}
	for _, c := range change {
		c(&config)
	}
	handler, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(w.visits.count(handler))
	t.Cleanup(w.server.Close)
	return w
}

// extras are what these tests need beside the house's own catalogue.
func extras() []catalogue.Item {
	both := func(en, fr string) catalogue.Texts { return catalogue.Texts{"en": en, "fr": fr} }
	return []catalogue.Item{
		&catalogue.Notice{ID: "data", Version: "1.0", Languages: both("We use your address for what you tick.", "Nous utilisons votre adresse pour ce que vous cochez.")},
		&catalogue.Purpose{
			ID: "alerts", Kind: assent.PurposeOwnMarketing, Channels: []assent.Channel{assent.Email, assent.SMS},
			DoubleOptIn: catalogue.OptInRequired, Names: both("Alerts", "Alertes"), Sentences: both("Yes, alert me.", "Oui, alertez-moi."),
			Topics: []catalogue.Topic{{ID: "snow", Names: both("Snow", "Neige")}, {ID: "storm", Names: both("Storm", "Tempête")}},
		},
		&catalogue.CollectionPoint{
			ID: "alerts", Kind: catalogue.HostedForm, Notice: "data", Asks: []string{"email", "phone", "country", "kind"},
			Titles: both("Weather alerts", "Alertes météo"), Intros: both("By mail or text.", "Par e-mail ou SMS."),
			Boxes: []catalogue.Box{
				{Purpose: "alerts", Channel: assent.Email, Topics: []string{"snow", "storm"}},
				{Purpose: "alerts", Channel: assent.SMS},
			},
			EmbedOrigins: []string{"https://shop.example.net"},
		},
	}
}

// letters is the real post room; it remembers whose page was asked for.
type letters struct {
	*dispatch.Desk
	box   *mail.Outbox
	phone *sms.Outbox
	jobs  []jobs.Job

	mu   sync.Mutex
	sent []string
}

func (l *letters) FindMyPage(ctx context.Context, org assent.ID, s dispatch.Seeking) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, s.Email+s.Phone)
	return l.Desk.FindMyPage(ctx, org, s)
}

// newLetters opens the post room of a house, before a mail server in this process.
func newLetters(t *testing.T, h *intaketest.House, mint *link.Mint, words *locale.Locale, decide *decide.Desk, others ...jobs.Errand) *letters {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	box, err := mail.OpenOutbox(10_000, h.Clock.Now)
	must(err)
	t.Cleanup(func() { must(box.Close()) })
	phone, err := sms.OpenOutbox(10_000, "secret", h.Clock.Now)
	must(err)
	t.Cleanup(func() { must(phone.Close()) })
	texts, err := sms.NewAccount(phone.Settings("+33755531234"))
	must(err)
	key, _ := h.Vault.DKIMKey()
	post, err := mail.NewSMTP(box.Server(), &mail.DKIM{Selector: "assent", Key: key})
	must(err)
	desk := dispatch.New(dispatch.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Mint: mint, Words: words, Post: post, Texts: texts, Replies: true, Decide: decide,
		Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.example.org", From: "post@alpenglow.example", ProfileAt: "/p/",
	})
	work := desk.Jobs(h.Org, slog.New(slog.DiscardHandler), jobs.Backoff{First: time.Second, Most: time.Hour}, others...)
	return &letters{Desk: desk, box: box, phone: phone, jobs: work}
}

// post carries what is owed, and returns the mails that an address has got, newest first.
func (w *world) post(address string) []mail.Kept {
	w.t.Helper()
	for range 2 { // what followers find, the carrier carries
		for _, j := range w.letters.jobs {
			for more := true; more; {
				var err error
				if more, err = j.Round(w.t.Context()); err != nil {
					w.t.Fatal(err)
				}
			}
		}
	}
	var out []mail.Kept
	for _, m := range w.letters.box.Mails() {
		if m.To == address {
			out = append(out, m)
		}
	}
	return out
}

type mailbox struct{ mails []web.Mail }

func (m *mailbox) Mails() []web.Mail { return m.mails }

// visitor is a browser without scripts.
type visitor struct {
	w      *world
	client *http.Client
	header http.Header
}

// visitor opens a new browser; it does not follow redirects by itself.
func (w *world) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &visitor{w: w, header: http.Header{}, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// page is an answer.
type page struct {
	t      *testing.T
	path   string
	status int
	header http.Header
	body   string
}

func (v *visitor) do(method, path, contentType string, body io.Reader) *page {
	v.w.t.Helper()
	req, err := http.NewRequestWithContext(v.w.t.Context(), method, v.w.server.URL+path, body)
	if err != nil {
		v.w.t.Fatal(err)
	}
	for name, values := range v.header {
		req.Header[name] = values
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := v.client.Do(req)
	if err != nil {
		v.w.t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		v.w.t.Fatal(err)
	}
	return &page{v.w.t, path, res.StatusCode, res.Header, string(all)}
}

func (v *visitor) get(path string) *page { v.w.t.Helper(); return v.do(http.MethodGet, path, "", nil) }

func (v *visitor) post(path string, fields url.Values) *page {
	v.w.t.Helper()
	return v.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// press fills the form of a page, after two seconds of reading, and sends it with a button; pairs are
// fields and values, "+name" adds one.
func (v *visitor) press(p *page, pairs ...string) *page {
	v.w.t.Helper()
	action, fields := p.form()
	for i := 0; i < len(pairs); i += 2 {
		if name, add := strings.CutPrefix(pairs[i], "+"); add {
			fields.Add(name, pairs[i+1])
		} else {
			fields.Set(pairs[i], pairs[i+1])
		}
	}
	v.w.Clock.Pass(2 * time.Second)
	return v.post(action, fields)
}

// follow goes where the answer leads.
func (v *visitor) follow(p *page) *page {
	v.w.t.Helper()
	p.is(http.StatusSeeOther)
	return v.get(p.header.Get("Location"))
}

// form returns the action and the hidden fields of the page's form.
func (p *page) form() (action string, fields url.Values) {
	p.t.Helper()
	fields = url.Values{}
	p.each(func(n *html.Node) {
		switch n.Data {
		case "form":
			action = attr(n, "action")
		case "input":
			if attr(n, "type") == "hidden" {
				fields.Add(attr(n, "name"), attr(n, "value"))
			}
		}
	})
	if action == "" {
		p.t.Fatalf("%s has no form:\n%s", p.path, p.body)
	}
	return action, fields
}

func (p *page) each(do func(*html.Node)) {
	root, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		p.t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			do(n)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// is expects a status.
func (p *page) is(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s answers %d, want %d:\n%s", p.path, p.status, status, p.body)
	}
	return p
}

// says expects texts on the page.
func (p *page) says(texts ...string) *page {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(p.body), text) {
			p.t.Errorf("%s does not say %q:\n%s", p.path, text, p.body)
		}
	}
	return p
}

// hides expects texts not to be on the page.
func (p *page) hides(texts ...string) *page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(html.UnescapeString(p.body), text) {
			p.t.Errorf("%s says %q", p.path, text)
		}
	}
	return p
}
