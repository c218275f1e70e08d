package assent_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"assent"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// awkward are texts that JSON writes in ways of their own.
var awkward = []string{"", "newsletter", `"`, `\`, "<b>&", "é", "日本", "\u2028\u2029", "\x00\x1f\x7f", "\n\t", "\ufffd"}

// fill draws every field of a value, so that a field which is added later is drawn as well.
func fill(rt *rapid.T, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.UnixMilli(rapid.Int64Range(-1e12, 1e13).Draw(rt, "time")).UTC()
		return
	case *assent.ID:
		copy(x[:], rapid.SampledFrom([]string{"", "0123456789abcdef"}).Draw(rt, "id"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.SampledFrom(awkward).Draw(rt, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(rt, "truth"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(rt, "number"))
	case reflect.Pointer:
		if rapid.Bool().Draw(rt, "some") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(rt, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(rt, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 2).Draw(rt, "many"), 2))
		for i := range v.Len() {
			fill(rt, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(awkward), 0, 3).Draw(rt, "keys") {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(rt, value)
			v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
		}
	default:
		rt.Fatalf("a field of an event is a %s, which is not drawn here", v.Type())
	}
}

func TestTheEncodingOfAnyEventIsTheJSONOfItsFields(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var e assent.Event
		fill(rt, reflect.ValueOf(&e).Elem())
		var want bytes.Buffer
		plain := json.NewEncoder(&want)
		plain.SetEscapeHTML(false)
		if err := plain.Encode(e); err != nil {
			rt.Fatal(err)
		}
		got, err := assent.Encode(&e)
		if err != nil {
			rt.Fatal(err)
		}
		if string(got)+"\n" != want.String() {
			rt.Fatalf("encoded as\n%s\nand its fields as\n%s", got, want.String())
		}
		var read assent.Event
		if err := json.Unmarshal(got, &read); err != nil {
			rt.Fatal(err)
		}
		again, err := assent.Decode(got)
		if diff := cmp.Diff(&read, again); err != nil || diff != "" {
			rt.Fatalf("read otherwise than by encoding/json: %v\n%s", err, diff)
		}
	})
}

func TestAnEventOfAnImpossibleYearIsNotEncoded(t *testing.T) {
	for _, year := range []int{-1, 10_000} {
		at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		if body, err := assent.Encode(&assent.Event{Occurred: at, Received: noon, Recorded: noon}); err == nil {
			t.Errorf("the year %d is encoded: %s", year, body)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for b.Loop() {
		if _, err := assent.Encode(&usual); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	body, err := assent.Encode(&usual)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := assent.Decode(body); err != nil {
			b.Fatal(err)
		}
	}
}

// usual is an event of a usual size.
var usual = assent.Event{
	Format: 1, ID: assent.ID{1}, Org: assent.ID{2}, Number: 7, Type: assent.ConsentGranted, Code: "7K2M-9QXD-3FTA", Occurred: noon, Received: noon,
	Recorded: noon, Person: assent.ID{3}, Points: []assent.Point{home}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Method: assent.ViaAPI,
	Strength: assent.SingleOptIn, Grade: assent.GradeF, Choices: []assent.Choice{{Point: home.ID, Purpose: "newsletter", Version: 1, Channel: assent.Email, Party: assent.PartyOwn}},
	Attributes: &assent.Attributes{Country: "FR", Language: "fr"}, Evidence: &assent.Evidence{Source: "shop form"},
	Sealed: []assent.SealedField{{Name: "address", Commitment: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},
}
