package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"

	"assent/auth"
)

// office is the operators' side of the program as it is installed, on SQLite: the sample organisation with its people, and very
// many others who were imported.
type office struct {
	*shopfront
	people  int
	program string
	config  string
}

// openOffice takes the people over, starts the server, and waits until its followers have read the whole log.
func openOffice(ctx context.Context, people int) (_ *office, err error) {
	o := &office{people: people}
	if o.shopfront, o.program, err = newShopfront(ctx); err != nil {
		return nil, err
	}
	if o.config, err = o.found(o.program, "--people", "300"); err != nil {
		return nil, err
	}
	if err := o.settle(ctx); err != nil {
		return nil, err
	}
	for _, role := range auth.Roles() {
		if err := o.verb(ctx, nil, "operator", "add", "--name", string(role), "--email", address(role), "--role", string(role)); err != nil {
			return nil, err
		}
	}
	if err := o.serve(o.program, o.config); err != nil {
		return nil, err
	}
	return o, errors.Join(o.receive(ctx), o.rest(ctx))
}

func address(role auth.Role) string { return string(role) + "@bench.example" }

// settle imports what everyone did in the last year, as an installation that moves here does.
func (o *office) settle(ctx context.Context) error {
	path, err := writeRows("yearly*.csv", o.people, yearlyHeader, yearly(time.Now()))
	if err != nil {
		return err
	}
	return o.verb(ctx, nil, "import", path)
}

// receive makes by the API what the sample has none of: an import that an operator can look at, and a webhook.
func (o *office) receive(ctx context.Context) error {
	for path, body := range map[string]string{
		"/v1/imports":  `{"name":"few.csv","csv":"email,status,occurred_at\nnewcomer@example.org,granted,2025-03-04T09:15:02Z\nnobody,granted,\n","settings":{"purpose":"newsletter","channel":"email"}}`,
		"/v1/webhooks": `{"label":"A CRM","url":"https://hooks.example.com/assent"}`,
	} {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.url+path, strings.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+o.key)
		r.Header.Set("Content-Type", "application/json")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		said, err := io.ReadAll(a.Body)
		a.Body.Close()
		if err == nil && a.StatusCode != http.StatusCreated {
			err = fmt.Errorf("%s answers %s: %s", path, a.Status, said)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// rest waits until the server has had nothing to do for some seconds.
func (o *office) rest(ctx context.Context) error {
	const quiet, calm = 3, 100 * time.Millisecond // of processor time within a second
	for still := 0; still < quiet; still++ {
		before := spent(o.process.Process.Pid)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		if spent(o.process.Process.Pid)-before > calm {
			still = -1
		}
	}
	return nil
}

// verb runs a verb of the program; what it prints as JSON is read into out, if that is not nil.
func (o *office) verb(ctx context.Context, out any, words ...string) error {
	run := exec.CommandContext(ctx, o.program, append(words, "--config", o.config, "--json")...)
	run.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	said, err := run.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%s: %w: %s", words[0], err, failed.Stderr)
	}
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(said, out)
}

// operator is the browser of somebody who works in the office.
type operator struct {
	*http.Client
	url string
}

// enter signs an operator in by a new link.
func (o *office) enter(ctx context.Context, role auth.Role) (*operator, error) {
	var door struct{ Link string }
	if err := o.verb(ctx, &door, "operator", "link", "--email", address(role)); err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	b := &operator{url: o.url, Client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	a, err := b.PostForm(door.Link, nil)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("the link for %s answers %s", role, a.Status)
	}
	return b, nil
}

// visit is a screen that was opened.
type visit struct {
	status int
	body   string
	took   time.Duration // until the last byte; of a download, until it begins
}

func (b *operator) open(path string) (visit, error) {
	began := time.Now()
	return read(began)(b.Get(b.url + path))
}

// find looks for somebody by her address, and returns where her page is.
func (b *operator) find(who string) (page string, took time.Duration, err error) {
	began := time.Now()
	a, err := b.PostForm(b.url+"/console/people", url.Values{"q": {who}})
	if err != nil {
		return "", 0, err
	}
	v, err := read(began)(a, nil)
	return a.Header.Get("Location"), v.took, err
}

func read(began time.Time) func(*http.Response, error) (visit, error) {
	return func(a *http.Response, err error) (visit, error) {
		if err != nil {
			return visit{}, err
		}
		defer a.Body.Close()
		if strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
			return visit{status: a.StatusCode, took: time.Since(began)}, nil
		}
		body, err := io.ReadAll(a.Body)
		return visit{a.StatusCode, string(body), time.Since(began)}, err
	}
}

var leading = regexp.MustCompile(`(?:href|src)="(/console[^"#]*)"`)

// links are where the screen leads.
func (v visit) links() (out []string) {
	for _, m := range leading.FindAllStringSubmatch(v.body, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return out
}
