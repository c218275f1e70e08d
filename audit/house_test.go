package audit_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"assent"
	"assent/audit"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/ledger"
	"assent/store"
	"assent/store/storetest"
)

const ana, ben, cleo, dora = "ana@example.org", "ben@example.org", "cleo@example.org", "dora@example.org"

// live records what happens in an ordinary week, with the tree following; it returns the
// checkpoint of the middle of the week and that of its end.
func live(t *testing.T, h *House) (early, late string) {
	t.Helper()
	h.Record(Confirm(h.Record(named(SignUp(ana, "club"), "Ana"))))
	h.Record(named(SignUp(ben, "newsletter"), "Ben"))
	early = follow(t, h)

	h.Record(OneClick(h.Record(SignUp(cleo, "club")).Point))
	h.Record(Claim("cleo@work.example", "newsletter", h.Clock.Now()))
	h.Record(Link(Email(cleo), assent.Contactable{Phone: "+33639980123"}))
	h.Record(intake.Act{
		Type: assent.ContactLinked, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Contact: assent.Contactable{Phone: "+33639980123", Email: "cleo@work.example"},
	})
	h.Record(SignUp(dora, "newsletter"))
	h.Record(intake.Act{Type: assent.PersonErased, Contact: Email(dora), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
	return early, follow(t, h)
}

func named(act intake.Act, name string) intake.Act {
	act.Personal = map[string]string{"name": name}
	return act
}

// follow puts all events under a checkpoint, as the tree's follower does.
func follow(t *testing.T, h *House) string {
	t.Helper()
	signer, err := h.Vault.LogSigner()
	if err != nil {
		t.Fatal(err)
	}
	log, err := ledger.New(h.Archive.LedgerStorage(h.Org), signer, h.Vault.LogVerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	var bodies [][]byte
	err = h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
		rows, err := v.EventRows(0, 10000)
		for _, r := range rows {
			bodies = append(bodies, r.Body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	head, err := log.Extend(t.Context(), 0, bodies)
	if err != nil {
		t.Fatal(err)
	}
	return string(head.Note)
}

// examine audits the archive at the url.
func examine(t *testing.T, h *House, url string, outside ...string) audit.Report {
	t.Helper()
	r, err := audit.Check(t.Context(), storetest.Open(t, url), h.Vault, h.Org, outside...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// copyOf makes a copy of an SQLite archive, as a backup would.
func copyOf(t *testing.T, url string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	storetest.Exec(t, url, "VACUUM INTO ?", path)
	return "sqlite:" + path
}

// bulk records the sign-ups of many people.
func bulk(t *testing.T, h *House, people int) {
	t.Helper()
	var acts []intake.Act
	for i := range people {
		acts = append(acts, SignUp(fmt.Sprintf("p%d@example.org", i), "newsletter"))
	}
	outcomes, err := h.Intake.RecordAll(t.Context(), h.Org, acts)
	if err != nil || len(outcomes) != people {
		t.Fatalf("%d outcomes, %v", len(outcomes), err)
	}
}
