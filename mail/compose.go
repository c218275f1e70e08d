package mail

import (
	"fmt"
	"mime"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"assent"
)

// Letter is a finished mail: its bytes, and the addresses of its envelope. Whoever changes a
// byte of a signed letter breaks its signature.
type Letter struct {
	From string
	To   string
	Raw  []byte
}

// Compose writes the message out. It is a Problem when the message cannot be written without
// becoming another one: header injection, a bad address, no content, too much of it.
func (m Message) Compose() (Letter, error) {
	if err := m.check(); err != nil {
		return Letter{}, err
	}
	if err := m.checkAddresses(); err != nil {
		return Letter{}, err
	}
	if m.Text == "" {
		text, err := TextOf(m.HTML)
		if err != nil {
			return Letter{}, fmt.Errorf("draw text from HTML: %w", err)
		}
		m.Text = text
	}
	p := make(paper, 0, headRoom+quotedRoom(m.Text)+quotedRoom(m.HTML))
	p.describe(&m)
	p.address(&m)
	p.fill(&m)
	return Letter{From: m.From.Address, To: m.To, Raw: p}, nil
}

// checkAddresses does not repeat an address in its errors: it is personal.
func (m *Message) checkAddresses() error {
	switch {
	case !isAddress(m.From.Address):
		return assent.Problemf("BAD_SENDER", "The sender's address cannot be read; write it as post@example.org.").In("from")
	case !isAddress(m.To):
		return assent.Problemf("BAD_RECIPIENT", "The recipient's address cannot be read; write it as ana@example.org.").In("to")
	case m.ReplyTo != "" && !isAddress(m.ReplyTo):
		return assent.Problemf("BAD_REPLY_TO", "The address for replies cannot be read; write it as post@example.org.").In("reply_to")
	}
	return nil
}

// isAddress reports whether s is one bare address in its plainest spelling and in ASCII, fit for a
// header field and for the envelope of any server.
func isAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	ascii := !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
	return err == nil && ascii && a.Name == "" && a.Address == s
}

// paper is a letter while it is being written.
type paper []byte

// headRoom is about as long as the header of a letter gets.
const headRoom = 2048

func (p *paper) put(pieces ...string) {
	for _, piece := range pieces {
		*p = append(*p, piece...)
	}
}

// lineLength is how long a line of the header should be at most (RFC 5322 §2.1.1).
const lineLength = 76

// field writes a header field, folded at its spaces where it is long (RFC 5322 §2.2.3), and never so that a line is empty but
// for spaces: some programs take that for the end of the header.
func (p *paper) field(name, value string) {
	p.put(name, ":")
	room := lineLength - 5 - len(name)
	for word := range strings.SplitSeq(value, " ") {
		if word != "" && len(word) >= room {
			p.put("\r\n")
			room = lineLength - 4
		}
		p.put(" ", word)
		room -= len(word) + 1
	}
	p.put("\r\n")
}

// encoded is a text as it stands in a header field (RFC 2047).
func encoded(text string) string { return mime.QEncoding.Encode("UTF-8", text) }

// describe writes what the letter is.
func (p *paper) describe(m *Message) {
	_, domain, _ := strings.Cut(m.From.Address, "@")
	if m.Auto {
		p.field("Auto-Submitted", "auto-generated") // RFC 3834 §5
	}
	if m.Language != "" {
		p.field("Content-Language", encoded(m.Language))
	}
	p.field("Date", m.Date.Format(time.RFC1123Z))
	p.field("MIME-Version", "1.0")
	p.field("Message-ID", encoded("<"+m.ID+"@"+domain+">"))
	p.field("Subject", encoded(strings.TrimSpace(m.Subject)))
	if m.List != nil { // these are never folded: some programs cannot read them then
		p.put("List-Id: <", m.List.ID, ">\r\n") // RFC 2919 §2
		p.put("List-Unsubscribe: <", m.List.OneClick, ">\r\n")
		p.put("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
	}
}

// address writes from whom the letter comes, and to whom it goes.
func (p *paper) address(m *Message) {
	p.field("From", (&mail.Address{Name: m.From.Name, Address: m.From.Address}).String())
	p.field("To", "<"+m.To+">")
	if m.ReplyTo != "" {
		p.field("Reply-To", "<"+m.ReplyTo+">")
	}
}

// boundary stands between the halves. It cannot occur in either of them, since quoted-printable writes "=" as "=3D" (RFC 2045 §6.7).
const boundary = "=_half"

// fill writes the bodies, plain text first: the last alternative is the richest (RFC 2046 §5.1.4).
func (p *paper) fill(m *Message) {
	if m.HTML == "" {
		p.half("plain", m.Text)
		return
	}
	p.put("Content-Type: multipart/alternative;\r\n boundary=\"", boundary, "\"\r\n\r\n--", boundary, "\r\n")
	p.half("plain", m.Text)
	p.put("\r\n--", boundary, "\r\n")
	p.half("html", m.HTML)
	p.put("\r\n--", boundary, "--\r\n")
}

func (p *paper) half(kind, text string) {
	p.put("Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/", kind, "; charset=UTF-8\r\n\r\n")
	*p = appendQuoted(*p, text)
}
