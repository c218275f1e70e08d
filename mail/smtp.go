package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// SMTP is the [Sender] that signs letters and hands them to one mail server, over a few connections that
// are kept for a moment (see [lines]). It may be used by many goroutines at once.
type SMTP struct {
	server Server
	dkim   *DKIM
	lines  *lines
}

// NewSMTP makes a sender. The settings are checked, the server is not called. Without a DKIM key
// (nil) letters go out unsigned, for relays that sign themselves.
func NewSMTP(server Server, dkim *DKIM) (*SMTP, error) {
	server = server.withDefaults()
	if err := server.check(); err != nil {
		return nil, err
	}
	if dkim != nil {
		if err := dkim.Check(); err != nil {
			return nil, err
		}
	}
	return &SMTP{server: server, dkim: dkim, lines: newLines()}, nil
}

// Send composes, signs and hands over one message.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	letter, err := m.Compose()
	if err != nil {
		return err
	}
	if s.dkim != nil {
		if letter, err = s.dkim.Sign(letter); err != nil {
			return err
		}
	}
	return s.hand(ctx, letter)
}

// Check calls the server, greets and logs in, and hangs up: for start-up and for the doctor.
func (s *SMTP) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	l, err := s.call(ctx)
	if err != nil {
		return err
	}
	l.end()
	return nil
}

// hand hands one letter over, on a line that is open if there is one. A line on which the server has hung up since
// is known by its first word failing: nothing was handed over then, and a new line is called.
func (s *SMTP) hand(ctx context.Context, letter Letter) error {
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	if err := s.lines.enter(ctx); err != nil {
		return unreachable(s.server, err)
	}
	defer s.lines.leave()
	if l := s.lines.take(); l != nil {
		err := l.carry(ctx, letter)
		if err == nil {
			s.lines.keep(l)
			return nil
		}
		l.cut()
		if !errors.Is(err, errHungUp) {
			return refusal(err)
		}
	}
	l, err := s.call(ctx)
	if err != nil {
		return err
	}
	if err := l.carry(ctx, letter); err != nil {
		l.cut()
		return refusal(err)
	}
	s.lines.keep(l)
	return nil
}

// call opens a line and logs in. When the context ends the line is cut, so that no server can hold us.
func (s *SMTP) call(ctx context.Context) (_ *line, err error) {
	l := &line{server: s.server}
	defer func() {
		if err != nil {
			l.cut()
		}
	}()
	stop := context.AfterFunc(ctx, l.cut)
	defer stop()
	client, err := gomail.NewClient(s.server.Host, append(s.server.options(), gomail.WithDialContextFunc(l.dial))...)
	if err != nil {
		return nil, unreachable(s.server, err)
	}
	if l.conversation, err = client.DialToSMTPClientWithContext(ctx); err != nil {
		return nil, unreachable(s.server, err)
	}
	if err := login(l.conversation, s.server); err != nil {
		return nil, unreachable(s.server, err)
	}
	return l, nil
}

// errHungUp says that the server ended the conversation before it took anything of a letter.
var errHungUp = errors.New("the server has hung up")

// carry hands one letter over.
func (l *line) carry(ctx context.Context, letter Letter) error {
	stop := context.AfterFunc(ctx, l.cut)
	defer stop()
	if ok, _ := l.conversation.Extension("PIPELINING"); ok {
		return l.atOnce(letter)
	}
	if err := l.conversation.Mail("<" + letter.From + ">"); err != nil {
		return orHungUp(err)
	}
	return transact(l.conversation, letter)
}

// orHungUp tells a line that ended at the first word of a letter from a refusal.
func orHungUp(err error) error {
	var reply *textproto.Error
	if err != nil && (!errors.As(err, &reply) || reply.Code == 421) { // RFC 5321 §3.8
		return fmt.Errorf("%w: %w", errHungUp, err)
	}
	return err
}

// transact is a mail transaction (RFC 5321 §3.3) after its first word: to, the bytes.
func transact(c *smtp.Client, l Letter) error {
	if err := c.Rcpt("<" + l.To + ">"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(l.Raw); err != nil {
		return err
	}
	return w.Close()
}

// errNoLogin says that the server offers no way to log in that we know.
var errNoLogin = errors.New("no way to log in")

// login proves who we are, by the strongest way that the server offers (RFC 4954). The settings
// have seen to it that the line is encrypted.
func login(c *smtp.Client, s Server) error {
	if s.Username == "" {
		return nil
	}
	_, offered := c.Extension("AUTH")
	switch ways := strings.Fields(offered); {
	case slices.Contains(ways, "SCRAM-SHA-256"):
		return c.Auth(smtp.ScramSHA256Auth(s.Username, s.Password))
	case slices.Contains(ways, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", s.Username, s.Password, s.Host, true))
	case slices.Contains(ways, "LOGIN"):
		return c.Auth(smtp.LoginAuth(s.Username, s.Password, s.Host, true))
	}
	return errNoLogin
}
