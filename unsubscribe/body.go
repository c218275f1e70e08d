package unsubscribe

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"golang.org/x/net/html/charset"
)

// depthLimit and partLimit bound what is read of a mail that somebody nested or cut to shreds.
const (
	depthLimit = 8
	partLimit  = 200
)

// part reads one body: a text, an HTML page, or several bodies in one. Attachments are not the
// body, and mails within the mail have ways out of their own.
func (m *Mail) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain" // RFC 2045 §5.2
	}
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	switch {
	case strings.HasPrefix(kind, "multipart/") && depth == depthLimit:
		m.Broken = true
	case strings.HasPrefix(kind, "multipart/"):
		m.parts(multipart.NewReader(body, params["boundary"]), depth+1)
	case disposition == "attachment":
	case kind == "text/plain":
		m.Text += m.decoded(h, params["charset"], body)
	case kind == "text/html":
		m.HTML += m.decoded(h, params["charset"], body)
	}
}

func (m *Mail) parts(r *multipart.Reader, depth int) {
	for range partLimit {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			break
		}
		m.part(p.Header, p, depth)
	}
	m.Broken = true
}

// decoded returns as much of a text as can be decoded, in UTF-8.
func (m *Mail) decoded(h textproto.MIMEHeader, label string, body io.Reader) string {
	content, err := io.ReadAll(plain(h.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		m.Broken = true
	}
	text := string(content)
	if r, err := charset.NewReaderLabel(label, strings.NewReader(text)); err == nil {
		if utf8, err := io.ReadAll(r); err == nil {
			text = string(utf8)
		}
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// plain undoes the transfer encoding (RFC 2045 §6).
func plain(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}
