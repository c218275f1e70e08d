package rights_test

import (
	"bytes"
	"crypto/rand"
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
)

// Values are never stored in clear, so what shows that they are destroyed is that the key which seals them
// is: not one of its bytes may be left in the file, nor in the journal beside it.
//
// On PostgreSQL they are looked for in every column of every table, as a dump has them, and in the files of the database once
// it has tidied up (VACUUM FULL); its journal (pg_wal) is written over in the course of time, and left out.
func TestAfterAnErasureNoFileHoldsAValueOrTheKeyThatSealedIt(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := intaketest.Open(t, url)
		desk, crowd := deskOf(h), make([]canary, 30)
		for i := range crowd {
			crowd[i] = newCanary(t, h)
		}
		held := allBytes(t, url)
		for _, c := range crowd {
			if !bytes.Contains(held, c.key) {
				t.Fatal("the key is looked for in the wrong place")
			}
			must(t, desk.Show(t.Context(), h.Org, c.person, dpo, rights.ShownExport))
			_, err := desk.Erase(t.Context(), h.Org, h.Intake, rights.Erasing{Person: c.person, Actor: dpo, Way: rights.ByLetter})
			must(t, err)
		}
		left := allBytes(t, url)
		lower := bytes.ToLower(left)
		for _, c := range crowd {
			for name, trace := range c.traces {
				if bytes.Contains(lower, []byte(trace)) {
					t.Errorf("the %s is left", name)
				}
			}
			for i := range len(c.key) - 16 { // nor a part of it
				if bytes.Contains(left, c.key[i:i+16]) {
					t.Fatalf("bytes %d to %d of the key are left", i, i+16)
				}
			}
		}
		h.Audit()
	})
}

// canary is somebody whose values would be known again wherever they turned up, all in small letters.
type canary struct {
	person assent.ID
	key    []byte
	traces map[string]string
}

func newCanary(t *testing.T, h *intaketest.House) canary {
	t.Helper()
	word := func() string { return strings.ToLower(rand.Text()) }
	name, note, email := "canary "+word(), "says "+word(), word()+"@"+word()+".example"
	act := intaketest.SignUp(email, "newsletter")
	act.Personal = map[string]string{"name": name, "note": note}
	receipt, err := h.Intake.Record(t.Context(), h.Org, act)
	must(t, err)
	return canary{receipt.Person, wrappedKey(t, h, receipt.Person), map[string]string{
		"name": name, "note": note, "address": email, "address in hexadecimal": hex.EncodeToString([]byte(email)),
	}}
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

// allBytes reads all that a database holds.
func allBytes(t *testing.T, url string) []byte {
	t.Helper()
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return sqliteBytes(t, url, path)
	}
	return append(storetest.Dump(t, url), storetest.Files(t, url)...)
}

// sqliteBytes reads whatever the database has beside it, after its journal was taken in.
func sqliteBytes(t *testing.T, url, path string) (all []byte) {
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
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
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
	})
}
