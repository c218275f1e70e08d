package mail

import (
	"bytes"
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	"assent"

	gomail "github.com/wneessen/go-mail"
)

// Header fields that the library has no name for: RFC 3834 §5 and RFC 2919 §2.
const (
	autoSubmitted gomail.Header = "Auto-Submitted"
	listID        gomail.Header = "List-Id"
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
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.address(msg); err != nil {
		return Letter{}, err
	}
	m.describe(msg)
	if err := m.fill(msg); err != nil {
		return Letter{}, err
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		return Letter{}, fmt.Errorf("compose mail: %w", err)
	}
	return Letter{From: m.From.Address, To: m.To, Raw: raw.Bytes()}, nil
}

// address sets sender and recipient. Errors do not repeat the address, which is personal.
func (m Message) address(msg *gomail.Msg) error {
	switch {
	case !isAddress(m.From.Address):
		return assent.Problemf("BAD_SENDER", "The sender's address cannot be read; write it as post@example.org.").In("from")
	case !isAddress(m.To):
		return assent.Problemf("BAD_RECIPIENT", "The recipient's address cannot be read; write it as ana@example.org.").In("to")
	case m.ReplyTo != "" && !isAddress(m.ReplyTo):
		return assent.Problemf("BAD_REPLY_TO", "The address for replies cannot be read; write it as post@example.org.").In("reply_to")
	}
	msg.FromMailAddress(&mail.Address{Name: m.From.Name, Address: m.From.Address})
	msg.ToMailAddress(&mail.Address{Address: m.To})
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(&mail.Address{Address: m.ReplyTo})
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

// describe sets the other header fields.
func (m Message) describe(msg *gomail.Msg) {
	_, domain, _ := strings.Cut(m.From.Address, "@")
	msg.Subject(strings.TrimSpace(m.Subject))
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.ID + "@" + domain)
	if m.Language != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	}
	if m.Auto {
		msg.SetGenHeader(autoSubmitted, "auto-generated")
	}
	if m.List != nil {
		msg.SetGenHeaderPreformatted(listID, "<"+m.List.ID+">")
		msg.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+m.List.OneClick+">")
		msg.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
}

// fill sets the bodies, plain text first: the last alternative is the richest (RFC 2046 §5.1.4).
func (m Message) fill(msg *gomail.Msg) error {
	if m.Text == "" {
		text, err := TextOf(m.HTML)
		if err != nil {
			return fmt.Errorf("draw text from HTML: %w", err)
		}
		m.Text = text
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return nil
}
