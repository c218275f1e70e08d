package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Kept is a mail that arrived at an [Outbox], taken apart.
type Kept struct {
	Number  int               `json:"number"` // from 1, in the order of arrival
	From    string            `json:"from"`   // of the envelope
	To      string            `json:"to"`     // of the envelope
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	HTML    string            `json:"html"`
	Links   []string          `json:"links"`   // addresses in the HTML and the text, each once
	Headers map[string]string `json:"headers"` // decoded; a repeated field has a line for each
	At      time.Time         `json:"at"`
	Raw     []byte            `json:"-"`
}

// depthLimit and partLimit bound what is read of a mail that somebody nested or cut to shreds.
const (
	depthLimit = 4
	partLimit  = 32
)

// read takes a mail apart.
func read(raw []byte) (Kept, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Kept{}, err
	}
	k := Kept{Raw: raw, Headers: map[string]string{}, Links: []string{}}
	for name, values := range m.Header {
		k.Headers[spelt(name)] = decoded(strings.Join(values, "\n"))
	}
	k.Subject = k.Headers["Subject"]
	if err := k.part(textproto.MIMEHeader(m.Header), m.Body, 0); err != nil {
		return Kept{}, err
	}
	k.Links = linksOf(k.HTML, k.Text)
	return k, nil
}

// spelt gives back the usual spelling of two fields that Go's canonical form changes.
func spelt(name string) string {
	switch name {
	case "Message-Id":
		return "Message-ID"
	case "Mime-Version":
		return "MIME-Version"
	}
	return strings.Replace(name, "Dkim-", "DKIM-", 1)
}

func decoded(value string) string {
	if s, err := (&mime.WordDecoder{}).DecodeHeader(value); err == nil {
		return s
	}
	return value
}

// part reads one body: a text, an HTML page, or several bodies in one.
func (k *Kept) part(h textproto.MIMEHeader, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain" // RFC 2045 §5.2
	}
	if strings.HasPrefix(kind, "multipart/") && depth < depthLimit {
		return k.parts(multipart.NewReader(body, params["boundary"]), depth+1)
	}
	content, err := io.ReadAll(plain(h.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		return err
	}
	switch kind {
	case "text/plain":
		k.Text += strings.ReplaceAll(string(content), "\r\n", "\n")
	case "text/html":
		k.HTML += strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	return nil
}

func (k *Kept) parts(r *multipart.Reader, depth int) error {
	for range partLimit {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := k.part(p.Header, p, depth); err != nil {
			return err
		}
	}
	return nil
}

func plain(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

var address = regexp.MustCompile(`https?://[^\s<>"()]+`)

// Links lists the web addresses in a plain text, each once.
func Links(text string) []string { return linksOf("", text) }

// linksOf lists the addresses of a mail in the order of its HTML, then those that only its text has.
func linksOf(page, text string) []string {
	links := []string{}
	z := html.NewTokenizer(strings.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if href := attribute(token, "href"); token.DataAtom == atom.A && href != "" {
			links = append(links, href)
		}
	}
	for _, found := range address.FindAllString(text, -1) {
		links = append(links, strings.TrimRight(found, ".,;:!?")) // a sentence may end with an address
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(links, func(l string) bool {
		twice := seen[l]
		seen[l] = true
		return twice
	})
}
