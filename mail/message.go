package mail

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode"

	"assent"
)

// Sender hands one message over. A nil error means that the next server has taken it and
// answers for it. After an error for which [Permanent] holds, trying again is useless.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Mailbox is an address with the name that stands before it.
type Mailbox struct {
	Name    string
	Address string // addr-spec: "post@example.org"
}

// Message is one mail to one person. Text and HTML say the same; one of them may be empty: a
// text is then drawn from the HTML, while a message without HTML goes out as text alone.
type Message struct {
	From     Mailbox
	ReplyTo  string // addr-spec; empty: From
	To       string // addr-spec; personal
	Subject  string
	Text     string
	HTML     string
	Language string    // BCP 47, for Content-Language
	ID       string    // unique; becomes the Message-ID <ID@domain of From>, the same on every attempt
	Date     time.Time // of the header
	List     *List     // the way out, for a message to many; nil for a letter to one
	Auto     bool      // made by a program in answer to an act: no robot shall answer (RFC 3834 §5)
}

// List names the stream that a message belongs to, and how to leave it.
type List struct {
	ID       string // RFC 2919: "newsletter.example.org"
	OneClick string // the address that takes the POST of RFC 8058; https, or http on this machine
}

// sizeLimit bounds text and HTML, each: receivers clip or refuse what is larger.
const sizeLimit = 1 << 20

// subjectLimit is the longest subject, in bytes; a line of a header ends at 998 (RFC 5322 §2.1.1).
const subjectLimit = 400

// check refuses what would make another mail than the one that was meant: above all line breaks
// in header fields, by which a stranger adds fields and recipients of his own.
func (m Message) check() error {
	fields := []struct{ name, value string }{
		{"subject", m.Subject}, {"to", m.To}, {"from", m.From.Address}, {"from", m.From.Name},
		{"reply_to", m.ReplyTo}, {"language", m.Language}, {"id", m.ID},
	}
	for _, f := range fields {
		if strings.ContainsFunc(f.value, unicode.IsControl) {
			return assent.Problemf("HEADER_INJECTION", "The %s of a mail is a single line; line breaks and control characters are not allowed.", f.name).In(f.name)
		}
	}
	switch {
	case strings.TrimSpace(m.Subject) == "":
		return assent.Problemf("MISSING_SUBJECT", "A mail needs a subject.").In("subject")
	case len(m.Subject) > subjectLimit:
		return assent.Problemf("SUBJECT_TOO_LONG", "The subject is longer than %d bytes; shorten it.", subjectLimit).In("subject")
	case m.Text == "" && m.HTML == "":
		return assent.Problemf("EMPTY_MESSAGE", "A mail needs a text or HTML.").In("text")
	case len(m.Text) > sizeLimit || len(m.HTML) > sizeLimit:
		return assent.Problemf("MESSAGE_TOO_LARGE", "Text and HTML may have %d bytes each; link to pictures instead of embedding them.", sizeLimit)
	case m.ID == "" || strings.ContainsAny(m.ID, "<>@ "):
		return assent.Problemf("BAD_MESSAGE_ID", "A mail needs an identifier of letters, digits, dots and hyphens.")
	}
	return m.List.check()
}

// check holds for a missing list too: a letter to one person has no way out to offer.
func (l *List) check() error {
	if l == nil {
		return nil
	}
	if strings.Trim(strings.ToLower(l.ID), "abcdefghijklmnopqrstuvwxyz0123456789.-_") != "" || l.ID == "" {
		return assent.Problemf("BAD_LIST_ID", "A list is named by letters, digits, dots and hyphens, as in newsletter.example.org.")
	}
	return checkOneClick(l.OneClick)
}

// checkOneClick holds the address against RFC 8058 §3.1: one https URI. On this machine itself,
// for a demonstration, http is let through; no mail that leaves the machine can use that.
func checkOneClick(address string) error {
	u, err := url.Parse(address)
	bare := !strings.ContainsAny(address, "<>\", \t\r\n") // stands between angle brackets, in a list of such
	if err == nil && bare && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && onThisMachine(u.Hostname())) {
		return nil
	}
	return assent.Problemf("PUBLIC_URL_NOT_HTTPS", "One-click unsubscription needs an address that begins with https://; set public_url to the https address under which people reach this server.")
}
