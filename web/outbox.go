package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"assent"
)

// Mailbox is the mailbox of the demonstration: it shows every mail and every text that is sent.
type Mailbox interface {
	Mails() []Mail // newest first
}

// Mail is one mail or text as it was sent. A text has no subject, HTML and headers.
type Mail struct {
	Number   int               `json:"number"` // names it in addresses
	Channel  assent.Channel    `json:"channel"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Subject  string            `json:"subject"`
	Text     string            `json:"text"`
	HTML     string            `json:"html"`
	Links    []string          `json:"links"`
	Headers  map[string]string `json:"headers"`
	Segments int               `json:"segments,omitzero"` // of a text: what is paid for
	At       time.Time         `json:"at"`
}

// OutboxPage lists the mails.
type OutboxPage struct {
	Frame
	Mails []MailLine
}

// MailLine is one line of the list.
type MailLine struct {
	Mail
	URL string
}

// LetterPage shows one mail.
type LetterPage struct {
	Frame
	Mail    Mail
	At      string
	Look    string // address of the mail as it looks; empty: it has no HTML
	Headers []Header
}

// Title is the subject of a mail, or a text itself.
func (m Mail) Title() string {
	if m.Channel == assent.SMS {
		return m.Text
	}
	return m.Subject
}

// Header is one field of a mail's head.
type Header struct{ Name, Value string }

func (s *site) outbox(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	p := &OutboxPage{Frame: s.frame(v, "", "page.outbox.title")}
	p.Wide = true
	for _, m := range s.Mailbox.Mails() {
		p.Mails = append(p.Mails, MailLine{m, v.here("/outbox/" + strconv.Itoa(m.Number))})
	}
	s.draw(v, http.StatusOK, p)
}

func (s *site) outboxData(w http.ResponseWriter, r *http.Request) {
	mails := s.Mailbox.Mails()
	if mails == nil {
		mails = []Mail{}
	}
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(mails); err != nil {
		s.Log.Error("the outbox cannot be written", "error", err)
	}
}

// mail finds the mail that the address names; none is a 404.
func (s *site) mail(w http.ResponseWriter, r *http.Request) (Mail, bool) {
	number, err := strconv.Atoi(r.PathValue("number"))
	mails := s.Mailbox.Mails()
	i := slices.IndexFunc(mails, func(m Mail) bool { return err == nil && m.Number == number })
	if i < 0 {
		s.notFound(w, r)
		return Mail{}, false
	}
	return mails[i], true
}

func (s *site) letter(w http.ResponseWriter, r *http.Request) {
	m, ok := s.mail(w, r)
	if !ok {
		return
	}
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	p := &LetterPage{Frame: s.frame(v, "", ""), Mail: m, At: v.words.Moment(m.At)}
	p.Title, p.Wide = m.Title(), true
	if m.Channel == assent.SMS {
		p.Title = v.words.Text("channel.sms")
	}
	if m.HTML != "" {
		p.Look = fmt.Sprintf("/outbox/%d/look", m.Number)
	}
	for name, value := range m.Headers {
		p.Headers = append(p.Headers, Header{name, value})
	}
	slices.SortFunc(p.Headers, func(a, b Header) int { return cmp.Compare(a.Name, b.Name) })
	s.draw(v, http.StatusOK, p)
}

// letterLook is the HTML of a mail, to be shown in a frame: no script, nothing from elsewhere, and
// its links open in the whole window.
func (s *site) letterLook(w http.ResponseWriter, r *http.Request) {
	m, ok := s.mail(w, r)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups")
	_, _ = w.Write([]byte(strings.Replace(m.HTML, "<head>", `<head><base target="_top">`, 1)))
}
