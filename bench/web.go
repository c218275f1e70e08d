package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"assent/mail"
)

// shopfront is the product as it is installed: the program, its sample organisation without people, on SQLite, with mail
// going to the sink.
type shopfront struct {
	dir     string
	url     string
	key     string
	seals   map[form]string // of the forms' pages
	signing mail.Signing
	twin    *shopfront // with another who signs
	sink    *sink
	process *exec.Cmd
	calls   int // of races so far; each signs up other people
	asked   int // the call whose people are asked about
}

// form is a sign-up form of the sample organisation, and what is ticked on it.
type form struct{ name, box string }

// Of one the law of France is content with a yes; the other's purpose wants it confirmed from the mailbox.
var (
	single = form{"workshops", "workshops:email"}
	double = form{"newsletter", "newsletter:email"}
)

// openShopfront builds the program and starts it.
func openShopfront(ctx context.Context, who mail.Signing) (*shopfront, error) {
	s, program, err := newShopfront(ctx)
	if err != nil {
		return nil, err
	}
	config, err := s.found(program, "--empty")
	if err != nil {
		return nil, err
	}
	s.signing = who
	return s, s.serve(program, config)
}

// newShopfront builds the program.
func newShopfront(ctx context.Context) (s *shopfront, program string, err error) {
	s = &shopfront{signing: mail.SignedHere}
	if s.dir, err = os.MkdirTemp("", "assent-bench"); err != nil {
		return nil, "", err
	}
	if s.sink, err = openSink(); err != nil {
		return nil, "", err
	}
	program = filepath.Join(s.dir, "assent")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/assent")
	build.Dir, build.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, "", fmt.Errorf("%w: %s", err, out)
	}
	return s, program, nil
}

// found has the demo found the organisation, with or without people.
func (s *shopfront) found(program string, people ...string) (config string, err error) {
	demo := exec.Command(program, append([]string{"demo", "--json", "--addr", "127.0.0.1:0", "--data", filepath.Join(s.dir, "data")}, people...)...)
	demo.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, err := demo.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := demo.Start(); err != nil {
		return "", err
	}
	var place struct{ Address, Key, Config string }
	err = json.NewDecoder(out).Decode(&place)
	_ = demo.Process.Signal(syscall.SIGTERM)
	_ = demo.Wait()
	s.url, s.key = place.Address, place.Key
	return place.Config, err
}

func (s *shopfront) serve(program, config string) error {
	s.process = exec.Command(program, "serve", "--config", config)
	s.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	s.process.Env = append(os.Environ(), "ASSENT_ABUSE_PER_NETWORK=-1", "ASSENT_ABUSE_PER_DOMAIN=1000000000", "ASSENT_TRUSTED_PROXIES=127.0.0.0/8",
		"ASSENT_LISTEN="+strings.TrimPrefix(s.url, "http://"), "ASSENT_SMTP_HOST=127.0.0.1", fmt.Sprintf("ASSENT_SMTP_PORT=%d", s.sink.port()), "ASSENT_SMTP_TLS=none", "ASSENT_SMTP_DKIM="+string(s.signing))
	if err := s.process.Start(); err != nil {
		return err
	}
	return s.readForms()
}

// signedBy is the shopfront whose mails are signed by so and so; its twin is opened when it is asked for.
func (s *shopfront) signedBy(ctx context.Context, who mail.Signing) (_ *shopfront, err error) {
	if s.signing == who {
		return s, nil
	}
	if s.twin == nil {
		s.twin, err = openShopfront(ctx, who)
	}
	return s.twin, err
}

var sealed = regexp.MustCompile(`name="shown" value="([^"]+)"`)

// readForms reads the forms as a person does, and takes as long.
func (s *shopfront) readForms() (err error) {
	s.seals = map[form]string{}
	for range 100 {
		time.Sleep(100 * time.Millisecond)
		if s.seals[single], err = s.readForm(single); err == nil {
			break
		}
	}
	if err == nil {
		s.seals[double], err = s.readForm(double)
	}
	time.Sleep(5 * time.Second)
	return err
}

func (s *shopfront) readForm(f form) (seal string, err error) {
	a, err := http.Get(s.url + "/f/" + f.name)
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	page, err := io.ReadAll(a.Body)
	found := sealed.FindSubmatch(page)
	if err != nil || found == nil {
		return "", errors.Join(err, fmt.Errorf("the form's page has no seal: %s", a.Status))
	}
	return string(found[1]), nil
}

func (s *shopfront) close() {
	s.end()
	if s.twin != nil {
		s.twin.close()
	}
	_ = s.sink.Close()
	_ = os.RemoveAll(s.dir)
}

// end ends the server.
func (s *shopfront) end() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(syscall.SIGTERM)
	_ = s.process.Wait()
	s.process = nil
}

// signUps posts a form for new people; with mails, until the last confirmation mail has come.
func (s *shopfront) signUps(ctx context.Context, n int, of form, mails bool) (lap, error) {
	s.calls++
	call, before := s.calls, s.sink.mails.Load()
	l := load{n: n, clients: 64, fine: answers(http.StatusSeeOther), request: func(i int) (*http.Request, error) {
		form := url.Values{"shown": {s.seals[of]}, "email": {fmt.Sprintf("reader%d.%d@example.org", call, i)}, "country": {"FR"}, "choice": {of.box}}
		r, err := http.NewRequest("POST", s.url+"/f/"+of.name, strings.NewReader(form.Encode()))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-For", network(i))
		}
		return r, err
	}}
	var posted lap
	letters, err := metered(s.pids(), func() (_ lap, err error) {
		if posted, err = metered(s.pids(), func() (lap, error) { return l.drive(ctx) }); err != nil || of != double {
			return posted, err
		}
		began := time.Now()
		patient, cancel := context.WithTimeout(ctx, 5*time.Minute)
		defer cancel()
		err = s.sink.await(patient, before+int64(n)) // also since the next run is not to meet the mails of this one
		all := posted
		all.took += time.Since(began)
		return all, err
	})
	if mails {
		return letters, err
	}
	return posted, err
}

// pids are the programs whose processor time counts.
func (s *shopfront) pids() []int { return []int{s.process.Process.Pid} }

// network is an address of another network for each request, as behind a proxy: the limits are per network.
func network(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255) }

// call is a request to the API.
func (s *shopfront) call(path string, body any) (*http.Request, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return s.post(path, data)
}

func (s *shopfront) post(path string, body []byte) (*http.Request, error) {
	r, err := http.NewRequest("POST", s.url+path, bytes.NewReader(body))
	if err == nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+s.key)
	}
	return r, err
}

type object = map[string]any

func consentOf(email string) object {
	return object{
		"type": "consent.granted", "contact": object{"email": email}, "occurred_at": "2026-01-05T10:00:00Z",
		"choices":  []object{{"purpose": "newsletter", "channel": "email"}},
		"evidence": object{"source": "shop form"}, "attributes": object{"country": "FR", "kind": "consumer"},
	}
}

// consents records consents of new people by API.
func (s *shopfront) consents(ctx context.Context, n int) (lap, error) {
	s.calls++
	call := s.calls
	l := load{n: n, clients: 64, fine: answers(http.StatusCreated), request: func(i int) (*http.Request, error) {
		return s.call("/v1/events", consentOf(fmt.Sprintf("client%d.%d@example.org", call, i)))
	}}
	return metered(s.pids(), func() (lap, error) { return l.drive(ctx) })
}

// oneClicks has people leave by the link of a mail (RFC 8058). Recording them and making their links is not timed.
func (s *shopfront) oneClicks(ctx context.Context, n int) (lap, error) {
	if _, err := s.consents(ctx, n); err != nil {
		return lap{}, err
	}
	links := make([]string, n)
	call := s.calls
	for i := range links {
		r, err := s.call("/v1/links", object{"contact": object{"email": fmt.Sprintf("client%d.%d@example.org", call, i)}, "purpose": "newsletter"})
		if err != nil {
			return lap{}, err
		}
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			return lap{}, err
		}
		var made struct {
			URL string `json:"unsubscribe_url"`
		}
		err = json.NewDecoder(a.Body).Decode(&made)
		a.Body.Close()
		if err != nil || made.URL == "" {
			return lap{}, errors.Join(err, fmt.Errorf("no link: %s", a.Status))
		}
		links[i] = made.URL
	}
	l := load{n: n, clients: 64, fine: answers(http.StatusOK), request: func(i int) (*http.Request, error) {
		return oneClick(links[i], network(i))
	}}
	return metered(s.pids(), func() (lap, error) { return l.drive(ctx) })
}

func oneClick(link, from string) (*http.Request, error) {
	r, err := http.NewRequest("POST", link, strings.NewReader("List-Unsubscribe=One-Click"))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", from)
	}
	return r, err
}
