package address_test

import (
	"strings"
	"testing"

	"assent"
	"assent/address"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"
)

func FuzzEmail(f *testing.F) {
	for _, s := range []string{"ana@example.org", "Ana@BÜCHER.example", "a@b", "ana@xn--bcher-kva.example", `"a b"@example.org`, "ana@１.org", "a@ß.example", "@", "a@\u200d.org"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := address.Email(s)
		if err != nil {
			mustNotTell(t, err, s)
			return
		}
		if again, err := address.Email(a.Value); err != nil || again != a {
			t.Fatalf("%q became %q, then %q, %v", s, a.Value, again.Value, err)
		}
		if len(a.Value) > 254 || a.Value != strings.ToLower(a.Value) || strings.Count(a.Value, "@") != 1 {
			t.Fatalf("%q is not canonical", a.Value)
		}
	})
}

func FuzzPhone(f *testing.F) {
	f.Add("+33639980123", "")
	f.Add("06 39 98 01 23", "FR")
	f.Add("+330639980123", "")
	f.Add("+5215512345678", "MX")
	f.Add("00390212345678", "IT")
	f.Add("(0)(0)+", "US-TX")
	f.Fuzz(func(t *testing.T, s, country string) {
		a, err := address.Phone(s, country)
		if err != nil {
			mustNotTell(t, err, s)
			return
		}
		if again, err := address.Phone(a.Value, country); err != nil || again != a {
			t.Fatalf("%q became %q, then %q, %v", s, a.Value, again.Value, err)
		}
	})
}

// mustNotTell fails if an error is no Problem or repeats a telling part of what was typed.
func mustNotTell(t *testing.T, err error, typed string) {
	t.Helper()
	p, ok := assent.AsProblem(err)
	if !ok {
		t.Fatalf("%q: %v is not a problem", typed, err)
	}
	if len(typed) > 12 && strings.Contains(p.Detail, typed) {
		t.Fatalf("the sentence repeats what was typed: %s", p.Detail)
	}
}

func TestTheFastPathOfPhonesAgreesWithTheMetadata(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"+1", "+30", "+31", "+33", "+34", "+41", "+44", "+45", "+48", "+351"}).Draw(t, "code")
		s := code + rapid.StringMatching(`[0-9]{8,10}`).Draw(t, "national")
		a, err := address.Phone(s, "")
		if err != nil {
			return
		}
		n, err := phonenumbers.Parse(s, "")
		if err != nil {
			t.Fatalf("Phone took %q, the metadata refuse it: %v", s, err)
		}
		if want := phonenumbers.Format(n, phonenumbers.E164); a.Value != want {
			t.Fatalf("Phone(%q) = %q; the metadata say %q", s, a.Value, want)
		}
	})
}
