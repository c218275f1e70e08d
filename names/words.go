package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fields are the personal values that are names.
var Fields = []string{"name", "given_name", "family_name", "first_name", "last_name", "full_name"}

// IsName reports whether a personal value of an event is a name.
func IsName(field string) bool { return slices.Contains(Fields, field) }

// The bounds of what is indexed: of a name no more words, of a word no more letters.
const (
	mostWords   = 8
	mostLetters = 40
)

// plainLetters are letters that Unicode does not take apart into a plain one and a mark.
var plainLetters = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "þ", "th", "ı", "i", "'", "", "’", "", "ʼ", "")

// Words reduces a name to its words: without case, accents and apostrophes, each once, in order.
func Words(name string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(cases.Fold().String(name)))
	var out []string
	for _, word := range strings.FieldsFunc(plainLetters.Replace(plain), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if word = beginning(word, mostLetters); !slices.Contains(out, word) && len(out) < mostWords {
			out = append(out, word)
		}
	}
	return out
}

// beginning is the first letters of a word; the whole word if it has no more.
func beginning(word string, letters int) string {
	for i := range word {
		if letters == 0 {
			return word[:i]
		}
		letters--
	}
	return word
}

// The lengths of the beginnings that are hashed, in letters.
const (
	short = 3
	long  = 5
)

// keys are what a word is found by: its beginnings, or the whole of one that is too short for that.
func keys(word string) []string {
	switch n := utf8.RuneCountInString(word); {
	case n < short:
		return []string{"=" + word}
	case n < long:
		return []string{beginning(word, short)}
	}
	return []string{beginning(word, short), beginning(word, long)}
}

// asked is the key by which a typed word is looked up: the longest that there is.
func asked(word string) string {
	all := keys(word)
	return all[len(all)-1]
}

// fits reports whether each typed word begins one of the words of a name; words too short for that must be there whole.
func fits(typed, words []string) bool {
	return !slices.ContainsFunc(typed, func(t string) bool {
		return !slices.ContainsFunc(words, func(w string) bool {
			return w == t || utf8.RuneCountInString(t) >= short && strings.HasPrefix(w, t)
		})
	})
}
