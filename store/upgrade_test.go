package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// An archive of before the trees were folded together (migration 19) is what it would be had it been filled today.
func TestAFilledArchiveIsBroughtToFewerTreesWithoutLosingARow(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, today string) {
		a := storetest.Open(t, today)
		orgs := []assent.ID{newID(t), newID(t)}
		for _, org := range orgs {
			settle(t, a, org)
		}
		old := "sqlite:" + filepath.Join(t.TempDir(), "old.db")
		if !strings.HasPrefix(today, "sqlite:") {
			old = storetest.EmptyPostgresURL(t)
		}
		if err := store.MigrateTo(t.Context(), old, 18, false); err != nil {
			t.Fatal(err)
		}
		for table, rows := range map[string]string{
			"log":    `SELECT org, next, recorded, published FROM log`,
			"event":  `SELECT org, number, id, code, type, person, recorded, leaf, body FROM event`,
			"sealed": `SELECT org, event, data FROM sealed WHERE data IS NOT NULL`,
			"person": `SELECT org, id, wrapped, merged_into FROM person`,
			"state":  `SELECT org, id, seen, body FROM person WHERE body IS NOT NULL`,
		} {
			for _, row := range storetest.Rows(t, today, rows) {
				storetest.Exec(t, old, "INSERT INTO "+table+" VALUES "+places(len(row)), row...)
			}
		}
		if err := store.Migrate(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		for _, all := range []string{`SELECT * FROM log ORDER BY org`, `SELECT * FROM event ORDER BY org, number`,
			`SELECT * FROM sealed ORDER BY org, event`, `SELECT * FROM person ORDER BY org, id`} {
			want, got := storetest.Rows(t, today, all), storetest.Rows(t, old, all)
			if diff := cmp.Diff(want, got); diff != "" || len(want) < len(orgs) {
				t.Errorf("%s:\n%s", all, diff)
			}
		}
		settle(t, storetest.Open(t, old), orgs[0])
	})
}

// The tables that are made anew have rows before all migrations have ended.
func TestAnInterruptedMigrationLeavesNoTableInFrontOfTheFence(t *testing.T) {
	url := storetest.EmptyPostgresURL(t)
	if err := store.MigrateTo(t.Context(), url, 18, false); err != nil {
		t.Fatal(err)
	}
	if err := store.MigrateTo(t.Context(), url, 19, true); err != nil {
		t.Fatal(err)
	}
	bare := storetest.Rows(t, url, `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org'
		WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity
			AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own' AND p.polcmd = '*'))`)
	if len(bare) > 0 {
		t.Errorf("in front of the fence: %v", bare)
	}
}

// settle records some of everything that the migration moves: events with sealed values and without, people with a state
// and without, merged, and shredded.
func settle(t *testing.T, a *store.Archive, org assent.ID) {
	t.Helper()
	var people []assent.ID
	for i := range 6 {
		e := fact(t)
		e.Person = newID(t)
		people = append(people, e.Person)
		write(t, a, org, func(tx *store.Tx) error {
			if err := tx.PutPerson(store.Person{ID: e.Person, Wrapped: []byte("key")}); err != nil {
				return err
			}
			if i == 0 {
				return tx.Append(e, nil)
			}
			if err := tx.Append(e, []byte("sealed")); err != nil {
				return err
			}
			state := assent.NewState(e.Person)
			state.Apply(e)
			return tx.PutState(state)
		})
	}
	write(t, a, org, appending(fact(t)))
	write(t, a, org, func(tx *store.Tx) error { return tx.MergePerson(people[1], people[2]) })
	write(t, a, org, func(tx *store.Tx) error { return tx.ShredPerson(people[3]) })
}

func places(n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("$%d", i+1))
	}
	return "(" + strings.Join(out, ", ") + ")"
}
