package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"regexp"

	"assent"
)

// Refusal is the answer of a mail server that does not take a letter. The server's own words are
// left out: they tend to repeat the recipient's address.
type Refusal struct {
	Code     int    // of RFC 5321 §4.2: 4xx for now, 5xx for good
	Enhanced string // of RFC 3463, "5.1.1"; empty if the server gives none
}

// Error names the codes.
func (r *Refusal) Error() string {
	if r.Enhanced == "" {
		return fmt.Sprintf("the mail server refused the letter with %d", r.Code)
	}
	return fmt.Sprintf("the mail server refused the letter with %d %s", r.Code, r.Enhanced)
}

// Permanent reports whether sending the same message again is useless: the server refused this
// letter for good, or the message cannot be composed. A server that cannot be reached or does not
// let us in says nothing of the letter, so that is never permanent.
func Permanent(err error) bool {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code >= 500
	}
	p, ok := assent.AsProblem(err)
	return ok && p.Kind != assent.Unavailable
}

var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// refusal turns a reply of the server into a Refusal; a broken line is a Problem like an
// unreachable server, without the words of the library.
func refusal(err error) error {
	var reply *textproto.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &reply):
		return &Refusal{Code: reply.Code, Enhanced: enhancedCode.FindString(reply.Msg)}
	}
	return assent.Problemf("MAIL_INTERRUPTED", "The connection to the mail server broke while a letter was handed over; it is tried again.").OfKind(assent.Unavailable)
}

// unreachable says what an operator can do about a server that cannot be spoken to.
func unreachable(s Server, err error) error {
	var reply *textproto.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return problem("MAIL_CERTIFICATE", "The mail server %s shows a certificate that is not trusted for that name; check smtp.host, or add its authority to the system's.", s)
	case errors.As(err, &reply) && (reply.Code == 535 || reply.Code == 534 || reply.Code == 530):
		return problem("MAIL_LOGIN_REFUSED", "The mail server %s does not accept the login; check smtp.user and smtp.password.", s)
	case errors.As(err, &reply):
		return problem("MAIL_NOT_READY", "The mail server %s answered %d before taking a letter; try again later, or ask its operator.", s, reply.Code)
	case errors.Is(err, errNoLogin):
		return problem("MAIL_NO_LOGIN", "The mail server %s offers no login that is known here (SCRAM-SHA-256, PLAIN, LOGIN); leave smtp.user empty if it needs none.", s)
	case s.TLS == StartTLS && !isNetwork(err):
		return problem("MAIL_NO_STARTTLS", `The mail server %s does not offer STARTTLS; use smtp.tls = "tls" with port 465, or ask its operator.`, s)
	}
	return problem("MAIL_UNREACHABLE", "The mail server %s cannot be reached; check smtp.host, smtp.port and the firewall.", s)
}

func problem(code, format string, args ...any) error {
	return assent.Problemf(code, format, args...).OfKind(assent.Unavailable)
}

// isNetwork reports whether the line itself failed: no such host, refused, timed out, cut.
func isNetwork(err error) bool {
	var line net.Error
	return errors.As(err, &line) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}
