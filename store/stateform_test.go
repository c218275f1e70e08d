package store

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"assent"

	"github.com/google/go-cmp/cmp"
)

// Every field that a state has, now or later, must survive: the states are filled by reflection.
func TestAStateIsReadAsItWasWritten(t *testing.T) {
	for seed := range uint64(300) {
		s := assent.NewState(assent.ID{1})
		draw(reflect.ValueOf(s).Elem(), rand.New(rand.NewPCG(seed, 7)))
		got := assent.NewState(assent.ID{})
		if err := decodeState(encodeState(s), got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func TestAStateOfBeforeIsRead(t *testing.T) {
	s := assent.NewState(assent.ID{1})
	draw(reflect.ValueOf(s).Elem(), rand.New(rand.NewPCG(1, 7)))
	body, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	got := assent.NewState(assent.ID{})
	if err := decodeState(body, got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestABrokenStateIsNoticed(t *testing.T) {
	s := assent.NewState(assent.ID{1})
	draw(reflect.ValueOf(s).Elem(), rand.New(rand.NewPCG(1, 7)))
	body := encodeState(s)
	for n := range body {
		if err := decodeState(body[:n], assent.NewState(assent.ID{})); err == nil {
			t.Fatalf("%d of %d bytes are taken for a state", n, len(body))
		}
	}
	if err := decodeState(append(body, 0), assent.NewState(assent.ID{})); err == nil {
		t.Fatal("a byte too many is passed over")
	}
}

func FuzzState(f *testing.F) {
	s := assent.NewState(assent.ID{1})
	f.Add(encodeState(s))
	draw(reflect.ValueOf(s).Elem(), rand.New(rand.NewPCG(1, 7)))
	f.Add(encodeState(s))
	f.Add([]byte(`{"person":"x"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, again := assent.NewState(assent.ID{}), assent.NewState(assent.ID{})
		if decodeState(body, got) != nil || body[0] == '{' {
			return
		}
		if err := decodeState(encodeState(got), again); err != nil || !reflect.DeepEqual(got, again) {
			t.Fatalf("what was read is not read again: %v", err)
		}
	})
}

// draw gives every field a value of its own, and some lists none.
func draw(v reflect.Value, r *rand.Rand) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.UnixMilli(r.Int64N(1 << 42)).Add(time.Duration(r.IntN(2) * r.IntN(1e6))).UTC()
		return
	case *assent.ID:
		*x = assent.ID{byte(r.IntN(256)), byte(r.IntN(256))}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			draw(v.Field(i), r)
		}
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			draw(v.Elem(), r)
		}
	case reflect.Slice:
		if n := r.IntN(3); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(v.Index(i), r)
			}
		}
	case reflect.Map:
		for range r.IntN(3) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem().Elem())
			draw(key, r)
			draw(value.Elem(), r)
			v.SetMapIndex(key, value)
		}
	case reflect.String:
		v.SetString([]string{"", "own", "newsletter", "é"}[r.IntN(4)] + fmt.Sprint(r.IntN(3)))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	default:
		v.SetInt(r.Int64N(1 << 40))
	}
}

func BenchmarkReadAState(b *testing.B) {
	s := assent.NewState(assent.ID{1})
	draw(reflect.ValueOf(s).Elem(), rand.New(rand.NewPCG(3, 7)))
	text, _ := json.Marshal(s)
	for name, body := range map[string][]byte{"json": text, "binary": encodeState(s)} {
		b.Run(fmt.Sprintf("%s of %d bytes", name, len(body)), func(b *testing.B) {
			for b.Loop() {
				if err := decodeState(body, assent.NewState(assent.ID{1})); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
