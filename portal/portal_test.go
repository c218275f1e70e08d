package portal_test

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/portal"
)

// TestTheSignatureIsTheOneOfTheTestVectors holds for every program that signs: docs/portal.md shows them.
func TestTheSignatureIsTheOneOfTheTestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ Secret, Key, Origin, Contact, Expires, Nonce, Signature string }
	if err := json.Unmarshal(data, &vectors); err != nil || len(vectors) < 3 {
		t.Fatalf("%d vectors: %v", len(vectors), err)
	}
	for _, v := range vectors {
		f := portal.Form{Key: v.Key, Origin: v.Origin, Contact: v.Contact, Expires: v.Expires, Nonce: v.Nonce}
		if got := portal.Sign(v.Secret, f); got != v.Signature {
			t.Errorf("%s %s: %s, want %s", v.Origin, v.Nonce, got, v.Signature)
		}
	}
}

func TestThePageOfTheDocumentationShowsTheVectorsAndTheCodeAsTheyStand(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	page := read("../docs/portal.md")
	for _, name := range []string{"../examples/portal/sign.py", "../examples/portal/sign.php"} {
		if !strings.Contains(page, read(name)) {
			t.Errorf("docs/portal.md does not show %s as it is", name)
		}
	}
	var vectors []struct{ Signature string }
	if err := json.Unmarshal([]byte(read("testdata/vectors.json")), &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		if !strings.Contains(page, v.Signature) {
			t.Errorf("docs/portal.md lacks the vector with the signature %s", v.Signature)
		}
	}
}

// shop is a site with a key of its own.
type shop struct {
	*portal.Desk
	house *intaketest.House
	keys  *auth.Desk
	key   assent.ID
}

func open(t *testing.T, h *intaketest.House, scopes ...auth.Scope) *shop {
	t.Helper()
	keys := auth.New(h.Archive, auth.Options{Now: h.Clock.Now, Random: rand.Reader})
	_, key, err := keys.Create(t.Context(), h.Org, "shop", scopes)
	if err != nil {
		t.Fatal(err)
	}
	return &shop{portal.New(portal.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Keys: keys, Mint: link.New(h.Vault.Derive, rand.Reader),
		Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.example.org",
	}), h, keys, key.ID}
}

const site = "https://shop.example.net"

// form is a form that the shop has just signed.
func (s *shop) form(change func(*portal.Form)) portal.Form {
	f := portal.Form{
		Key: s.key.String(), Origin: site, Contact: "email:ana@example.org", Nonce: "nonce-nonce-nonce-1",
		Expires: strconv.FormatInt(s.house.Clock.Now().Add(5*time.Minute).Unix(), 10),
	}
	change(&f)
	f.Signature = portal.Sign(s.Secret(s.key), f)
	return f
}

func TestASignedFormIsBelievedAndEveryChangeOfItIsNot(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		ana := h.Record(intaketest.SignUp("ana@example.org", "newsletter"))
		s := open(t, h, auth.Portal)
		ask := func(f portal.Form, origin string) string {
			v, err := s.Visitor(t.Context(), h.Org, f, origin)
			if err == nil && v.Point == ana.Point {
				return "ana"
			}
			if p, ok := assent.AsProblem(err); ok {
				return p.Code
			}
			t.Fatal(err)
			return ""
		}
		same := func(*portal.Form) {}
		good := s.form(same)
		for name, c := range map[string]struct {
			form   portal.Form
			origin string
			want   string
		}{
			"as it was signed":              {good, site, "ana"},
			"in capitals":                   {withSignature(good, strings.ToUpper(good.Signature)), site, "ana"},
			"from another site":             {good, "https://evil.example", "BAD_PORTAL_FORM"},
			"without a site":                {good, "", "BAD_PORTAL_FORM"},
			"with no signature":             {withSignature(good, ""), site, "BAD_PORTAL_FORM"},
			"about somebody else":           {changed(good, func(f *portal.Form) { f.Contact = "email:bea@example.org" }), site, "BAD_PORTAL_FORM"},
			"with another nonce":            {changed(good, func(f *portal.Form) { f.Nonce += "x" }), site, "BAD_PORTAL_FORM"},
			"with another time":             {changed(good, func(f *portal.Form) { f.Expires += "0" }), site, "BAD_PORTAL_FORM"},
			"with a key that is not there":  {changed(good, func(f *portal.Form) { f.Key = h.Org.String() }), site, "BAD_PORTAL_FORM"},
			"with a short nonce":            {s.form(func(f *portal.Form) { f.Nonce = "short" }), site, "BAD_PORTAL_FORM"},
			"run out":                       {s.form(func(f *portal.Form) { f.Expires = strconv.FormatInt(h.Clock.Now().Unix()-1, 10) }), site, "BAD_PORTAL_FORM"},
			"good for too long":             {s.form(func(f *portal.Form) { f.Expires = strconv.FormatInt(h.Clock.Now().Unix()+601, 10) }), site, "BAD_PORTAL_FORM"},
			"with lines in the contact":     {s.form(func(f *portal.Form) { f.Contact = "email:a\nb" }), site, "BAD_PORTAL_FORM"},
			"about nobody that is recorded": {s.form(func(f *portal.Form) { f.Contact = "email:bea@example.org" }), site, "UNKNOWN_CONTACT"},
			"about a kind that is not told": {s.form(func(f *portal.Form) { f.Contact = "ana@example.org" }), site, "BAD_PORTAL_FORM"},
		} {
			if got := ask(c.form, c.origin); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		if err := s.keys.Revoke(t.Context(), h.Org, s.key); err != nil {
			t.Fatal(err)
		}
		if got := ask(good, site); got != "BAD_PORTAL_FORM" {
			t.Errorf("under a revoked key: %s", got)
		}
		weak := open(t, h, auth.Record)
		if _, err := weak.Visitor(t.Context(), h.Org, weak.form(same), site); err == nil {
			t.Error("a key without the scope portal signs")
		}
	})
}

func TestACustomerNumberLeadsToTheOnlyMailbox(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := open(t, h, auth.Portal)
		r := h.Record(intake.Act{
			Type: assent.RelationshipRecorded, Contact: assent.Contactable{Email: "ana@example.org", ExternalID: "4711"},
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Relationship: &assent.Relationship{Kind: "purchase"},
		})
		f := s.form(func(f *portal.Form) { f.Contact = "external_id:4711" })
		v, err := s.Visitor(t.Context(), h.Org, f, site)
		if err != nil || v.Point != r.Point {
			t.Errorf("%v: %v", v, err)
		}
		l, err := s.Link(t.Context(), h.Org, assent.Contactable{ExternalID: "4711"}, "alpenglow")
		if err != nil || strings.Contains(l.URL, "4711") || l.Expires.Sub(h.Clock.Now()) != 5*time.Minute {
			t.Errorf("%v: %v", l, err)
		}
	})
}

func withSignature(f portal.Form, s string) portal.Form { f.Signature = s; return f }

func changed(f portal.Form, change func(*portal.Form)) portal.Form { change(&f); return f }

func FuzzVisitor(f *testing.F) {
	f.Add("email:ana@example.org", "1795336500", "nonce-nonce-nonce-1", "00")
	f.Add("external_id:", "-1", "", "zz")
	h := intaketest.New(f)
	keys := auth.New(h.Archive, auth.Options{Now: h.Clock.Now, Random: rand.Reader})
	_, key, err := keys.Create(f.Context(), h.Org, "shop", []auth.Scope{auth.Portal})
	if err != nil {
		f.Fatal(err)
	}
	d := portal.New(portal.Config{Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Keys: keys, Now: h.Clock.Now})
	f.Fuzz(func(t *testing.T, contact, expires, nonce, signature string) {
		form := portal.Form{Key: key.ID.String(), Origin: site, Contact: contact, Expires: expires, Nonce: nonce, Signature: signature}
		if _, err := d.Visitor(t.Context(), h.Org, form, site); err == nil {
			t.Error("a form that nobody has signed is believed")
		}
	})
}
