package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/mail"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

func TestWrongSettingsAreToldInASentence(t *testing.T) {
	good := mail.Server{Host: "smtp.example.org"}
	for _, c := range []struct {
		code, says string
		change     func(*mail.Server)
	}{
		{"MAIL_NO_HOST", "smtp.host", func(s *mail.Server) { s.Host = "" }},
		{"MAIL_BAD_HOST", "without scheme or port", func(s *mail.Server) { s.Host = "smtp.example.org:25" }},
		{"MAIL_BAD_HOST", "without scheme or port", func(s *mail.Server) { s.Host = "smtp://example.org" }},
		{"MAIL_BAD_TLS", `"starttls", "tls" or "none"`, func(s *mail.Server) { s.TLS = "ssl" }},
		{"MAIL_BAD_PORT", "1 to 65535", func(s *mail.Server) { s.Port = 70000 }},
		{"MAIL_BAD_TIMEOUT", "30s", func(s *mail.Server) { s.Timeout = -1 }},
		{"MAIL_HALF_LOGIN", "both or neither", func(s *mail.Server) { s.Username = "u" }},
		{"MAIL_PASSWORD_IN_CLEAR", "readable", func(s *mail.Server) { s.TLS, s.Username, s.Password = mail.Unencrypted, "u", "p" }},
	} {
		s := good
		c.change(&s)
		_, err := mail.NewSMTP(s, nil)
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != c.code || !strings.Contains(p.Detail, c.says) {
			t.Errorf("want %s saying %q, got %v", c.code, c.says, err)
		}
	}
	for _, d := range []mail.DKIM{{}, {Selector: "assent"}, {Key: keys(t)["Ed25519"].dkim.Key}} {
		if _, err := mail.NewSMTP(good, &d); err == nil {
			t.Errorf("DKIM without %+v was taken", d)
		}
	}
}

// relay is a mail server that speaks TLS and asks for a login.
type relay struct {
	smtp.Session
	got      []byte
	loggedIn bool
}

func (r *relay) AuthMechanisms() []string { return []string{sasl.Plain} }

func (r *relay) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		r.loggedIn = user == "post" && password == "secret"
		if !r.loggedIn {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (r *relay) Mail(string, *smtp.MailOptions) error { return nil }
func (r *relay) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (r *relay) Reset()                               {}
func (r *relay) Logout() error                        { return nil }

func (r *relay) Data(in io.Reader) (err error) {
	r.got, err = io.ReadAll(in)
	return err
}

// certificate makes one for 127.0.0.1 that signs itself.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// start runs a relay and returns the settings that reach it.
func start(t *testing.T, r *relay, way mail.TLS) mail.Server {
	t.Helper()
	cert, pool := certificate(t)
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().(*net.TCPAddr)
	if way == mail.ImplicitTLS {
		listener = tls.NewListener(listener, config)
	}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return r, nil }))
	if way == mail.StartTLS {
		s.TLSConfig = config
	}
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close() })
	return mail.Server{Host: "127.0.0.1", Port: at.Port, TLS: way, Username: "post", Password: "secret", Roots: pool, Timeout: 5 * time.Second}
}

func TestAMailTravelsEncryptedAndBehindALogin(t *testing.T) {
	for _, way := range []mail.TLS{mail.StartTLS, mail.ImplicitTLS} {
		t.Run(string(way), func(t *testing.T) {
			r := &relay{}
			s, err := mail.NewSMTP(start(t, r, way), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.Send(t.Context(), hello()); err != nil {
				t.Fatal(err)
			}
			if !r.loggedIn || !strings.Contains(string(r.got), "Message-ID: <0192-7@alpin.example>") {
				t.Errorf("logged in %v, got %q", r.loggedIn, r.got)
			}
		})
	}
}

func TestAServerThatCannotBeUsedIsToldInASentenceAndTriedAgain(t *testing.T) {
	clear := start(t, &relay{}, mail.Unencrypted)
	clear.TLS = mail.StartTLS
	untrusted := start(t, &relay{}, mail.StartTLS)
	untrusted.Roots = x509.NewCertPool()
	stranger := start(t, &relay{}, mail.StartTLS)
	stranger.Password = "wrong"
	locked := start(t, &relay{}, mail.Unencrypted)
	locked.TLS = mail.ImplicitTLS
	nobody := start(t, &relay{}, mail.StartTLS)
	nobody.Port = unusedPort(t)
	for _, c := range []struct {
		code   string
		server mail.Server
	}{
		{"MAIL_NO_STARTTLS", clear},
		{"MAIL_CERTIFICATE", untrusted},
		{"MAIL_LOGIN_REFUSED", stranger},
		{"MAIL_UNREACHABLE", locked},
		{"MAIL_UNREACHABLE", nobody},
	} {
		s, err := mail.NewSMTP(c.server, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), hello())
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != c.code || p.Kind != assent.Unavailable || !strings.Contains(p.Detail, c.server.String()) {
			t.Errorf("want %s naming the server, got %v", c.code, err)
		}
		if mail.Permanent(err) {
			t.Errorf("%s says nothing of the letter, yet it counts as permanent", c.code)
		}
	}
}

func TestASilentServerHoldsNobody(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s, err := mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, TLS: mail.Unencrypted, Timeout: time.Hour}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if conn, err := listener.Accept(); err == nil {
			cancel() // once it is connected, the caller loses patience
			defer conn.Close()
			_, _ = io.Copy(io.Discard, conn)
		}
	}()
	if err := s.Send(ctx, hello()); err == nil || mail.Permanent(err) {
		t.Errorf("got %v", err)
	}
	if !errors.Is(ctx.Err(), context.Canceled) {
		t.Error("the server was never connected")
	}
}

func unusedPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
