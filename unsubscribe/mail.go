package unsubscribe

import (
	"bytes"
	"net/mail"
	"net/textproto"

	"assent"
)

// MaxSize is the largest mail that is read, in bytes.
const MaxSize = 32 << 20

// Mail is a mail taken apart as far as its way out is concerned.
type Mail struct {
	Header mail.Header // unfolded, not decoded
	Text   string      // plain text in UTF-8; empty if there is none
	HTML   string      // HTML in UTF-8; empty if there is none
	Broken bool        // part of the body cannot be decoded, or is nested too deep to be looked at

	raw []byte // with CRLF, as it was signed
}

// Read takes a mail (RFC 5322) apart. It is a Problem when there is no header to be read; what is
// wrong with the body is noted in the mail.
func Read(raw []byte) (*Mail, error) {
	if len(raw) > MaxSize {
		return nil, assent.Problemf("MAIL_TOO_LARGE", "The mail is larger than %d MiB.", MaxSize>>20)
	}
	m := &Mail{raw: wireForm(raw)}
	msg, err := mail.ReadMessage(bytes.NewReader(m.raw))
	if err != nil || len(msg.Header) == 0 {
		return nil, assent.Problemf("NOT_A_MAIL", "This is not a mail: it must begin with header fields such as From and Subject, then an empty line. Save the original or source of the mail, not its printed text.")
	}
	m.Header = msg.Header
	m.part(textproto.MIMEHeader(msg.Header), msg.Body, 0)
	return m, nil
}

// wireForm gives a saved mail the line ends that it had on the wire (RFC 5321 §2.3.8), which its
// signature covers, and takes away the line "From …" that mailbox files put in front.
func wireForm(raw []byte) []byte {
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	if !bytes.Contains(raw, []byte("\n\n")) { // a mail may consist of its header (RFC 5322 §3.5)
		raw = append(bytes.TrimRight(raw, "\n"), "\n\n"...)
	}
	return bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))
}

// fields returns every field of this name, in order.
func (m *Mail) fields(name string) []string {
	return m.Header[textproto.CanonicalMIMEHeaderKey(name)]
}
