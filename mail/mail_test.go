package mail_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/mail"

	"github.com/emersion/go-msgauth/dkim"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func hello() mail.Message {
	return mail.Message{
		From: mail.Mailbox{Name: "Café Alpin", Address: "post@alpin.example"}, To: "ana@example.org",
		Subject: "Grüße aus den Bergen — n° 7", Text: "Bonjour Ana,\nà bientôt.\n", HTML: "<p>Bonjour Ana,<br>à bientôt.</p>",
		Language: "fr", ID: "0192-7", Date: noon,
		List: &mail.List{ID: "newsletter.alpin.example", OneClick: "https://alpin.example/u/" + strings.Repeat("tOk_", 40)},
	}
}

func outbox(t *testing.T) *mail.Outbox {
	t.Helper()
	box, err := mail.OpenOutbox(10, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	return box
}

func sender(t *testing.T, box *mail.Outbox, key *mail.DKIM) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP(box.Server(), key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAMailArrivesAsItWasMeant(t *testing.T) {
	box := outbox(t)
	m := hello()
	if err := sender(t, box, nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := box.Mails()[0]
	for _, c := range []struct{ what, got, want string }{
		{"envelope to", got.To, "ana@example.org"},
		{"envelope from", got.From, "post@alpin.example"},
		{"From", got.Headers["From"], `"Café Alpin" <post@alpin.example>`},
		{"subject", got.Subject, m.Subject},
		{"text", got.Text, m.Text},
		{"html", got.HTML, m.HTML},
		{"Date", got.Headers["Date"], "Sun, 22 Nov 2026 12:00:00 +0000"},
		{"Message-ID", got.Headers["Message-ID"], "<0192-7@alpin.example>"},
		{"List-Id", got.Headers["List-Id"], "<newsletter.alpin.example>"},
		{"List-Unsubscribe", got.Headers["List-Unsubscribe"], "<" + m.List.OneClick + ">"},
		{"List-Unsubscribe-Post", got.Headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click"},
		{"Content-Language", got.Headers["Content-Language"], "fr"},
	} {
		if strings.Trim(c.got, `"`) != strings.Trim(c.want, `"`) && strings.ReplaceAll(c.got, `"`, "") != strings.ReplaceAll(c.want, `"`, "") {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
	if !got.At.Equal(noon) || got.Number != 1 {
		t.Errorf("kept as number %d at %v", got.Number, got.At)
	}
	for i, line := range bytes.Split(got.Raw, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Errorf("line %d is too long or not ASCII: %q", i, line)
		}
	}
}

func TestALetterToOneOffersNoWayOutAndSaysThatAProgramWroteIt(t *testing.T) {
	box := outbox(t)
	m := hello()
	m.List, m.Auto = nil, true
	if err := sender(t, box, nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	h := box.Mails()[0].Headers
	if h["Auto-Submitted"] != "auto-generated" || h["List-Unsubscribe"] != "" || h["List-Unsubscribe-Post"] != "" {
		t.Errorf("headers %v", h)
	}
}

func keys(t *testing.T) map[string]struct {
	dkim   mail.DKIM
	record string
} {
	t.Helper()
	old, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := x509.MarshalPKIXPublicKey(old.Public())
	if err != nil {
		t.Fatal(err)
	}
	edPub, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.StdEncoding.EncodeToString
	return map[string]struct {
		dkim   mail.DKIM
		record string
	}{
		"RSA":     {mail.DKIM{Selector: "assent", Key: old}, "v=DKIM1; k=rsa; p=" + b64(pub)},
		"Ed25519": {mail.DKIM{Selector: "assent", Key: ed}, "v=DKIM1; k=ed25519; p=" + b64(edPub)},
	}
}

func verify(t *testing.T, raw []byte, record string) *dkim.Verification {
	t.Helper()
	found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
		if name != "assent._domainkey.alpin.example" {
			t.Errorf("asked the DNS for %s", name)
		}
		return []string{record}, nil
	}})
	if err != nil || len(found) != 1 {
		t.Fatalf("signatures %v, %v", found, err)
	}
	return found[0]
}

func TestTheSignatureOfAnArrivedMailHoldsAndCoversBothOneClickHeaders(t *testing.T) {
	for name, k := range keys(t) {
		t.Run(name, func(t *testing.T) {
			box := outbox(t)
			if err := sender(t, box, &k.dkim).Send(t.Context(), hello()); err != nil {
				t.Fatal(err)
			}
			raw := box.Mails()[0].Raw
			v := verify(t, raw, k.record)
			if v.Err != nil {
				t.Fatalf("signature: %v", v.Err)
			}
			covered := strings.ToLower(strings.Join(v.HeaderKeys, " ")) + " "
			for _, h := range []string{"from", "to", "subject", "date", "message-id", "mime-version", "content-type",
				"list-id", "list-unsubscribe", "list-unsubscribe-post"} {
				if !strings.Contains(covered, h+" ") {
					t.Errorf("h= does not cover %s: %s", h, covered)
				}
			}
			for _, change := range [][2]string{{"alpin.example/u/", "other.example/u/"}, {"One-Click", "One-Clack"}, {"Bonjour", "Bonsoir"}} {
				forged := bytes.Replace(raw, []byte(change[0]), []byte(change[1]), 1)
				if verify(t, forged, k.record).Err == nil {
					t.Errorf("signature holds after %q became %q", change[0], change[1])
				}
			}
		})
	}
}

func TestAFieldCannotBeAddedUnderTheSignature(t *testing.T) {
	k := keys(t)["Ed25519"]
	m := hello()
	m.List = nil
	l, err := m.Compose()
	if err != nil {
		t.Fatal(err)
	}
	if l, err = k.dkim.Sign(l); err != nil {
		t.Fatal(err)
	}
	added := append([]byte("List-Unsubscribe: <https://evil.example/>\r\n"), l.Raw...)
	if verify(t, added, k.record).Err == nil {
		t.Error("a List-Unsubscribe was added to a signed mail and the signature holds")
	}
}

func TestMessagesThatWouldBecomeAnotherMailAreRefused(t *testing.T) {
	for _, c := range []struct {
		code   string
		change func(*mail.Message)
	}{
		{"HEADER_INJECTION", func(m *mail.Message) { m.Subject = "Hi\r\nBcc: eve@example.org" }},
		{"HEADER_INJECTION", func(m *mail.Message) { m.Subject = "Hi\x00" }},
		{"HEADER_INJECTION", func(m *mail.Message) { m.To = "ana@example.org\r\nRCPT TO:<eve@example.org>" }},
		{"HEADER_INJECTION", func(m *mail.Message) { m.From.Name = "Alpin\nBcc: eve@example.org" }},
		{"HEADER_INJECTION", func(m *mail.Message) { m.ReplyTo = "a@example.org\nX: y" }},
		{"HEADER_INJECTION", func(m *mail.Message) { m.Language = "fr\r\nX: y" }},
		{"BAD_MESSAGE_ID", func(m *mail.Message) { m.ID = "a>b" }},
		{"BAD_LIST_ID", func(m *mail.Message) { m.List.ID = "a>\r\nX: y" }},
		{"PUBLIC_URL_NOT_HTTPS", func(m *mail.Message) { m.List.OneClick = "http://alpin.example/u/x" }},
		{"PUBLIC_URL_NOT_HTTPS", func(m *mail.Message) { m.List.OneClick = "https://alpin.example/u/x>\r\nX: y" }},
		{"PUBLIC_URL_NOT_HTTPS", func(m *mail.Message) { m.List.OneClick = "/u/x" }},
		{"PUBLIC_URL_NOT_HTTPS", func(m *mail.Message) { m.List.OneClick = "https://alpin.example/u/x>, <https://evil.example" }},
		{"BAD_RECIPIENT", func(m *mail.Message) { m.To = "ana@example.org, eve@example.org" }},
		{"BAD_RECIPIENT", func(m *mail.Message) { m.To = "Ana <ana@example.org>" }},
		{"BAD_RECIPIENT", func(m *mail.Message) { m.To = "" }},
		{"BAD_SENDER", func(m *mail.Message) { m.From.Address = "post@café.example" }},
		{"BAD_SENDER", func(m *mail.Message) { m.From.Address = "alpin" }},
		{"BAD_REPLY_TO", func(m *mail.Message) { m.ReplyTo = "alpin" }},
		{"MISSING_SUBJECT", func(m *mail.Message) { m.Subject = "" }},
		{"SUBJECT_TOO_LONG", func(m *mail.Message) { m.Subject = strings.Repeat("é", 201) }},
		{"EMPTY_MESSAGE", func(m *mail.Message) { m.Text, m.HTML = "", "" }},
		{"MESSAGE_TOO_LARGE", func(m *mail.Message) { m.HTML = strings.Repeat("x", 1<<20+1) }},
	} {
		m := hello()
		c.change(&m)
		_, err := m.Compose()
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != c.code {
			t.Errorf("want %s, got %v", c.code, err)
			continue
		}
		if strings.Contains(p.Detail, "ana@example.org,") || strings.Contains(p.Detail, "eve") {
			t.Errorf("%s repeats an address: %s", c.code, p.Detail)
		}
		if !mail.Permanent(err) {
			t.Errorf("%s is no reason to try again", c.code)
		}
	}
}

// Whatever stands in the fields that an operator fills, the mail has one recipient and only our
// header fields.
func TestNoTextOfAnOperatorAddsAHeaderField(t *testing.T) {
	want := map[string]bool{}
	for _, h := range []string{"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
		"Content-Language", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} {
		want[h] = true
	}
	box := outbox(t)
	send := sender(t, box, nil)
	rapid.Check(t, func(t *rapid.T) {
		m := hello()
		m.Subject = rapid.String().Draw(t, "subject")
		m.From.Name = rapid.String().Draw(t, "name")
		m.Text = rapid.String().Draw(t, "text")
		err := send.Send(t.Context(), m)
		if _, refused := assent.AsProblem(err); refused {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got := box.Mails()[0]
		for h := range got.Headers {
			if !want[h] {
				t.Fatalf("header field %q appeared", h)
			}
		}
		if got.To != "ana@example.org" || got.Subject != strings.TrimSpace(m.Subject) {
			t.Fatalf("to %q, subject %q became %q", got.To, m.Subject, got.Subject)
		}
	})
}

func TestNoLineOfAHeaderIsEmptyHoweverItsWordsAreSpaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := hello()
		words := rapid.SliceOfN(rapid.StringMatching(`(a{0,3}|b{60,90})`), 1, 4).Draw(t, "words")
		m.Subject, m.From.Name = "News "+strings.Join(words, " "), strings.Join(words, " ")
		letter, err := m.Compose()
		if err != nil {
			t.Fatal(err)
		}
		header, _, _ := strings.Cut(string(letter.Raw), "\r\n\r\n")
		for line := range strings.SplitSeq(header, "\r\n") {
			if strings.TrimSpace(line) == "" {
				t.Fatalf("%q", header)
			}
		}
	})
}

func TestPermanentAndPassingRefusalsAreToldApart(t *testing.T) {
	for code, permanent := range map[int]bool{421: false, 450: false, 452: false, 550: true, 554: true} {
		box := outbox(t)
		box.Refuse(func(string) int { return code })
		err := sender(t, box, nil).Send(t.Context(), hello())
		var r *mail.Refusal
		if !errors.As(err, &r) || r.Code != code || r.Enhanced[1:] != ".1.1" {
			t.Fatalf("%d: got %v", code, err)
		}
		if mail.Permanent(err) != permanent {
			t.Errorf("%d permanent: got %v", code, !permanent)
		}
		if strings.Contains(err.Error(), "ana@") {
			t.Errorf("the error repeats the address: %v", err)
		}
		if len(box.Mails()) != 0 {
			t.Error("a refused mail was kept")
		}
	}
}
