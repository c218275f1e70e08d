package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"assent"
)

// Three column types serve both databases: BYTEA for identifiers, hashes and bodies, BIGINT
// for numbers and times (Unix milliseconds, 0 for none), TEXT for words. A zero identifier is NULL.

// param turns a Go value, or a pointer to one, into a column value.
func param(v any) any {
	switch v := v.(type) {
	case assent.ID:
		if v.IsZero() {
			return nil
		}
		return v[:]
	case [32]byte:
		return v[:]
	case [16]byte:
		return v[:]
	case []byte:
		if len(v) == 0 { // the two databases do not agree on what an empty one is
			return nil
		}
		return v
	case []string:
		list, _ := json.Marshal(v) // strings always marshal
		return text(string(list))
	case time.Time:
		return millis(v)
	case int64, nil:
		return v
	case *assent.ID: // what rows are written from, most often
		return param(*v)
	case *[16]byte:
		return v[:]
	case *[32]byte:
		return v[:]
	case *[]byte:
		return param(*v)
	case *time.Time:
		return millis(*v)
	case *int64:
		return *v
	case *string:
		return text(*v)
	case *assent.EventType:
		return text(string(*v))
	case *assent.TransactionCode:
		return text(string(*v))
	case *assent.PointKind:
		return text(string(*v))
	}
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Pointer:
		return param(rv.Elem().Interface())
	case reflect.String:
		return text(rv.String())
	case reflect.Int, reflect.Int64:
		return rv.Int()
	}
	return v
}

func params(first any, rest []any) []any {
	out := make([]any, 0, 1+len(rest))
	return values(append(append(out, first), rest...))
}

// values turns fields into column values, in their place.
func values(fields []any) []any {
	for i, v := range fields {
		fields[i] = param(v)
	}
	return fields
}

// targets turns pointers to Go values into what Scan can fill.
func targets(fields []any) []any {
	for i, f := range fields {
		switch f.(type) {
		case *assent.ID, *[16]byte, *[32]byte, *time.Time, *[]string:
			fields[i] = column{f}
		}
	}
	return fields
}

// column fills a Go value from a column value; the reverse of param.
type column struct{ into any }

var _ sql.Scanner = column{}

func (c column) Scan(src any) error {
	switch into := c.into.(type) {
	case *assent.ID:
		if src == nil {
			*into = assent.ID{}
			return nil
		}
		return fill(into[:], src)
	case *[16]byte:
		return fill(into[:], src)
	case *[32]byte:
		return fill(into[:], src)
	case *time.Time:
		ms, ok := src.(int64)
		if !ok {
			return fmt.Errorf("a time is stored as %T", src)
		}
		*into = instant(ms)
		return nil
	case *[]string:
		list, ok := src.(string)
		if !ok {
			return fmt.Errorf("a list is stored as %T", src)
		}
		return json.Unmarshal([]byte(list), into)
	}
	return fmt.Errorf("no column fills a %T", c.into)
}

func fill(into []byte, src any) error {
	b, ok := src.([]byte)
	if !ok || len(b) != len(into) {
		return fmt.Errorf("want %d bytes, have %T of %d", len(into), src, len(b))
	}
	copy(into, b)
	return nil
}

// text is a string as both databases can keep and find it: PostgreSQL takes neither broken
// UTF-8 nor NUL.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// millis is how a time is stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
