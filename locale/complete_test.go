package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
)

func load(t testing.TB) *Locale {
	t.Helper()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryLanguageHasEveryMessageAndNoOther(t *testing.T) {
	l := load(t)
	base := l.books[0]
	for _, b := range l.books[1:] {
		for _, key := range slices.Sorted(maps.Keys(base.messages)) {
			if _, ok := b.messages[key]; !ok && !strings.HasPrefix(key, "console.") { // it speaks the languages that say all of it
				t.Errorf("%s has no %s", b.code, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(b.messages)) {
			if _, ok := base.messages[key]; !ok {
				t.Errorf("%s has %s, which %s has not", b.code, key, base.code)
			}
		}
	}
}

func TestEveryMessageHasTheSamePlaceholdersInEveryLanguage(t *testing.T) {
	l := load(t)
	base := l.books[0]
	for _, b := range l.books[1:] {
		for key, m := range b.messages {
			if got, want := m.placeholders(), base.messages[key].placeholders(); !slices.Equal(got, want) {
				t.Errorf("%s %s has the placeholders %v, want %v", b.code, key, got, want)
			}
		}
	}
}

func TestEveryPluralMessageHasEachFormOfItsLanguage(t *testing.T) {
	for _, b := range load(t).books {
		var wanted []string
		for name, form := range categories {
			for n := range 10_000 {
				if plural.Cardinal.MatchPlural(b.tag, n, 0, 0, 0, 0) == form {
					wanted = append(wanted, name)
					break
				}
			}
		}
		for key, m := range b.messages {
			for _, name := range wanted {
				if _, ok := m.forms[name]; !ok && len(m.forms) > 1 {
					t.Errorf("%s %s lacks the plural form %q", b.code, key, name)
				}
			}
		}
	}
}

func TestNoMessageIsEmptyOrEndsInSpace(t *testing.T) {
	for _, b := range load(t).books {
		for key, m := range b.messages {
			for form, s := range m.forms {
				if text := spelt(s); text == "" || strings.TrimSpace(text) != text {
					t.Errorf("%s %s (%s) is %q", b.code, key, form, text)
				}
			}
		}
	}
}

func TestFrenchMarksStandAfterNarrowSpaces(t *testing.T) {
	for _, b := range load(t).books {
		if b.code != "fr" {
			continue
		}
		for key, m := range b.messages {
			text := spelt(m.forms[other])
			for _, wrong := range []string{" ?", " !", " ;", " :", "« ", " »", "'"} {
				if strings.Contains(text, wrong) {
					t.Errorf("%s: %q has %q", key, text, wrong)
				}
			}
		}
	}
}

func TestQuotationMarksAreThoseOfTheLanguage(t *testing.T) {
	const all = "“”„«»‘\""
	own := map[string]string{"en": "“”", "fr": "«»", "de": "„“", "nl": "“”", "pl": "„”", "es": "«»", "it": "«»"}
	for _, b := range load(t).books {
		for key, m := range b.messages {
			for _, s := range m.forms {
				for _, mark := range spelt(s) {
					if strings.ContainsRune(all, mark) && !strings.ContainsRune(own[b.code], mark) {
						t.Errorf("%s %s has %q: the marks of the language are %s", b.code, key, mark, own[b.code])
					}
				}
			}
		}
	}
}

// TestEveryCodeOfTheVocabularyHasItsSentence reads the codes from the vocabulary's source, so that a new
// one cannot be forgotten.
func TestEveryCodeOfTheVocabularyHasItsSentence(t *testing.T) {
	codes := constants(t, "../codes.go", "../words.go")
	groups := map[string]string{
		"Reason": "reason.", "Basis": "basis.", "ObligationCode": "duty.",
		"Channel": "channel.", "RecipientKind": "kind.", "Status": "status.",
	}
	for _, b := range load(t).books {
		for typ, prefix := range groups {
			if len(codes[typ]) == 0 {
				t.Errorf("found no constant of type %s", typ)
			}
			for _, code := range codes[typ] {
				if _, ok := b.messages[prefix+code]; !ok {
					t.Errorf("%s has no %s%s", b.code, prefix, code)
				}
			}
		}
	}
}

func spelt(s sentence) string {
	var b strings.Builder
	for _, p := range s {
		b.WriteString(p.text)
		if p.name != "" {
			b.WriteString("{" + p.name + "}")
		}
	}
	return b.String()
}

// constants returns the values of the typed string constants of Go files, by type.
func constants(t *testing.T, files ...string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Type == nil || len(spec.Values) != 1 {
				return true
			}
			typ, isIdent := spec.Type.(*ast.Ident)
			lit, isLit := spec.Values[0].(*ast.BasicLit)
			if isIdent && isLit {
				value, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				out[typ.Name] = append(out[typ.Name], value)
			}
			return true
		})
	}
	return out
}

// familiar are words by which only a friend is addressed: in these languages people are addressed formally throughout.
var familiar = map[string][]string{
	"de": {"du", "dein", "deine", "deiner", "deinem", "deinen", "dir", "dich", "euch"},
	"es": {"tú", "tu", "tus", "ti", "te", "has", "puedes", "quieres"},
	"fr": {"tu", "ton", "toi", "tes"},
	"it": {"tu", "tuo", "tua", "tuoi", "tue", "ti", "te", "hai", "puoi", "vuoi"},
	"nl": {"je", "jij", "jou", "jouw", "jullie"},
}

func TestNobodyIsAddressedNowFormallyAndNowAsAFriend(t *testing.T) {
	for _, b := range load(t).books {
		for key, m := range b.messages {
			for _, text := range m.forms {
				for _, word := range strings.FieldsFunc(strings.ToLower(spelt(text)), func(r rune) bool { return !unicode.IsLetter(r) }) {
					if slices.Contains(familiar[b.code], word) {
						t.Errorf("%s %s says %q: %s", b.code, key, word, spelt(text))
					}
				}
			}
		}
	}
}
