package audit_test

import (
	"crypto/rand"
	"testing"

	"assent"
	"assent/audit"
	"assent/auth"
	. "assent/intake/intaketest"
	"assent/store/storetest"
)

// Somebody looked at a person, and it was sealed; later somebody with the database wishes that nobody had.
func TestWhatAnOperatorLookedAtCannotBeTakenBack(t *testing.T) {
	url := storetest.SQLiteURL(t)
	h := Open(t, url)
	staff := auth.NewStaff(h.Archive, auth.StaffOptions{Now: h.Clock.Now, Random: rand.Reader})
	for _, act := range []string{"people.find", "people.see"} {
		err := staff.Note(t.Context(), h.Org, auth.Note{Operator: assent.ID{15: 1}, Act: act, Person: assent.ID{15: 2}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := staff.Seals(h.Org).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.Audit()
	for _, statement := range []string{
		`DELETE FROM trail WHERE act = 'people.see'`,
		`UPDATE trail SET operator = x'00000000000000000000000000000009'`,
		`UPDATE trail SET at = at + 1`,
		`UPDATE trail SET sealed = -1 WHERE act = 'people.find'`,
	} {
		other := copyOf(t, url)
		scene{t: t, h: h, url: &other}.exec(statement)
		report := examine(t, h, other)
		if len(report.Findings) != 1 || report.Findings[0].Sort != audit.BadTrail {
			t.Errorf("after %s the auditor finds %v", statement, report.Findings)
		}
	}
}
