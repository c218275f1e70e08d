package unsubscribe

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// Post sends the one-click POST of RFC 8058 §3.2 as receivers do, in both encodings that they may
// choose. It unsubscribes the person to whom the mail was sent. The second POST also shows that
// one who is gone already gets the same good answer.
func Post(ctx context.Context, c *http.Client, m *Mail, local bool) ([]Finding, error) {
	uri, offered := m.oneClickURI(local)
	if !offered {
		return []Finding{PostNotDone.at(listField)}, nil
	}
	c = stripped(c)
	var found []Finding
	for _, f := range forms() {
		for _, one := range f.send(ctx, c, uri) {
			if !slices.Contains(found, one) {
				found = append(found, one)
			}
		}
		if err := ctx.Err(); err != nil {
			return found, fmt.Errorf("send one-click POST: %w", err)
		}
	}
	return found, nil
}

// form is the one-click body in one encoding.
type form struct {
	encoding    string
	contentType string
	body        string
}

// forms returns both encodings, the recommended one first.
func forms() []form {
	name, value, _ := strings.Cut(oneClick, "=")
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField(name, value) // a bytes.Buffer takes everything
	_ = w.Close()
	const multi, urlencoded = "multipart/form-data", "application/x-www-form-urlencoded"
	return []form{{multi, w.FormDataContentType(), b.String()}, {urlencoded, urlencoded, oneClick}}
}

func (f form) send(ctx context.Context, c *http.Client, uri string) []Finding {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, strings.NewReader(f.body))
	if err != nil {
		return []Finding{notOpened(listField, reason(err))}
	}
	r.Header.Set("Content-Type", f.contentType)
	answer, err := c.Do(r)
	if err != nil {
		return []Finding{notOpened(listField, reason(err))}
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, pageLimit) // so that the connection serves again
	return f.judge(answer)
}

func (f form) judge(answer *http.Response) []Finding {
	var found []Finding
	switch answer.StatusCode / 100 {
	case 2:
	case 3:
		found = append(found, PostRedirects.at(listField, f.encoding, answer.StatusCode))
	default:
		found = append(found, PostRefused.at(listField, f.encoding, answer.StatusCode))
	}
	if len(answer.Cookies()) > 0 {
		found = append(found, PostSetsCookie.at(listField))
	}
	return found
}
