package catalogue

import (
	"maps"
	"slices"
	"strings"
)

// Texts is one text in several languages, by BCP 47 tag in lower case ("fr", "pt-br").
type Texts map[string]string

// In returns the text in the language asked, else in its base language, else in English,
// else in the first language there is.
func (t Texts) In(language string) string { return t[t.Language(language)] }

// Language returns the language that [Texts.In] answers in; empty when there is no text.
func (t Texts) Language(asked string) string {
	asked = strings.ToLower(asked)
	base, _, _ := strings.Cut(asked, "-")
	for _, tag := range []string{asked, base, "en"} {
		if t[tag] != "" {
			return tag
		}
	}
	if all := t.Languages(); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Languages lists the languages of the text, sorted.
func (t Texts) Languages() []string { return slices.Sorted(maps.Keys(t)) }
