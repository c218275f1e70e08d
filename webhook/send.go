package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"assent"
	"assent/store"

	"code.dny.dev/ssrf"
)

// answer is what became of one try. Nothing of what a receiver says but its status is kept: it may repeat what it got.
type answer struct {
	status   int
	problem  string        // empty: it arrived
	wait     time.Duration // asked for by the receiver
	gone     bool          // the receiver wants nothing more
	hopeless bool          // this delivery will never arrive
	ours     bool          // it did not come to a request
}

// send makes one try.
func (d *Desk) send(ctx context.Context, org assent.ID, w store.WebhookRow, delivery store.WebhookDelivery) answer {
	body, err := d.body(ctx, org, w, delivery.Event)
	if err != nil {
		d.Log.Error("what a webhook is told could not be made", "webhook", w.ID.String(), "event", delivery.Event.String(), "error", err)
		return answer{problem: "could not be made; see the log", ours: true, hopeless: errors.Is(err, errGone)}
	}
	secrets, err := d.secrets(w)
	if err != nil {
		d.Log.Error("a webhook cannot be signed", "webhook", w.ID.String(), "error", err)
		return answer{problem: "could not be signed; see the log", ours: true}
	}
	return d.post(ctx, w.URL, delivery.Event.String(), body, secrets)
}

// secrets opens what a webhook signs with.
func (d *Desk) secrets(w store.WebhookRow) ([]Secret, error) {
	secret, err := d.lock.open(w.ID, w.Secret)
	if err != nil || len(w.Previous) == 0 || !w.Expires.After(d.Now()) {
		return []Secret{secret}, err
	}
	before, err := d.lock.open(w.ID, w.Previous)
	return []Secret{secret, before}, err
}

func (d *Desk) post(ctx context.Context, url, id string, body []byte, secrets []Secret) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return answer{problem: "the address cannot be used"}
	}
	now := d.Now()
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "assent")
	req.Header.Set(IDHeader, id)
	req.Header.Set(TimestampHeader, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(SignatureHeader, Sign(id, now, body, secrets...))
	res, err := d.client.Do(req)
	if err != nil {
		return answer{problem: failure(err)}
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10) // lets the connection be used again; what it says is not needed
	if res.StatusCode/100 == 2 {
		return answer{status: res.StatusCode}
	}
	return answer{
		status: res.StatusCode, problem: fmt.Sprintf("answered %d %s", res.StatusCode, http.StatusText(res.StatusCode)),
		gone: res.StatusCode == http.StatusGone, wait: retryAfter(res.Header.Get("Retry-After")),
	}
}

// failure says in a few words, without addresses, why no answer came.
func failure(err error) string {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork):
		return "the address is not one of the public network"
	case errors.As(err, &dns):
		return "the name was not found"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	}
	return "no connection"
}

// retryAfter reads the seconds of a Retry-After field (RFC 9110 §10.2.3), a day at most.
func retryAfter(field string) time.Duration {
	seconds, err := strconv.Atoi(field)
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, 24*time.Hour)
}
