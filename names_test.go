package assent_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"

	"pgregory.net/rapid"
)

func TestIdentifiersAreUUIDsOfVersion7ThatSortByTime(t *testing.T) {
	shape := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	var all []string
	for i := range 100 {
		id, err := assent.NewID(noon.Add(time.Duration(i)*time.Millisecond), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, id.String()); !shape.MatchString(id.String()) {
			t.Errorf("%s is none", id)
		}
	}
	if !slices.IsSorted(all) || len(slices.Compact(all)) != 100 {
		t.Error("they do not sort by time, or two are the same")
	}
	if _, err := assent.NewID(noon, strings.NewReader("short")); err == nil {
		t.Error("made without randomness")
	}
}

func TestAnIdentifierHasOneSpelling(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		id := assent.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Filter(func(b []byte) bool {
			return !bytes.Equal(b, make([]byte, 16))
		}).Draw(rt, "id"))
		if got, err := assent.ParseID(id.String()); err != nil || got != id {
			rt.Errorf("%s is read as %s: %v", id, got, err)
		}
	})
	const good = "01a1fd8c-6900-7aae-8eca-b746b7f6bfa4"
	for _, bad := range []string{
		"", good[1:], good + "0", strings.ToUpper(good), "{" + good + "}", strings.ReplaceAll(good, "-", ""),
		strings.Replace(good, "-", "_", 1), strings.Replace(good, "0", "g", 1), "00000000-0000-0000-0000-000000000000",
	} {
		if id, err := assent.ParseID(bad); !errors.Is(err, assent.ErrID) {
			t.Errorf("%q is read as %s", bad, id)
		}
	}
}

func TestTheUnsetIdentifierIsEmptyText(t *testing.T) {
	data, err := json.Marshal(assent.ID{})
	if err != nil || string(data) != `""` {
		t.Errorf("%s, %v", data, err)
	}
	id := assent.ID{1}
	if err := json.Unmarshal(data, &id); err != nil || !id.IsZero() {
		t.Errorf("%s, %v", id, err)
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("01a1fd8c-6900-7aae-8eca-b746b7f6bfa4")
	f.Add("00000000-0000-0000-0000-000000000000")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := assent.ParseID(s); err == nil && id.String() != s {
			t.Errorf("%q and %q are one identifier", s, id)
		}
	})
}

func TestATransactionCodeIsReadAsPeopleTypeIt(t *testing.T) {
	const want = assent.TransactionCode("7K2M-0QXD-31TA")
	for _, typed := range []string{
		"7K2M-0QXD-31TA", "7k2m-0qxd-31ta", "7K2M0QXD31TA", " 7K2M 0QXD 31TA ", "7K2M-OQXD-3ITA", "7k2m-oqxd-3lta",
	} {
		if got, err := assent.ParseTransactionCode(typed); err != nil || got != want {
			t.Errorf("%q is read as %q: %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "7K2M-0QXD-31T", "7K2M-0QXD-31TAA", "7K2M-0QXD-31TU", "7K2M-0QXD-31T!"} {
		_, err := assent.ParseTransactionCode(typed)
		if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_TRANSACTION_CODE" || !strings.Contains(p.Detail, "7K2M-9QXD-3FTA") {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestTransactionCodesUseEverySymbolAndDoNotRepeat(t *testing.T) {
	seen, symbols := map[assent.TransactionCode]bool{}, map[rune]bool{}
	for range 2000 {
		code, err := assent.NewTransactionCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := assent.ParseTransactionCode(string(code)); err != nil || again != code || seen[code] {
			t.Fatalf("%s is read as %s, or came twice: %v", code, again, err)
		}
		seen[code] = true
		for _, r := range string(code) {
			symbols[r] = true
		}
	}
	if len(symbols) != 33 { // 32 and the hyphen
		t.Errorf("they use %d symbols", len(symbols))
	}
}

func FuzzParseTransactionCode(f *testing.F) {
	f.Add("7K2M-9QXD-3FTA")
	f.Add("oil0-oil0-oil0")
	f.Fuzz(func(t *testing.T, s string) {
		code, err := assent.ParseTransactionCode(s)
		if err != nil {
			return
		}
		if again, err := assent.ParseTransactionCode(string(code)); err != nil || again != code {
			t.Errorf("%q is read as %q, that as %q", s, code, again)
		}
	})
}

func TestADayIsACalendarDay(t *testing.T) {
	if d, err := assent.ParseDay("2028-02-29"); err != nil || d != "2028-02-29" {
		t.Errorf("%s, %v", d, err)
	}
	for _, bad := range []string{"", "2026-02-29", "21.11.2026", "2026-1-2", "2026-11-21T00:00:00Z"} {
		_, err := assent.ParseDay(bad)
		if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_DAY" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	east := time.FixedZone("", 13*3600)
	if d := assent.DayOf(noon.In(east)); d != "2026-11-22" {
		t.Errorf("in the east it is %s", d)
	}
}

func TestAScopeCoversWhatItNames(t *testing.T) {
	narrow := assent.Scope{Brand: "acme", Purpose: "newsletter", Channel: "email", Party: "own"}
	for says, c := range map[string]struct {
		wide  assent.Scope
		other assent.Scope
		want  bool
	}{
		"everything covers all":                   {assent.Everything(), narrow, true},
		"a scope covers itself":                   {narrow, narrow, true},
		"one purpose does not cover everything":   {narrow, assent.Everything(), false},
		"e-mail does not cover text messages":     {narrow, assent.Scope{Brand: "acme", Purpose: "newsletter", Channel: "sms", Party: "own"}, false},
		"all channels of a purpose cover e-mail":  {assent.Scope{Brand: "acme", Purpose: "newsletter", Channel: assent.Any, Party: "own"}, narrow, true},
		"our own messages do not cover partners'": {narrow, assent.Scope{Brand: "acme", Purpose: "newsletter", Channel: "email", Party: "partners"}, false},
		"an unnamed part covers nothing":          {assent.Scope{Brand: "acme"}, narrow, false},
	} {
		if got := c.wide.Covers(c.other); got != c.want {
			t.Errorf("%s: %v", says, got)
		}
	}
	if (assent.Scope{Brand: "acme"}).Valid() || !assent.Everything().Valid() {
		t.Error("a scope names all four parts")
	}
}

func TestWhatAMethodProves(t *testing.T) {
	for _, c := range []struct {
		says     string
		how      assent.Method
		claimed  assent.Strength
		evidence bool
		strength assent.Strength
		grade    assent.Grade
	}{
		{"a press in the browser that signed up is the best there is", assent.ConfirmSameBrowser, "", false, assent.DoubleOptIn, assent.GradeA},
		{"our form alone is a single opt-in, whatever is claimed", assent.WebForm, assent.WrittenSigned, true, assent.SingleOptIn, assent.GradeD},
		{"a claim with evidence has the strength it claims", assent.ViaImport, assent.DoubleOptIn, true, assent.DoubleOptIn, assent.GradeF},
		{"a claim without evidence is unproven", assent.ViaImport, assent.DoubleOptIn, false, assent.DoubleOptIn, assent.GradeU},
		{"a claim that claims nothing is a single opt-in", assent.ViaAPI, "", true, assent.SingleOptIn, assent.GradeF},
		{"paper with its scan is signed", assent.Paper, "", true, assent.WrittenSigned, assent.GradeE},
		{"paper without it is unproven", assent.Paper, "", false, assent.WrittenSigned, assent.GradeU},
		{"a call cannot be claimed to be more than a call", assent.CallRecorded, assent.DoubleOptIn, false, assent.VerbalRecorded, assent.GradeU},
		{"a pre-ticked box is passive, with any evidence", assent.PreTicked, assent.DoubleOptIn, true, assent.Passive, assent.GradeU},
		{"a call without recording is unproven", assent.CallNoted, assent.DoubleOptIn, true, assent.VerbalUnrecorded, assent.GradeU},
		{"a method that nobody knows proves nothing", "telepathy", assent.DoubleOptIn, true, assent.Passive, assent.GradeU},
	} {
		if s, g := assent.Prove(c.how, c.claimed, c.evidence); s != c.strength || g != c.grade {
			t.Errorf("%s: %s, %s", c.says, s, g)
		}
	}
}

func TestAnActOfNobodyKnownIsAClaim(t *testing.T) {
	if m := assent.Method("telepathy"); m.Known() || m.Confirms() || m.Source() != assent.Claimed {
		t.Error("an unknown method is trusted")
	}
}

func TestEachChannelIsReachedAtSomeContactPointAndACustomerNumberAtNone(t *testing.T) {
	kinds := []assent.PointKind{assent.EmailAddress, assent.PhoneNumber, assent.IMHandle, assent.Device, assent.PostalAddress}
	for _, c := range assent.Channels() {
		if !slices.ContainsFunc(kinds, func(k assent.PointKind) bool { return k.Reaches(c) }) {
			t.Errorf("nothing is reached by %s", c)
		}
		if assent.ExternalID.Reaches(c) {
			t.Errorf("a customer number is reached by %s", c)
		}
	}
}
