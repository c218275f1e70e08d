package unsubscribe

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"assent/mail"

	"pgregory.net/rapid"
)

// letter is a mail of our own room, signed, and the record of its key.
func letter(t *testing.T, oneClick string) (raw []byte, record string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return signed(t, oneClick, key), "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)
}

func signed(t *testing.T, oneClick string, key crypto.Signer) []byte {
	t.Helper()
	composed, err := mail.Message{
		From: mail.Mailbox{Name: "Café Alpin", Address: "post@alpin.example"}, To: "ana@example.org", Subject: "Grüße", ID: "0192-7",
		Text: "Bonjour.\n\nSe désinscrire : " + oneClick + "\n", HTML: `<p>Bonjour.</p><p><a href="` + oneClick + `">Se désinscrire</a></p>`,
		Date: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Auto: true, List: &mail.List{ID: "news.alpin.example", OneClick: oneClick},
	}.Compose()
	if err != nil {
		t.Fatal(err)
	}
	l, err := mail.DKIM{Selector: "k1", Key: key}.Sign(composed)
	if err != nil {
		t.Fatal(err)
	}
	return l.Raw
}

const wayOutOfAlpin = "https://alpin.example/u/abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz"

func TestTheMailsOfOurOwnRoomAreWithoutFault(t *testing.T) {
	raw, record := letter(t, wayOutOfAlpin)
	for name, raw := range map[string][]byte{
		"as sent": raw, "saved with other line ends": bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")),
		"from a mailbox file": append([]byte("From post@alpin.example Sun Nov 22\n"), raw...),
	} {
		m := parsed(t, string(raw))
		asked := ""
		verified := Verify(m, func(name string) ([]string, error) { asked = name; return []string{record}, nil })
		if found := append(Inspect(m, false), verified...); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
		if asked != "k1._domainkey.alpin.example" {
			t.Errorf("%s: asked for %q", name, asked)
		}
		if got := Links(m, false); !slices.Equal(got, []Link{{listField, wayOutOfAlpin}}) {
			t.Errorf("%s: links %v", name, got)
		}
	}
}

func TestASignatureThatCannotBeTrustedIsToldFromOneThatCannotBeChecked(t *testing.T) {
	raw, record := letter(t, wayOutOfAlpin)
	m := parsed(t, string(raw))
	changed := parsed(t, string(bytes.Replace(raw, []byte("Bonjour"), []byte("Bonsoir"), 1)))
	answers := func(records []string, err error) Lookup {
		return func(string) ([]string, error) { return records, err }
	}
	for _, c := range []struct {
		what   string
		mail   *Mail
		lookup Lookup
		want   []Code
	}{
		{"offline", m, nil, []Code{SignatureUnknown}},
		{"DNS away", m, answers(nil, errors.New("connection refused")), []Code{SignatureUnknown}},
		{"DNS too slow", m, answers(nil, &net.DNSError{IsTimeout: true}), []Code{SignatureUnknown}},
		{"no key", m, answers(nil, &net.DNSError{IsNotFound: true}), []Code{SignatureInvalid}},
		{"no key, empty", m, answers(nil, nil), []Code{SignatureInvalid}},
		{"revoked key", m, answers([]string{"v=DKIM1; p="}, nil), []Code{SignatureInvalid}},
		{"changed text", changed, answers([]string{record}, nil), []Code{SignatureInvalid}},
		{"does not fit", sent(t, "encoded.eml"), answers([]string{record}, nil), nil},
		{"no signature", sent(t, "phplist.eml"), answers([]string{record}, nil), nil},
	} {
		if got := Verify(c.mail, c.lookup); !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: got %v", c.what, got)
		}
	}
}

func TestOneGoodSignatureIsEnough(t *testing.T) {
	raw, record := letter(t, wayOutOfAlpin)
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other := signed(t, wayOutOfAlpin, key)
	field := other[:bytes.Index(other, []byte("\r\nFrom:"))+2]
	m := parsed(t, string(slices.Concat(field, raw)))
	got := Verify(m, func(string) ([]string, error) { return []string{record}, nil })
	if len(got) > 0 || len(m.signatures()) != 2 {
		t.Errorf("%d signatures: got %v", len(m.signatures()), got)
	}
}

// The signature covers what makes the way out: no letter of the two fields or of the body can change.
func TestNoLetterOfTheWayOutCanChangeUnderASignature(t *testing.T) {
	raw, record := letter(t, wayOutOfAlpin)
	start := bytes.Index(raw, []byte("<https://"))
	rapid.Check(t, func(rt *rapid.T) {
		spoilt := slices.Clone(raw)
		at := start + rapid.IntRange(20, 60).Draw(rt, "at")
		if spoilt[at] < 'a' || spoilt[at] > 'z' {
			rt.Skip("white space may be folded anew")
		}
		spoilt[at] = 'A' + spoilt[at] - 'a'
		m, err := Read(spoilt)
		if err != nil {
			rt.Fatal(err)
		}
		got := Verify(m, func(string) ([]string, error) { return []string{record}, nil })
		if !slices.Equal(codes(got), []Code{SignatureInvalid}) {
			rt.Fatalf("byte %d: %v", at, got)
		}
	})
}
