package unsubscribe

import (
	"os"
	"slices"
	"strings"
	"testing"

	"assent"
)

// inspected says what is found in each mail of testdata; the first column is what is local.
var inspected = []struct {
	file  string
	local bool
	want  []Code
}{
	{"phplist.eml", false, []Code{HTTPSMissing, HTTPInList, PostMissing, SignatureMissing, ListIDMissing, AutoMissing}},
	{"twice.eml", false, []Code{ListRepeated, PostRepeated}},
	{"many.eml", false, []Code{HTTPSRepeated, HTTPInList, PostWrong, SignatureNarrow, SignatureForeign}},
	{"encoded.eml", false, []Code{ListUnreadable, SignatureNarrow}},
	{"mailto.eml", false, []Code{HTTPSMissing, PostMissing, SignatureMissing, LinkOnlyMailto, LinkMissing}},
	{"hidden.eml", false, []Code{LinkMissing}},
	{"torn.eml", false, []Code{BodyBroken}},
	{"local.eml", false, []Code{HTTPSMissing, HTTPInList}},
	{"local.eml", true, []Code{HTTPHere}},
}

func TestEachFaultOfAMailIsFound(t *testing.T) {
	for _, c := range inspected {
		if got := codes(Inspect(sent(t, c.file), c.local)); !slices.Equal(got, c.want) {
			t.Errorf("%s (local %v): got %v, want %v", c.file, c.local, got, c.want)
		}
	}
}

func TestAMailWithNothingInItLacksEverything(t *testing.T) {
	m := parsed(t, "From: news@gazette.example\n\n")
	want := []Code{ListMissing, PostMissing, SignatureMissing, LinkMissing, ListIDMissing, AutoMissing}
	if got := codes(Inspect(m, false)); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestWhatIsNoMailIsRefused(t *testing.T) {
	for _, raw := range []string{"", "\n", "hello", "hello\nthere\n\n", strings.Repeat("x", 100)} {
		_, err := Read([]byte(raw))
		if p, ok := assent.AsProblem(err); !ok || p.Code != "NOT_A_MAIL" {
			t.Errorf("%q: %v", raw, err)
		}
	}
	_, err := Read(make([]byte, MaxSize+1))
	if p, ok := assent.AsProblem(err); !ok || p.Code != "MAIL_TOO_LARGE" {
		t.Errorf("too large: %v", err)
	}
}

func TestListAddressesAreReadAsRFC2369WritesThem(t *testing.T) {
	for value, want := range map[string][]string{
		"<https://a.example/u>":                       {"https://a.example/u"},
		" <https://a.example/u> , <mailto:x@a>":       {"https://a.example/u", "mailto:x@a"},
		"(by mail (or not)) <mailto:x@a> (\\) still)": {"mailto:x@a"},
		"<https://a.example/\r\n u>":                  {"https://a.example/u"},
		"":                                            nil, "https://a.example/u": nil, "<https://a": nil, "<>": nil, "<a>,": nil, "<a> <b>": nil, "<a<b>": nil, "=?utf-8?q?x?=": nil,
	} {
		if got, err := listURIs(value); !slices.Equal(got, want) || (err != nil) != (want == nil) {
			t.Errorf("%q: got %q, %v", value, got, err)
		}
	}
}

func TestTheLinkThatUnsubscribesIsKnownFromOthers(t *testing.T) {
	for page, want := range map[string]string{
		`<p><a href="https://a/1">Privacy</a> <a href="https://a/2">Unsubscribe</a></p>`:     "https://a/2",
		`<p>To unsubscribe, <a href="https://a/1">click here</a></p>`:                        "https://a/1",
		`<p><a href="https://a/unsub">here</a> or <a href="https://a/2">there</a></p>`:       "https://a/unsub",
		`<p><a href="https://a/1"><img alt="Abbestellen"></a></p>`:                           "https://a/1",
		`<p><a href="https://a/1">Annulla l’iscrizione</a></p>`:                              "https://a/1",
		`<p>` + strings.Repeat("word ", 100) + `unsubscribe <a href="https://a/1">x</a></p>`: "",
		`<p><a href="#">Unsubscribe</a><a>Unsubscribe</a></p>`:                               "",
		`<p hidden><a href="https://a/1">Unsubscribe</a></p>`:                                "",
	} {
		if got := urls(waysOutOfHTML(page)); got != want {
			t.Errorf("%s: got %q", page, got)
		}
	}
	for text, want := range map[string]string{
		"Unsubscribe\nhttps://a/1\nYour choices\nhttps://a/2\n":       "https://a/1",
		"Shop: https://a/1 | Unsubscribe: https://a/2.":               "https://a/2",
		"https://a/1 (unsubscribe)":                                   "https://a/1",
		"Se désinscrire : <https://a/1>\nImprint <https://a/2>":       "https://a/1",
		"Write to mailto:leave@a.example to unsubscribe\nhttps://a/2": "mailto:leave@a.example",
		"https://a/1": "",
	} {
		if got := urls(waysOutOfText(text)); got != want {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

// sent reads a mail of testdata.
func sent(t *testing.T, name string) *Mail {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, string(raw))
}

func parsed(t *testing.T, raw string) *Mail {
	t.Helper()
	m, err := Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func codes(found []Finding) []Code {
	var out []Code
	for _, f := range found {
		out = append(out, f.Code)
	}
	return out
}

func urls(list []anchor) string {
	var out []string
	for _, a := range list {
		out = append(out, a.url)
	}
	return strings.Join(out, " ")
}
