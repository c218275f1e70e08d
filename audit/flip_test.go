package audit_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/audit"
	. "assent/intake/intaketest"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

// columns are those whose every bit the auditor answers for.
var columns = []struct{ table, column string }{
	{"event", "number"}, {"event", "id"}, {"event", "code"}, {"event", "type"}, {"event", "person"},
	{"event", "recorded"}, {"event", "leaf"}, {"event", "body"},
	{"log", "next"}, {"log", "published"}, {"tile", "data"}, {"checkpoint", "size"}, {"checkpoint", "note"},
	{"person", "id"}, {"person", "wrapped"}, {"person", "merged_into"}, {"person", "body"},
	{"point", "id"}, {"point", "person"}, {"point", "kind"}, {"point", "key_id"}, {"point", "hash"}, {"point", "address"},
	{"sealed", "event"}, {"sealed", "number"}, {"sealed", "data"},
	{"item", "kind"}, {"item", "id"}, {"item", "version"}, {"item", "body"}, {"item", "number"},
	{"suppression", "key_id"}, {"suppression", "hash"}, {"suppression", "brand"}, {"suppression", "purpose"},
	{"suppression", "channel"}, {"suppression", "party"}, {"suppression", "day"}, {"suppression", "stamp"},
	{"capsule", "person"}, {"capsule", "month"}, {"capsule", "data"}, {"retention_key", "month"}, {"retention_key", "wrapped"},
}

func TestAnyBitChangedInTheArchiveIsFound(t *testing.T) {
	url := storetest.SQLiteURL(t)
	h := Open(t, url)
	_, late := live(t, h)
	db, states := raw(t, url), read(t, h)
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(columns).Draw(rt, "column")
		row, old := pick(rt, db, c.table, c.column)
		changed := flip(rt, old)
		change(rt, db, c.table, c.column, row, changed)
		defer change(rt, db, c.table, c.column, row, old)
		r, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org, late)
		if err == nil && r.Holds() && (c.column != "body" || c.table != "person" || read(t, h) != states) { // JSON has several spellings
			rt.Errorf("%s.%s can be changed:\n%q\n%q", c.table, c.column, old, changed)
		}
	})
	if r, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org, late); err != nil || r.Err() != nil {
		t.Fatalf("the archive was not put right again: %v %v", err, r.Err())
	}
}

// read returns the states as the archive reads them.
func read(t *testing.T, h *House) string {
	t.Helper()
	var text []byte
	err := h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
		states, err := v.States(assent.ID{}, 100)
		if err != nil {
			return err
		}
		text, err = json.Marshal(states)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// raw opens the database file behind the archive's back.
func raw(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(url, "sqlite:")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// pick draws a row in which the column has a value.
func pick(rt *rapid.T, db *sql.DB, table, column string) (row key, value any) {
	count := 0
	where := fmt.Sprintf("FROM %s WHERE %s IS NOT NULL", table, column)
	if err := db.QueryRowContext(context.Background(), "SELECT count(*) "+where).Scan(&count); err != nil || count == 0 {
		rt.Fatalf("%s.%s has %d values: %v", table, column, count, err)
	}
	n := rapid.IntRange(0, count-1).Draw(rt, "row")
	row = keyOf(rt, db, table)
	into := []any{&value}
	for _, c := range slices.Sorted(maps.Keys(row)) {
		into = append(into, row[c])
	}
	query := fmt.Sprintf("SELECT %s, %s %s LIMIT 1 OFFSET %d", column, strings.Join(slices.Sorted(maps.Keys(row)), ", "), where, n)
	if err := db.QueryRowContext(context.Background(), query).Scan(into...); err != nil {
		rt.Fatal(err)
	}
	return row, value
}

// key names a row by the columns of its primary key.
type key map[string]*any

func keyOf(rt *rapid.T, db *sql.DB, table string) key {
	k, names := key{}, ""
	query := "SELECT group_concat(name) FROM pragma_table_info($1) WHERE pk > 0"
	if err := db.QueryRowContext(context.Background(), query, table).Scan(&names); err != nil {
		rt.Fatal(err)
	}
	for name := range strings.SplitSeq(names, ",") {
		k[name] = new(any)
	}
	return k
}

// flip changes one bit of a value.
func flip(rt *rapid.T, value any) any {
	bit := rapid.IntRange(0, 7).Draw(rt, "bit")
	in := func(b []byte) []byte {
		b = bytes.Clone(b)
		b[rapid.IntRange(0, len(b)-1).Draw(rt, "byte")] ^= 1 << bit
		return b
	}
	switch v := value.(type) {
	case int64:
		return v ^ 1<<bit
	case string:
		return string(in([]byte(v)))
	case []byte:
		return in(v)
	}
	rt.Fatalf("a column holds a %T", value)
	return nil
}

// change sets a column of the row; if it is one of its key, the row is found by the new value from then on.
func change(rt *rapid.T, db *sql.DB, table, column string, row key, value any) {
	statement, args := fmt.Sprintf("UPDATE OR FAIL %s SET %s = ? WHERE true", table, column), []any{value}
	for c, v := range row {
		statement, args = statement+" AND "+c+" = ?", append(args, *v)
	}
	if _, err := db.ExecContext(context.Background(), statement, args...); err != nil {
		rt.Skipf("the database itself refuses it: %v", err)
	}
	if part, is := row[column]; is {
		*part = value
	}
}
