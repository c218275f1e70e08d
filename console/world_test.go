package console_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/campaign"
	"assent/console"
	"assent/decide"
	"assent/dossier"
	"assent/forecast"
	"assent/imports"
	"assent/intake/intaketest"
	"assent/law"
	"assent/locale"
	"assent/names"
	"assent/prove"
	"assent/rights"
	"assent/stats"
	"assent/web"

	"golang.org/x/net/html"
)

// world is the console over a real house, and whoever works there.
type world struct {
	*intaketest.House
	t      *testing.T
	staff  *auth.Staff
	server *httptest.Server
	log    *bytes.Buffer
	routes []console.Route
	jobs   *imports.Office
	asks   *campaign.Desk
	names  *names.Desk
	public http.Handler // of the public pages, if a test opens them
}

// newWorld opens the console; change may alter its configuration.
func newWorld(t *testing.T, h *intaketest.House, change ...func(*console.Config)) *world {
	t.Helper()
	words, err := locale.Load()
	must(t, err)
	book, err := law.Embedded()
	must(t, err)
	w := &world{House: h, t: t, log: &bytes.Buffer{}, routes: console.Routes()}
	var handler http.Handler
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.public != nil && !strings.HasPrefix(r.URL.Path, "/console") {
			w.public.ServeHTTP(rw, r)
			return
		}
		handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.server.Close)
	url := strings.Replace(w.server.URL, "127.0.0.1", "localhost", 1) // passkeys want a name
	w.staff = auth.NewStaff(h.Archive, auth.StaffOptions{
		Now: h.Clock.Now, Random: rand.Reader, Secret: h.Vault.Derive("operator"), PublicURL: url, Name: "Alpenglow SAS",
	})
	painter, err := web.NewPreview(web.PreviewConfig{Locale: words, Now: h.Clock.Now, Random: rand.Reader, PublicURL: url})
	must(t, err)
	config := console.Config{
		Org: h.Org, Staff: w.staff, Shelf: h.Shelf, People: rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now), Intake: h.Intake,
		Decide:   decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now}),
		Imports:  &imports.Office{Archive: h.Archive, Intake: h.Intake, Dir: t.TempDir(), Now: h.Clock.Now, Random: rand.Reader},
		Dossiers: &dossier.Desk{Archive: h.Archive, Shelf: h.Shelf, Proofs: prove.New(h.Archive, h.Vault), Key: h.Vault.LogVerifierKey(), Now: h.Clock.Now},
		Proofs:   prove.New(h.Archive, h.Vault), Laws: book, Locale: words, Now: h.Clock.Now, Random: rand.Reader,
		PublicURL: url, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	}
	answers := decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
	config.Ahead, config.Forecast = answers, &forecast.Desk{Archive: h.Archive, Shelf: h.Shelf, Decide: answers, Now: h.Clock.Now}
	w.asks = campaigns(t, h, answers, words)
	config.Painter, config.Campaigns = painter, w.asks
	w.names = names.New(h.Archive, h.Vault, h.Org)
	config.Names, config.Organisations = w.names, &neighbours{[]console.Organisation{{ID: h.Org, Name: "Alpenglow SAS", PublicURL: url}}}
	config.Stats = &stats.Desk{Archive: h.Archive, Shelf: h.Shelf, Now: h.Clock.Now}
	connect(h, &config)
	for _, c := range change {
		c(&config)
	}
	w.jobs = config.Imports
	handler, err = console.New(config)
	must(t, err)
	w.server.URL = url
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const password = "correct horse battery"

// hire adds an operator with a password.
func (w *world) hire(role auth.Role) auth.Operator {
	w.t.Helper()
	o, err := w.staff.Hire(w.t.Context(), w.Org, strings.ToUpper(string(role[:1]))+string(role[1:]), string(role)+"@alpenglow.example", role)
	must(w.t, err)
	must(w.t, w.staff.ChoosePassword(w.t.Context(), w.Org, o, password, assent.ID{}))
	return o
}

// link makes a one-time link for an operator.
func (w *world) link(o auth.Operator) string {
	w.t.Helper()
	secret, err := w.staff.Ticket(w.t.Context(), w.Org, o.ID, auth.TicketFor)
	must(w.t, err)
	return "/console/enter/" + secret
}

// visitor is a browser without scripts; it does not follow redirects by itself.
type visitor struct {
	w      *world
	client *http.Client
	header http.Header
}

func (w *world) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	must(w.t, err)
	return &visitor{w: w, header: http.Header{}, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// operator is a browser in which a new operator of the role is signed in.
func (w *world) operator(role auth.Role) *visitor {
	w.t.Helper()
	v := w.visitor()
	v.post(w.link(w.hire(role)), nil).is(http.StatusSeeOther)
	return v
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
	must(v.w.t, err)
	for name, values := range v.header {
		req.Header[name] = values
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := v.client.Do(req)
	must(v.w.t, err)
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	must(v.w.t, err)
	return &page{v.w.t, method + " " + path, res.StatusCode, res.Header, string(all)}
}

func (v *visitor) get(path string) *page { v.w.t.Helper(); return v.do(http.MethodGet, path, "", nil) }

func (v *visitor) post(path string, fields url.Values) *page {
	v.w.t.Helper()
	return v.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

// upload posts a form with a file.
func (v *visitor) upload(path string, fields url.Values, file string, content []byte) *page {
	v.w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, values := range fields {
		for _, value := range values {
			must(v.w.t, form.WriteField(name, value))
		}
	}
	part, err := form.CreateFormFile(file, "proof.bin")
	must(v.w.t, err)
	_, err = part.Write(content)
	must(v.w.t, err)
	must(v.w.t, form.Close())
	return v.do(http.MethodPost, path, form.FormDataContentType(), &b)
}

// follow goes where the answer leads.
func (v *visitor) follow(p *page) *page {
	v.w.t.Helper()
	p.is(http.StatusSeeOther)
	return v.get(p.header.Get("Location"))
}

// hidden returns the value of the page's first hidden field of a name.
func (p *page) hidden(name string) string {
	p.t.Helper()
	value, found := "", false
	p.each(func(n *html.Node) {
		if n.Data == "input" && attr(n, "name") == name && !found {
			value, found = attr(n, "value"), true
		}
	})
	if !found {
		p.t.Fatalf("%s has no field %s:\n%s", p.path, name, p.body)
	}
	return value
}

func (p *page) each(do func(*html.Node)) {
	root, err := html.Parse(strings.NewReader(p.body))
	must(p.t, err)
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

func (p *page) is(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s answers %d (%s), want %d:\n%s", p.path, p.status, p.header.Get("Location"), status, p.body)
	}
	return p
}

func (p *page) leads(to string) *page {
	p.t.Helper()
	if got := p.is(http.StatusSeeOther).header.Get("Location"); got != to {
		p.t.Fatalf("%s leads to %s, want %s", p.path, got, to)
	}
	return p
}

func (p *page) says(texts ...string) *page {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(p.body), text) {
			p.t.Errorf("%s does not say %q:\n%s", p.path, text, p.body)
		}
	}
	return p
}

func (p *page) hides(texts ...string) *page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(html.UnescapeString(p.body), text) {
			p.t.Errorf("%s says %q", p.path, text)
		}
	}
	return p
}
