package sms

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Kept is a text that arrived at an [Outbox].
type Kept struct {
	Number int // from 1, in the order of arrival
	From   string
	To     string
	Text   string
	Size   Size
	At     time.Time
}

// Outbox is a provider on this machine that keeps the newest texts it is given and passes none
// on. A text is kept before its sender is told that it was taken. It may be used by many goroutines.
type Outbox struct {
	now      func() time.Time
	keep     int
	token    string
	server   *http.Server
	listener net.Listener

	mu     sync.Mutex // guards what follows
	kept   []Kept     // oldest first, at most keep
	taken  int        // texts ever taken
	refuse func(to string) (status, code int)
}

// OutboxAccount is the name of the outbox's only account.
const OutboxAccount = "AC00000000000000000000000000000000"

// OpenOutbox starts an outbox on a free port of 127.0.0.1, behind a secret of the caller's choice. Close it.
func OpenOutbox(keep int, token string, now func() time.Time) (*Outbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &Outbox{now: now, keep: keep, token: token, listener: listener}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2010-04-01/Accounts/"+OutboxAccount+"/Messages.json", o.take)
	o.server = &http.Server{Handler: mux, ReadTimeout: callTime, WriteTimeout: callTime}
	go func() { _ = o.server.Serve(listener) }() // ends when Close closes the listener
	return o, nil
}

// Close hangs up.
func (o *Outbox) Close() error {
	if err := o.server.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Settings are those by which an [Account] reaches the outbox.
func (o *Outbox) Settings(from string) Settings {
	return Settings{URL: "http://" + o.listener.Addr().String(), Account: OutboxAccount, Token: o.token, From: from}
}

// Refuse makes the outbox answer texts to a number with a status of HTTP and a code of its own; 0 takes the text.
func (o *Outbox) Refuse(answer func(to string) (status, code int)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = answer
}

// Texts returns what is kept, newest first.
func (o *Outbox) Texts() []Kept {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := slices.Clone(o.kept)
	slices.Reverse(out)
	return out
}

// take is the Messages resource.
func (o *Outbox) take(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if user != OutboxAccount || subtle.ConstantTimeCompare([]byte(password), []byte(o.token)) != 1 {
		answer(w, http.StatusUnauthorized, map[string]any{"code": 20003, "status": http.StatusUnauthorized})
		return
	}
	t := Kept{From: r.PostFormValue("From") + r.PostFormValue("MessagingServiceSid"), To: r.PostFormValue("To"), Text: r.PostFormValue("Body")}
	if t.From == "" || t.To == "" || t.Text == "" {
		answer(w, http.StatusBadRequest, map[string]any{"code": 21602, "status": http.StatusBadRequest})
		return
	}
	if status, code := o.refusal(t.To); status != 0 {
		answer(w, status, map[string]any{"code": code, "status": status})
		return
	}
	number := o.add(t)
	answer(w, http.StatusCreated, map[string]any{"sid": fmt.Sprintf("SM%032x", number), "status": "queued"})
}

func (o *Outbox) refusal(to string) (status, code int) {
	o.mu.Lock()
	refuse := o.refuse
	o.mu.Unlock()
	if refuse == nil {
		return 0, 0
	}
	return refuse(to)
}

func (o *Outbox) add(t Kept) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.taken++
	t.Number, t.Size, t.At = o.taken, Measure(t.Text), o.now().UTC()
	o.kept = append(o.kept, t)
	o.kept = o.kept[max(0, len(o.kept)-o.keep):]
	return t.Number
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked may be gone
}
