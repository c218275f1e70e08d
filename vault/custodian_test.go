package vault_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"assent"
	"assent/vault"
)

// strongroom is a vault with a custodian.
func strongroom(t *testing.T) (*vault.Vault, *vault.Custodian) {
	t.Helper()
	c, err := vault.NewCustodian(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := copyOf(t, keys())
	k.Custodian = c.Public()
	v, err := vault.New(copyOf(t, k), rand.Reader) // through the file
	if err != nil {
		t.Fatal(err)
	}
	return v, c
}

func TestACapsuleTakesBothLocksToOpen(t *testing.T) {
	v, custodian := strongroom(t)
	_, stranger := strongroom(t)
	_, month, err := v.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := v.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	person := assent.ID{1}
	want := []vault.Kept{{Event: assent.ID{2}, Openings: []assent.Opening{{Name: "address", Value: "ana@example.org", Blind: "00"}}}}
	sealed, err := v.SealCapsule(month, person, want)
	if err != nil || !v.Keeps() || bytes.Contains(sealed, []byte("ana@")) {
		t.Fatalf("%v, sealed as %q", err, sealed)
	}
	if got, err := custodian.OpenCapsule(month, person, sealed); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("it holds %v, %v", got, err)
	}
	for name, try := range map[string]func() error{
		"another custodian": func() error { _, err := stranger.OpenCapsule(month, person, sealed); return err },
		"another month":     func() error { _, err := custodian.OpenCapsule(other, person, sealed); return err },
		"another person":    func() error { _, err := custodian.OpenCapsule(month, assent.ID{3}, sealed); return err },
	} {
		if err := try(); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("with %s: %v", name, err)
		}
	}
	if !month.CheckCapsule(person, sealed) || month.CheckCapsule(assent.ID{3}, sealed) || other.CheckCapsule(person, sealed) {
		t.Error("the outer lock tells nothing of who it is for")
	}
}

func TestACustodiansKeyIsReadAsItWasWrittenAndNeverPrinted(t *testing.T) {
	_, c := strongroom(t)
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := vault.ParseCustodian(text)
	if err != nil || !bytes.Equal(again.Public(), c.Public()) {
		t.Errorf("read as another: %v", err)
	}
	if printed := fmt.Sprintf("%v %+v %s", c, c, c); strings.Trim(printed, "* ") != "" {
		t.Errorf("it prints as %s", printed)
	}
}

func TestAKeyFileWithoutACustodianKeepsNothing(t *testing.T) {
	v, err := vault.New(copyOf(t, keys()), rand.Reader)
	if err != nil || v.Keeps() {
		t.Errorf("it keeps: %v", err)
	}
}

func FuzzParseCustodian(f *testing.F) {
	f.Add([]byte("assent-custodian-key-1:AAAA"))
	f.Add([]byte("assent-custodian-key-1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := vault.ParseCustodian(text)
		if p, ok := assent.AsProblem(err); err != nil && (!ok || p.Code != "BAD_CUSTODIAN_KEY") {
			t.Fatal(err)
		}
		if err == nil && len(c.Public()) != 32 {
			t.Errorf("a public key of %d bytes", len(c.Public()))
		}
	})
}

func TestAStampFitsOneRowOfTheSuppressionList(t *testing.T) {
	v, _ := strongroom(t)
	org, p := assent.ID{1}, v.Pseudonym(assent.ID{1}, assent.EmailAddress, "ana@example.org")
	stamp := v.StampSuppression(org, p, assent.Everything(), "2026-11-22")
	other := v.Pseudonym(org, assent.EmailAddress, "ben@example.org")
	narrow := assent.Everything()
	narrow.Channel = "sms"
	for name, s := range map[string][32]byte{
		"another day":          v.StampSuppression(org, p, assent.Everything(), "2026-11-23"),
		"another address":      v.StampSuppression(org, other, assent.Everything(), "2026-11-22"),
		"another scope":        v.StampSuppression(org, p, narrow, "2026-11-22"),
		"another organisation": v.StampSuppression(assent.ID{2}, p, assent.Everything(), "2026-11-22"),
		"a key that is gone":   v.StampSuppression(org, assent.Pseudonym{KeyID: 99, Hash: p.Hash}, assent.Everything(), "2026-11-22"),
	} {
		if s == stamp {
			t.Errorf("it fits %s too", name)
		}
	}
}
