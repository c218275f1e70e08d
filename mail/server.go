package mail

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"time"

	"assent"

	gomail "github.com/wneessen/go-mail"
)

// TLS says how the way to the mail server is kept secret.
type TLS string

// The ways. The zero value is STARTTLS, without which nothing is sent.
const (
	StartTLS    TLS = "starttls" // begin in clear, then encrypt or give up (RFC 3207); port 587
	ImplicitTLS TLS = "tls"      // encrypted from the first byte (RFC 8314 §3.3); port 465
	Unencrypted TLS = "none"     // for a relay on the same machine or a closed network; port 25
)

// Server is the mail server that takes our letters: a relay of one's own or a provider's.
type Server struct {
	Host     string
	Port     int // 0: the usual one of the TLS setting
	TLS      TLS
	Username string // empty: no login
	Password string
	Hello    string         // our name in EHLO; empty: the machine's
	Timeout  time.Duration  // for the whole conversation about one letter; 0: 30 s
	Roots    *x509.CertPool // authorities to trust; nil: the system's
}

// defaultTimeout leaves a slow server time for its filters.
const defaultTimeout = 30 * time.Second

// ports are the registered ones for each setting.
var ports = map[TLS]int{StartTLS: 587, ImplicitTLS: 465, Unencrypted: 25}

// withDefaults fills what is left out.
func (s Server) withDefaults() Server {
	if s.TLS == "" {
		s.TLS = StartTLS
	}
	if s.Port == 0 {
		s.Port = ports[s.TLS]
	}
	if s.Timeout == 0 {
		s.Timeout = defaultTimeout
	}
	return s
}

// check says in a sentence what is wrong with the settings.
func (s Server) check() error {
	switch _, known := ports[s.TLS]; {
	case s.Host == "":
		return assent.Problemf("MAIL_NO_HOST", "No mail server is set; give its name as smtp.host, as in smtp.example.org.").In("smtp.host")
	case strings.ContainsAny(s.Host, ":/ "):
		return assent.Problemf("MAIL_BAD_HOST", "smtp.host is a bare name or address, without scheme or port; the port goes into smtp.port.").In("smtp.host")
	case !known:
		return assent.Problemf("MAIL_BAD_TLS", `smtp.tls is "starttls", "tls" or "none".`).In("smtp.tls")
	case s.Port < 0 || s.Port > 65535:
		return assent.Problemf("MAIL_BAD_PORT", "smtp.port is a number from 1 to 65535.").In("smtp.port")
	case s.Timeout < 0:
		return assent.Problemf("MAIL_BAD_TIMEOUT", "smtp.timeout is a positive duration, as in 30s.").In("smtp.timeout")
	case (s.Username == "") != (s.Password == ""):
		return assent.Problemf("MAIL_HALF_LOGIN", "smtp.user and smtp.password belong together; set both or neither.").In("smtp.password")
	case s.Password != "" && s.TLS == Unencrypted:
		return assent.Problemf("MAIL_PASSWORD_IN_CLEAR", `With smtp.tls = "none" the password would travel readable; use "starttls" or "tls", or a relay without login.`).In("smtp.tls")
	}
	return nil
}

// options translates the settings for the library. STARTTLS is demanded, never merely tried:
// whoever sits on the line could otherwise strip it.
func (s Server) options() []gomail.Option {
	out := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithoutSMTPUTF8(),
		gomail.WithTLSConfig(s.tlsConfig()), gomail.WithTLSPolicy(gomail.NoTLS),
	}
	switch s.TLS {
	case StartTLS:
		out = append(out, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case ImplicitTLS:
		out = append(out, gomail.WithSSL())
	}
	if s.Hello != "" {
		out = append(out, gomail.WithHELO(s.Hello))
	}
	return out
}

func (s Server) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
}

// String names the server for messages to the operator.
func (s Server) String() string { return net.JoinHostPort(s.Host, fmt.Sprint(s.Port)) }

// onThisMachine reports whether a host name means this machine itself.
func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
