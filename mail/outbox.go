package mail

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Outbox is a mail server on this machine that keeps the newest mails it is given and passes
// none on: the mailbox of the demonstration, and the other end of the line in tests. A mail is
// kept before its sender is told that it was taken. It may be used by many goroutines.
type Outbox struct {
	now      func() time.Time
	keep     int
	server   *smtp.Server
	listener net.Listener

	mu      sync.Mutex // guards what follows
	kept    []Kept     // oldest first, at most keep
	taken   int        // mails ever taken
	arrived chan struct{}
	refuse  func(to string) int
}

// outboxLine bounds a conversation with the outbox: nobody far away speaks to it.
const outboxLine = time.Minute

// OpenOutbox starts an outbox on a free port of 127.0.0.1 that keeps the newest mails, keep of
// them at most. Close it.
func OpenOutbox(keep int, now func() time.Time) (*Outbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &Outbox{now: now, keep: keep, listener: listener, arrived: make(chan struct{})}
	o.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{box: o}, nil
	}))
	o.server.Domain = "localhost"
	o.server.MaxMessageBytes = 8 * sizeLimit
	o.server.ReadTimeout, o.server.WriteTimeout = outboxLine, outboxLine
	o.server.ErrorLog = log.New(io.Discard, "", 0)
	go func() { _ = o.server.Serve(listener) }() // ends when Close closes the listener
	return o, nil
}

// Close hangs up.
func (o *Outbox) Close() error {
	if err := o.server.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return err
	}
	return nil
}

// Server returns the settings by which an [SMTP] sender reaches the outbox.
func (o *Outbox) Server() Server {
	at := o.listener.Addr().(*net.TCPAddr)
	return Server{Host: at.IP.String(), Port: at.Port, TLS: Unencrypted, Hello: "localhost"}
}

// Refuse makes the outbox answer a recipient with an SMTP code, 4xx or 5xx; 0 takes the mail.
func (o *Outbox) Refuse(answer func(to string) int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = answer
}

// Mails returns what is kept, newest first.
func (o *Outbox) Mails() []Kept {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := slices.Clone(o.kept)
	slices.Reverse(out)
	return out
}

// Await returns the newest mail that satisfies the condition, and waits for it if there is none
// yet; the error is the context's.
func (o *Outbox) Await(ctx context.Context, want func(Kept) bool) (Kept, error) {
	for {
		o.mu.Lock()
		arrived := o.arrived
		o.mu.Unlock()
		mails := o.Mails()
		if i := slices.IndexFunc(mails, want); i >= 0 {
			return mails[i], nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return Kept{}, ctx.Err()
		}
	}
}

// take keeps one mail.
func (o *Outbox) take(from, to string, raw []byte) error {
	k, err := read(raw)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "not a mail"}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.taken++
	k.Number, k.From, k.To, k.At = o.taken, from, to, o.now().UTC()
	o.kept = append(o.kept, k)
	o.kept = o.kept[max(0, len(o.kept)-o.keep):]
	close(o.arrived)
	o.arrived = make(chan struct{})
	return nil
}

func (o *Outbox) answer(to string) error {
	o.mu.Lock()
	refuse := o.refuse
	o.mu.Unlock()
	if refuse == nil {
		return nil
	}
	code := refuse(to)
	if code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "refused for " + to}
}

// session is one conversation.
type session struct {
	box      *Outbox
	from, to string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.box.answer(to)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return s.box.take(s.from, s.to, raw)
}

func (s *session) Reset()        { s.from, s.to = "", "" }
func (s *session) Logout() error { return nil }
