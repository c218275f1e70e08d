package audit_test

import (
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"assent"
	. "assent/intake/intaketest"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

// scene is a copy of an archive in the hands of its administrator.
type scene struct {
	t   *testing.T
	h   *House
	url *string
}

// by is an attack by statements alone.
func by(statements ...string) func(scene) {
	return func(s scene) {
		for _, st := range statements {
			s.exec(st)
		}
	}
}

func (s scene) exec(statement string, args ...any) {
	s.t.Helper()
	storetest.Exec(s.t, *s.url, statement, args...)
}

// forge changes an event and everything that is stored of it, the leaf in its tile included.
func (s scene) forge(kind assent.EventType, change func(*assent.Event)) {
	s.t.Helper()
	e := s.event(kind)
	change(e)
	body := s.encode(e)
	leaf := sha256.Sum256(append([]byte{0}, body...))
	s.exec(`UPDATE event SET body = $1, leaf = $2, recorded = $3 WHERE number = $4`, body, leaf[:], e.Recorded.UnixMilli(), e.Number)
	s.exec(`UPDATE tile SET data = CAST(substr(data, 1, $1) || $2 || substr(data, $3) AS BLOB) WHERE level = 0`, 32*e.Number, leaf[:], 32*e.Number+33)
}

// insert puts a forged event at a number and moves those behind it.
func (s scene) insert(number int64) {
	s.t.Helper()
	e := s.event(assent.ConsentWithdrawn)
	e.Number, e.Code, e.ID[15] = number, "AAAA-AAAA-AAAA", e.ID[15]^1
	body := s.encode(e)
	leaf := sha256.Sum256(append([]byte{0}, body...))
	s.exec(`UPDATE event SET number = -number WHERE number >= $1`, number)
	s.exec(`UPDATE event SET number = 1 - number WHERE number < 0`)
	s.exec(`INSERT INTO event SELECT org, $1, $2, $3, type, person, recorded, $4, $5 FROM event WHERE type = 'consent.withdrawn'`,
		number, e.ID[:], string(e.Code), leaf[:], body)
	s.exec(`UPDATE sealed SET number = number + 1 WHERE number >= $1`, number)
	s.exec(`INSERT INTO sealed (org, event, number) SELECT org, id, number FROM event WHERE number = $1`, number)
	s.exec(`UPDATE log SET next = next + 1`)
}

// forget drops the noes out of the states that have some.
func (s scene) forget() {
	s.t.Helper()
	a := storetest.Open(s.t, *s.url)
	err := a.Update(s.t.Context(), s.h.Org, func(tx *store.Tx) error {
		states, err := tx.States(assent.ID{}, 100)
		for _, state := range states {
			if state.Noes = nil; err == nil {
				err = tx.PutState(state)
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// exchange swaps a column between the first two rows of a table.
func (s scene) exchange(table, column, key string) {
	s.t.Helper()
	s.exec(`CREATE TABLE pair AS SELECT a.` + key + ` ka, a.` + column + ` va, b.` + key + ` kb, b.` + column + ` vb
		FROM ` + table + ` a, ` + table + ` b WHERE va IS NOT NULL AND vb IS NOT NULL AND a.` + key + ` < b.` + key + ` ORDER BY a.` + key + `, b.` + key + ` LIMIT 1`)
	for _, change := range []string{"randomblob(16) WHERE %k = (SELECT ka FROM pair)", "(SELECT va FROM pair) WHERE %k = (SELECT kb FROM pair)", "(SELECT vb FROM pair) WHERE %k = (SELECT ka FROM pair)"} {
		s.exec(`UPDATE ` + table + ` SET ` + column + ` = ` + strings.ReplaceAll(change, "%k", key))
	}
}

// checkpoint puts another checkpoint in the place of the stored one.
func (s scene) checkpoint(note string) {
	s.t.Helper()
	size := strings.Split(note, "\n")[1]
	s.exec(`UPDATE checkpoint SET note = $1, size = CAST($2 AS INTEGER)`, []byte(note), size)
}

// foreign signs the same tree with another key under the same name.
func (s scene) foreign() string {
	s.t.Helper()
	k, err := vault.Generate(rand.Reader, "log.example.org", Start)
	if err != nil {
		s.t.Fatal(err)
	}
	other := *s.h
	if other.Vault, err = vault.New(k, rand.Reader); err != nil {
		s.t.Fatal(err)
	}
	other.Archive = storetest.Open(s.t, *s.url)
	s.exec(`DELETE FROM checkpoint`)
	s.exec(`DELETE FROM tile`)
	return follow(s.t, &other)
}

func (s scene) event(kind assent.EventType) *assent.Event {
	s.t.Helper()
	var rows []store.Stored
	a := storetest.Open(s.t, *s.url)
	err := a.Read(s.t.Context(), s.h.Org, func(v *store.View) (err error) {
		rows, err = v.Events(0, 100)
		return err
	})
	i := slices.IndexFunc(rows, func(r store.Stored) bool { return r.Type == kind })
	if err != nil || i < 0 {
		s.t.Fatalf("no event %s: %v", kind, err)
	}
	return rows[i].Event
}

func (s scene) encode(e *assent.Event) []byte {
	s.t.Helper()
	body, err := assent.Encode(e)
	if err != nil {
		s.t.Fatal(err)
	}
	return body
}
