package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// message is one entry: a sentence for each plural category, or for "other" alone.
type message struct {
	forms map[string]sentence
}

// sentence is text cut at its placeholders.
type sentence []part

// part is literal text, or the name of a placeholder.
type part struct {
	text string
	name string
}

// other is the plural category that every language has.
const other = "other"

// categories are the plural categories of CLDR.
var categories = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, other: plural.Other,
}

// parse cuts a sentence at its placeholders, "{name}". A brace that opens none is text.
func parse(s string) sentence {
	var out sentence
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			return append(out, part{text: s})
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 0 || !isName(s[open+1:open+length]) {
			out, s = append(out, part{text: s[:open+1]}), s[open+1:]
			continue
		}
		if open > 0 {
			out = append(out, part{text: s[:open]})
		}
		out, s = append(out, part{name: s[open+1 : open+length]}), s[open+length+1:]
	}
	return out
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// pluralMessage reads a group whose keys are all plural categories.
func pluralMessage(group map[string]any) (message, bool) {
	if _, ok := group[other]; !ok {
		return message{}, false
	}
	m := message{forms: map[string]sentence{}}
	for name, value := range group {
		text, isText := value.(string)
		if _, known := categories[name]; !known || !isText {
			return message{}, false
		}
		m.forms[name] = parse(text)
	}
	return m, true
}

// form returns the sentence for the number n in a language.
func (m message) form(tag language.Tag, n int) sentence {
	if len(m.forms) > 1 {
		want := plural.Cardinal.MatchPlural(tag, abs(n)%10_000_000, 0, 0, 0, 0)
		for name, f := range categories {
			if s, ok := m.forms[name]; ok && f == want {
				return s
			}
		}
	}
	return m.forms[other]
}

func abs(n int) int { return max(n, -n) }

// placeholders lists the names that any form of the message uses, sorted.
func (m message) placeholders() []string {
	var out []string
	for _, s := range m.forms {
		for _, p := range s {
			if p.name != "" {
				out = append(out, p.name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
