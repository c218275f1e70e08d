package unsubscribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

const (
	redirectLimit = 5       // more than that, and programs give up
	pageLimit     = 1 << 20 // bytes of a page that are read
)

// visit is what became of one request and the redirects that followed.
type visit struct {
	status    int
	text      string // of the page, without what changes on every look: figures, letter case
	submits   bool   // the page has a script that submits a form
	cookies   bool   // an answer on the way set a cookie
	redirects int
	circles   bool // redirected too often, or back to where it had been
	inClear   bool // redirected from https to http
}

func (v visit) ok() bool { return v.status >= 200 && v.status < 300 }

// stripped is the client as one-click has it (RFC 8058 §3.1): no cookies; and no redirects but
// those that we follow ourselves.
func stripped(c *http.Client) *http.Client {
	bare := *c
	bare.Jar = nil
	bare.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &bare
}

// open asks for an address with HEAD or GET and follows redirects as a browser without cookies does.
func open(ctx context.Context, c *http.Client, method, address string) (v visit, err error) {
	seen := map[string]bool{}
	for {
		if v.circles = seen[address] || v.redirects > redirectLimit; v.circles {
			return v, nil
		}
		seen[address] = true
		next, err := v.step(ctx, c, method, address)
		if err != nil || next == "" {
			return v, err
		}
		v.redirects++
		v.inClear = v.inClear || strings.HasPrefix(address, "https:") && strings.HasPrefix(next, "http:")
		address = next
	}
}

// step makes one request. It returns where the answer redirects to, or "".
func (v *visit) step(ctx context.Context, c *http.Client, method, address string) (next string, err error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return "", reason(err)
	}
	answer, err := c.Do(r)
	if err != nil {
		return "", reason(err)
	}
	defer answer.Body.Close()
	v.status = answer.StatusCode
	v.cookies = v.cookies || len(answer.Cookies()) > 0
	if to, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 && strings.HasPrefix(to.Scheme, "http") {
		return to.String(), nil
	}
	return "", v.read(answer.Body)
}

// figures change on every look: times, counters, codes.
var figures = regexp.MustCompile(`[0-9]+`)

// read keeps of a page what a reader sees.
func (v *visit) read(body io.Reader) error {
	doc, err := html.Parse(io.LimitReader(body, pageLimit))
	if err != nil {
		return reason(err)
	}
	v.text = figures.ReplaceAllString(strings.ToLower(textOf(doc)), "0")
	v.submits = submitsItself(doc)
	return nil
}

// reason is an error without the address, which is a capability.
func reason(err error) error {
	var at *url.Error
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate
	case nowhere(err):
		return errors.New("no such host")
	case errors.As(err, &at) && at.Timeout():
		return errors.New("no answer in time")
	case errors.As(err, &at):
		return at.Err
	}
	return fmt.Errorf("the answer cannot be read: %w", err)
}
