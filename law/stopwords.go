package law

import (
	"slices"
	"strings"
	"unicode"
)

// StopWords tells a text that ends the messages from one that does not: by the whole
// message, or by a phrase in it that a reasonable person would understand so
// (47 CFR 64.1200(a)(10)). The words are pack data, since they differ by language.
type StopWords struct {
	Whole    []string `yaml:"whole"`    // the message is exactly this
	Contains []string `yaml:"contains"` // these words stand in it, in this order and together
	Cite     []string `yaml:"cite"`
}

// match reports whether the text asks to stop; case, punctuation and spacing do not count.
func (s *StopWords) match(text string) bool {
	if s == nil {
		return false
	}
	said := words(text)
	if slices.Contains(s.Whole, said) {
		return true
	}
	return slices.ContainsFunc(s.Contains, func(phrase string) bool {
		return strings.Contains(" "+said+" ", " "+phrase+" ")
	})
}

// words returns the text in lower case, its words parted by single spaces.
func words(text string) string {
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), split), " ")
}
