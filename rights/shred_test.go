package rights_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/rights"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

// Values are never stored in clear, so what shows that they are destroyed is that the key which seals them
// is: not one of its bytes may be left in the file, nor in the journal beside it.
func TestAfterAnErasureNoFileHoldsAValueOrTheKeyThatSealedIt(t *testing.T) {
	url := storetest.SQLiteURL(t)
	h := intaketest.Open(t, url)
	desk := deskOf(h)
	path := strings.TrimPrefix(url, "sqlite:")
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[a-z]{12}`)
		values := map[string]string{"name": "Canary " + word.Draw(rt, "name"), "note": "says " + word.Draw(rt, "note")}
		email := word.Draw(rt, "local") + "@" + word.Draw(rt, "domain") + ".example"
		act := intaketest.SignUp(email, "newsletter")
		act.Personal = values
		receipt, err := h.Intake.Record(t.Context(), h.Org, act)
		must(t, err)
		person := receipt.Person
		key := wrappedKey(t, h, person)
		if !bytes.Contains(allBytes(t, url, path), key) {
			rt.Fatal("the key is looked for in the wrong place")
		}
		must(t, desk.Show(t.Context(), h.Org, person, dpo, rights.ShownExport))
		_, err = desk.Erase(t.Context(), h.Org, h.Intake, rights.Erasing{Person: person, Actor: dpo, Way: rights.ByLetter})
		must(t, err)
		left := allBytes(t, url, path)
		for name, trace := range map[string]string{
			"address": email, "name": values["name"], "note": values["note"], "address in hexadecimal": hex.EncodeToString([]byte(email)),
		} {
			if bytes.Contains(bytes.ToLower(left), bytes.ToLower([]byte(trace))) {
				rt.Errorf("the %s is left", name)
			}
		}
		for i := range len(key) - 16 { // nor a part of it
			if bytes.Contains(left, key[i:i+16]) {
				rt.Fatalf("bytes %d to %d of the key are left", i, i+16)
			}
		}
	})
	h.Audit()
}

func wrappedKey(t *testing.T, h *intaketest.House, person assent.ID) (key []byte) {
	t.Helper()
	must(t, h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
		p, _, err := v.Record(person)
		key = p.Wrapped
		return err
	}))
	return key
}

// allBytes reads whatever the database has beside it, after its journal was taken in.
func allBytes(t *testing.T, url, path string) (all []byte) {
	t.Helper()
	for journal := int64(1); journal > 0; { // a reader may be in the way
		storetest.Exec(t, url, "PRAGMA wal_checkpoint(TRUNCATE)")
		info, err := os.Stat(path + "-wal")
		must(t, err)
		journal = info.Size()
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	must(t, err)
	for _, f := range files {
		data, err := os.ReadFile(f)
		must(t, err)
		all = append(all, data...)
	}
	return all
}

// Whom an erasure has put on the list stays there by whatever way her address comes back.
func TestTheErasedStayStopped(t *testing.T) {
	shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	claim := func(h *intaketest.House) { h.Record(intaketest.Claim(ana, "newsletter", time.Time{})) }
	for name, back := range map[string]func(*intaketest.House){
		"as a claim":            claim,
		"by a form of somebody": func(h *intaketest.House) { h.Record(intaketest.SignUp(ana, "newsletter")) },
		"as a customer": func(h *intaketest.House) {
			h.Record(intake.Act{Type: assent.RelationshipRecorded, Contact: intaketest.Email(ana), Actor: shop,
				Relationship: &assent.Relationship{Kind: "purchase", LastPurchaseOn: "2026-11-15"}, Facts: assent.Facts{}})
		},
		"linked to another's number": func(h *intaketest.House) {
			h.Record(intaketest.SignUp("ben@example.org", "newsletter"))
			h.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: "ben@example.org", Phone: "+33639980199"}})
			h.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: ana, Phone: "+33639980199"}})
			claim(h)
		},
		"merged": func(h *intaketest.House) {
			claim(h)
			h.Record(intaketest.Claim("ben@example.org", "newsletter", time.Time{}))
			h.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: "ben@example.org", Phone: "+33639980199"}})
			h.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: ana, Phone: "+33639980199"}})
		},
		"never": func(*intaketest.House) {},
	} {
		t.Run(name, func(t *testing.T) {
			intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
				h.Record(intaketest.SignUp(ana, "newsletter"))
				h.Record(intake.Act{Type: assent.PersonErased, Contact: intaketest.Email(ana), Actor: dpo})
				if p := h.Refused(intaketest.Import(intaketest.Claim(ana, "newsletter", time.Time{}), "run-1")); p.Code != "ADDRESS_ERASED" {
					t.Errorf("an import is told %s", p.Code)
				}
				back(h)
				d, err := lookahead(t, h).MaySend(t.Context(), h.Org, assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: "newsletter"})
				if err != nil || d.Decision != assent.Deny {
					t.Errorf("the answer is %s (%s), %v", d.Decision, d.Reason, err)
				}
			})
		})
	}
}

func TestAConfirmedYesReopensWhatItNamesAndNothingElse(t *testing.T) {
	h := intaketest.New(t)
	h.Record(intaketest.SignUp(ana, "newsletter"))
	h.Record(intake.Act{Type: assent.PersonErased, Contact: intaketest.Email(ana), Actor: dpo})
	h.Record(intaketest.Confirm(h.Record(intaketest.SignUp(ana, "newsletter"))))
	h.Record(intaketest.Claim(ana, "club", time.Time{}))
	for purpose, want := range map[string]assent.Verdict{"newsletter": assent.Allow, "club": assent.Deny, "offers": assent.Deny} {
		d, err := lookahead(t, h).MaySend(t.Context(), h.Org, assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: purpose})
		if err != nil || d.Decision != want {
			t.Errorf("%s: %s (%s), %v", purpose, d.Decision, d.Reason, err)
		}
	}
}
