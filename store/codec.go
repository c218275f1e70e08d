package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
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
		if v == nil {
			return nil
		}
		return v
	case []string:
		text, _ := json.Marshal(v) // strings always marshal
		return string(text)
	case time.Time:
		return millis(v)
	}
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Pointer:
		return param(rv.Elem().Interface())
	case reflect.String:
		return rv.String()
	case reflect.Int, reflect.Int64:
		return rv.Int()
	}
	return v
}

func params(first any, rest []any) []any {
	out := make([]any, 0, 1+len(rest))
	out = append(out, param(first))
	for _, v := range rest {
		out = append(out, param(v))
	}
	return out
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
		text, ok := src.(string)
		if !ok {
			return fmt.Errorf("a list is stored as %T", src)
		}
		return json.Unmarshal([]byte(text), into)
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
