package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// SMTP is the [Sender] that signs letters and hands them to one mail server. It holds no
// connection between letters and may be used by many goroutines at once.
type SMTP struct {
	server Server
	dkim   *DKIM
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
	return &SMTP{server: server, dkim: dkim}, nil
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
	return s.call(ctx, func(*smtp.Client) error { return nil })
}

func (s *SMTP) hand(ctx context.Context, l Letter) error {
	return s.call(ctx, func(c *smtp.Client) error { return refusal(transact(c, l)) })
}

// call opens a connection, does the work, and closes it whatever happens. When the context ends
// the connection is cut, so that no server can hold us.
func (s *SMTP) call(ctx context.Context, work func(*smtp.Client) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	line := &line{server: s.server}
	defer line.cut()
	stop := context.AfterFunc(ctx, line.cut)
	defer stop()

	client, err := gomail.NewClient(s.server.Host, append(s.server.options(), gomail.WithDialContextFunc(line.dial))...)
	if err != nil {
		return unreachable(s.server, err)
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return unreachable(s.server, err)
	}
	if err := login(conversation, s.server); err != nil {
		return unreachable(s.server, err)
	}
	if err := work(conversation); err != nil {
		return err
	}
	_ = conversation.Quit() // the letter is taken; a rude goodbye changes nothing
	return nil
}

// transact is one mail transaction (RFC 5321 §3.3): from, to, the bytes.
func transact(c *smtp.Client, l Letter) error {
	if err := c.Mail("<" + l.From + ">"); err != nil {
		return err
	}
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

// line is the connection of one call. The library forgets to close it when the greeting fails,
// so it is held here.
type line struct {
	server Server
	mu     sync.Mutex // guards conn: it is cut from another goroutine when the context ends
	conn   net.Conn
}

func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := dial(ctx, l.server, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	return conn, nil
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_ = l.conn.Close()
	}
}

func dial(ctx context.Context, s Server, network, address string) (net.Conn, error) {
	if s.TLS == ImplicitTLS {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, network, address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}
