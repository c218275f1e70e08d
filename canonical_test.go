package assent_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"assent"

	"github.com/google/go-cmp/cmp"
)

const goldenFile = "testdata/event.json"

// golden is an event as the first version wrote it, with every field that there was. It is
// kept for as long as there are logs: if it were read no more, or written otherwise, every proof ever
// given out would be void. A field that is added later must be left out when empty.
func golden(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(data, []byte("\n"))
}

// everyField returns an event in which no field is empty.
func everyField() *assent.Event {
	e := &assent.Event{}
	n := 0
	fillIn(reflect.ValueOf(e).Elem(), &n)
	return e
}

// fillIn sets whatever it is given to a value that differs from all before.
func fillIn(v reflect.Value, n *int) {
	*n++
	switch into := v.Addr().Interface().(type) {
	case *time.Time:
		*into = noon.Add(time.Duration(*n) * 1001 * time.Millisecond)
		return
	case *assent.ID:
		into[0], into[15] = 0x01, byte(*n)
		return
	case *assent.Facts:
		*into = assent.Facts{"b": "<&>", "a": "é\u2028\""}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillIn(v.Field(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillIn(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillIn(v.Index(0), n)
	case reflect.String:
		v.SetString("text " + strings.Repeat("i", *n%7+1))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	}
}

func TestTheEncodingOfAnEventIsFixedForEver(t *testing.T) {
	e, err := assent.Decode(golden(t))
	if err != nil {
		t.Fatal(err)
	}
	got, err := assent.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(golden(t)), string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEventIsReadAsItWasEncoded(t *testing.T) {
	want := everyField()
	data, err := assent.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := assent.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheOneEncodingIsRead(t *testing.T) {
	good := string(golden(t))
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the golden event has no %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for says, text := range map[string]string{
		"nothing":                    "",
		"another value":              "[]",
		"a cut":                      good[:len(good)-1],
		"a line feed at the end":     good + "\n",
		"white space":                swap(`":`, `": `),
		"another object after it":    good + good,
		"another order":              strings.Replace(swap(`"format":2,`, ``), `,"number":`, `,"format":2,"number":`, 1),
		"an unknown field":           swap(`{"format"`, `{"colour":1,"format"`),
		"a field twice":              swap(`"format":2`, `"format":2,"format":2`),
		"a field's name in capitals": swap(`"format"`, `"Format"`),
		"an empty field written out": swap(`"notice"`, `"batch":"","notice"`),
		"an empty list written out":  swap(`"topics":["text iiiiii"]`, `"topics":[]`),
		"a null":                     swap(`"batch":"`, `"batch":null,"batch":"`),
		"a number with a fraction":   swap(`"format":2`, `"format":2.0`),
		"a letter spelt out":         swap(`"text`, `"\u0074ext`),
		"a sign escaped for HTML":    swap(`<&>`, `\u003c&>`),
		"an identifier in capitals":  swap(`"id":"01`, `"id":"0A`),
		"a time of another zone":     swap(`Z","day_only"`, `+01:00","day_only"`),
		"a time with a zero offset":  swap(`Z","day_only"`, `+00:00","day_only"`),
		"a time with microseconds":   swap(`Z","day_only"`, `001Z","day_only"`),
		"a byte that is not UTF-8":   swap(`<&>`, "\xff"),
		"an escape of no code point": swap(`<&>`, `\ud800`),
	} {
		if _, err := assent.Decode([]byte(text)); !errors.Is(err, assent.ErrNotCanonical) {
			t.Errorf("with %s: %v", says, err)
		}
	}
}

func TestWhatCouldNotBeReadBackIsNotEncoded(t *testing.T) {
	for says, set := range map[string]func(*assent.Event){
		"a time of another zone":   func(e *assent.Event) { e.Occurred = e.Occurred.In(time.FixedZone("", 3600)) },
		"a time with microseconds": func(e *assent.Event) { e.Received = e.Received.Add(time.Microsecond) },
		"a year of five digits":    func(e *assent.Event) { e.Recorded = e.Recorded.AddDate(9000, 0, 0) },
		"text that is not UTF-8":   func(e *assent.Event) { e.Batch = "caf\xe9" },
	} {
		e := everyField()
		set(e)
		if data, err := assent.Encode(e); err == nil {
			t.Errorf("with %s: %s", says, data)
		}
	}
	e := everyField()
	e.Batch = "caf\ufffd and \\ufffd" // strange, but text
	data, err := assent.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := assent.Decode(data); err != nil {
		t.Error(err)
	}
}

func TestEmptyListsAndFactsAreLeftOut(t *testing.T) {
	bare := assent.Event{Occurred: noon, Received: noon, Recorded: noon}
	with := bare
	with.Choices, with.Facts, with.Sealed = []assent.Choice{}, assent.Facts{}, []assent.SealedField{}
	a, err := assent.Encode(&bare)
	b, err2 := assent.Encode(&with)
	if err != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestACommitmentIsOpenedByItsOpeningAlone(t *testing.T) {
	field, opening, err := assent.Commit("address", "zoe@example.org", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !opening.Opens(field) {
		t.Fatal("its own opening does not open it")
	}
	again, _, err := assent.Commit("address", "zoe@example.org", rand.Reader)
	if err != nil || again == field || opening.Opens(again) {
		t.Errorf("two commitments to one value can be told to be equal: %v", err)
	}
	for says, set := range map[string]func(*assent.Opening){
		"another value":       func(o *assent.Opening) { o.Value = "zoe@example.com" },
		"another name":        func(o *assent.Opening) { o.Name = "name" },
		"the name cut longer": func(o *assent.Opening) { o.Name, o.Value = "address\x00z", "oe@example.org" },
		"another blind":       func(o *assent.Opening) { o.Blind = strings.Repeat("00", assent.BlindSize) },
		"a short blind":       func(o *assent.Opening) { o.Blind = o.Blind[2:] },
		"no blind":            func(o *assent.Opening) { o.Blind = "" },
		"a blind in capitals": func(o *assent.Opening) { o.Blind = strings.ToUpper(o.Blind) + "" },
	} {
		o := opening
		set(&o)
		if o != opening && o.Opens(field) {
			t.Errorf("opened with %s", says)
		}
	}
	if _, _, err := assent.Commit("address", "x", strings.NewReader("short")); err == nil {
		t.Error("committed without randomness")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(golden(f))
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := assent.Decode(data)
		if err != nil {
			return
		}
		if again, err := assent.Encode(e); err != nil || !bytes.Equal(again, data) {
			t.Errorf("two encodings of one event: %v\n%s\n%s", err, data, again)
		}
	})
}
