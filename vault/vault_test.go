package vault_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/vault"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"
)

var now = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

// keys are drawn once: an RSA key takes a while.
var keys = sync.OnceValue(func() *vault.Keys {
	k, err := vault.Generate(rand.Reader, "consent.example.org/log", now)
	if err != nil {
		panic(err)
	}
	return k
})

// copyOf returns keys that a test may change.
func copyOf(t *testing.T, k *vault.Keys) *vault.Keys {
	t.Helper()
	return must(vault.ParseKeys(k.Encode()))(t)
}

func open(t *testing.T, k *vault.Keys) *vault.Vault {
	t.Helper()
	return must(vault.New(k, rand.Reader))(t)
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func orgID(t *testing.T) assent.ID { return must(assent.NewID(now, rand.Reader))(t) }

func TestEqualAddressesHaveEqualPseudonymsAndOthersDoNot(t *testing.T) {
	v, org := open(t, keys()), orgID(t)
	zoe := v.Pseudonym(org, assent.EmailAddress, "zoe@example.org")
	if zoe != v.Pseudonym(org, assent.EmailAddress, "zoe@example.org") {
		t.Error("one address, two pseudonyms")
	}
	for what, other := range map[string]assent.Pseudonym{
		"another address":      v.Pseudonym(org, assent.EmailAddress, "zoe@example.com"),
		"another kind":         v.Pseudonym(org, assent.ExternalID, "zoe@example.org"),
		"another organisation": v.Pseudonym(orgID(t), assent.EmailAddress, "zoe@example.org"),
	} {
		if other == zoe {
			t.Errorf("%s has the same pseudonym", what)
		}
	}
}

// The vector was computed with OpenSSL: HKDF-SHA-256 over a root of 32 bytes 01, info
// "assent/1 pseudonym/" and the organisation, then AES-256-CMAC of "email" 00 and the address.
func TestAPseudonymIsAesCmacUnderAKeyOfTheOrganisation(t *testing.T) {
	k := copyOf(t, keys())
	k.Pseudonym = []vault.Key{{ID: 7, Secret: vault.Secret(bytes.Repeat([]byte{1}, 32))}}
	org := must(assent.ParseID("01a1fd8c-6900-7aae-8eca-b746b7f6bfa4"))(t)
	got := open(t, k).Pseudonym(org, assent.EmailAddress, "zoe@example.org")
	if hex.EncodeToString(got.Hash[:]) != "6b701cd4130dd769e76bb0f7e5badff4" || got.KeyID != 7 {
		t.Errorf("got %x under key %d", got.Hash, got.KeyID)
	}
}

func TestANewPseudonymKeyKeepsTheOldForLookUp(t *testing.T) {
	k, org := copyOf(t, keys()), orgID(t)
	before := open(t, k).Pseudonym(org, assent.EmailAddress, "zoe@example.org")
	if err := k.TurnPseudonym(rand.Reader); err != nil {
		t.Fatal(err)
	}
	v := open(t, k)
	all := v.Pseudonyms(org, assent.EmailAddress, "zoe@example.org")
	if len(all) != 2 || all[0] != v.Pseudonym(org, assent.EmailAddress, "zoe@example.org") || all[1] != before {
		t.Errorf("got %v; before the turn it was %v", all, before)
	}
}

func TestWhatIsSealedOpensOnlyWithItsKeyAndWhereItBelongs(t *testing.T) {
	v := open(t, keys())
	_, hers, err := v.NewPersonKey()
	_, his, err2 := v.NewPersonKey()
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	rapid.Check(t, func(rt *rapid.T) {
		plain, bound := rapid.SliceOf(rapid.Byte()).Draw(rt, "plain"), rapid.SliceOf(rapid.Byte()).Draw(rt, "bound")
		sealed, err := hers.Seal(plain, bound)
		if err != nil {
			rt.Fatal(err)
		}
		if got, err := hers.Open(sealed, bound); err != nil || !bytes.Equal(got, plain) {
			rt.Fatalf("opened %x, %v", got, err)
		}
		at := rapid.IntRange(0, len(sealed)-1).Draw(rt, "at")
		changed := bytes.Clone(sealed)
		changed[at] ^= 1
		for what, try := range map[string]func() ([]byte, error){
			"his key":         func() ([]byte, error) { return his.Open(sealed, bound) },
			"another place":   func() ([]byte, error) { return hers.Open(sealed, append(bytes.Clone(bound), 0)) },
			"a byte changed":  func() ([]byte, error) { return hers.Open(changed, bound) },
			"its end cut off": func() ([]byte, error) { return hers.Open(sealed[:at], bound) },
		} {
			if _, err := try(); !errors.Is(err, vault.ErrSealed) {
				rt.Errorf("with %s: %v", what, err)
			}
		}
	})
}

func TestAWrappedKeyIsRewrappedAndTheOldWrappingStruckOut(t *testing.T) {
	k := copyOf(t, keys())
	v := open(t, k)
	wrapped, key, err := v.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	sealed := must(key.Seal([]byte("zoe"), nil))(t)
	if same, changed, err := v.Rewrap(wrapped); changed || err != nil || !bytes.Equal(same, wrapped) {
		t.Errorf("rewrapped under the same key: %v", err)
	}

	old := k.Wrapping
	if err := k.TurnWrapping(rand.Reader); err != nil {
		t.Fatal(err)
	}
	again, changed, err := open(t, k).Rewrap(wrapped)
	if err != nil || !changed {
		t.Fatalf("not rewrapped: %v", err)
	}
	k.Wrapping = k.Wrapping[:len(k.Wrapping)-len(old)]
	v = open(t, k)
	if got := must(must(v.Unwrap(again))(t).Open(sealed, nil))(t); string(got) != "zoe" {
		t.Errorf("opened %q", got)
	}
	if _, err := v.Unwrap(wrapped); !errors.Is(err, vault.ErrKeyUnknown) {
		t.Errorf("the old wrapping still opens: %v", err)
	}
}

func TestAWrappedKeyWithAnyByteChangedIsRefused(t *testing.T) {
	v := open(t, keys())
	wrapped, _, err := v.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	for i := range wrapped {
		changed := bytes.Clone(wrapped)
		changed[i] ^= 1
		if _, err := v.Unwrap(changed); err == nil {
			t.Errorf("byte %d can be changed", i)
		}
		if _, err := v.Unwrap(wrapped[:i]); err == nil {
			t.Errorf("unwrapped after %d bytes", i)
		}
	}
}

func TestAForgottenKeyDoesNothingMore(t *testing.T) {
	_, key, err := open(t, keys()).NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	sealed := must(key.Seal([]byte("zoe"), nil))(t)
	key.Forget()
	if _, err := key.Seal([]byte("zoe"), nil); !errors.Is(err, vault.ErrForgotten) {
		t.Errorf("it seals: %v", err)
	}
	if _, err := key.Open(sealed, nil); !errors.Is(err, vault.ErrForgotten) {
		t.Errorf("it opens: %v", err)
	}
}

func TestOpeningsBelongToTheirEvent(t *testing.T) {
	_, key, err := open(t, keys()).NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	event, other := orgID(t), orgID(t)
	_, opening, err := assent.Commit("address", "zoe@example.org", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sealed := must(key.SealOpenings(event, []assent.Opening{opening}))(t)
	if got := must(key.OpenOpenings(event, sealed))(t); len(got) != 1 || got[0] != opening {
		t.Errorf("got %v", got)
	}
	if _, err := key.OpenOpenings(other, sealed); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("opened for another event: %v", err)
	}
}

func TestKeysOfTwoUsesAreUnequal(t *testing.T) {
	v := open(t, keys())
	link, again, cookie := v.Derive("link"), v.Derive("link"), v.Derive("cookie")
	if link == cookie || link != again {
		t.Error("a use must have a key of its own, and always the same")
	}
}

func TestTheLogKeySignsForItsVerifierKey(t *testing.T) {
	v := open(t, keys())
	signer := must(v.LogSigner())(t)
	signed := must(note.Sign(&note.Note{Text: "text\n"}, signer))(t)
	verifier := must(note.NewVerifier(v.LogVerifierKey()))(t)
	if _, err := note.Open(signed, note.VerifierList(verifier)); err != nil {
		t.Error(err)
	}
	if signer.Name() != "consent.example.org/log" {
		t.Errorf("the signer is named %q", signer.Name())
	}
}

func TestTheDKIMRecordPublishesThePublicHalf(t *testing.T) {
	key, record := open(t, keys()).DKIMKey()
	tail, ok := strings.CutPrefix(record, "v=DKIM1; k=rsa; p=")
	public, err := x509.ParsePKIXPublicKey(must(base64.StdEncoding.DecodeString(tail))(t))
	if !ok || err != nil || !key.Public().(*rsa.PublicKey).Equal(public) {
		t.Errorf("record %q: %v", record, err)
	}

	k := copyOf(t, keys())
	_, short, _ := ed25519.GenerateKey(rand.Reader)
	k.DKIM = must(x509.MarshalPKCS8PrivateKey(short))(t)
	if _, record := open(t, k).DKIMKey(); !strings.HasPrefix(record, "v=DKIM1; k=ed25519; p=") {
		t.Errorf("record %q", record)
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	k := copyOf(t, keys())
	v := open(t, k)
	_, person, err := v.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, holder := range []any{k, *k, k.Token, k.Wrapping[0], person, v} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
			if text := fmt.Sprintf(verb, holder); len(text) > 30 || !strings.Contains(text, "****") {
				t.Errorf("%s prints %T", verb, holder)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("started", "keys", holder)
		if !strings.Contains(log.String(), "****") {
			t.Errorf("a log shows %T", holder)
		}
	}
}
