package locale

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"assent"

	"golang.org/x/text/language"
)

// Language is one language that assent speaks: its code and its own name for itself.
type Language struct {
	Code string // "fr"
	Name string // "Français"
}

// Languages lists the languages, the base language first.
func (l *Locale) Languages() []Language {
	out := make([]Language, len(l.books))
	for i, b := range l.books {
		out[i] = Language{Code: b.code, Name: b.name}
	}
	return out
}

// Complete reports whether a language says everything that the base language says under a prefix
// of keys. Public pages are complete in every language; a part for few readers need not be.
func (l *Locale) Complete(prefix, code string) bool {
	i := slices.IndexFunc(l.books, func(b *book) bool { return b.code == code })
	if i < 0 {
		return false
	}
	for key := range l.books[0].messages {
		if _, said := l.books[i].messages[key]; !said && strings.HasPrefix(key, prefix) {
			return false
		}
	}
	return true
}

// tagLimit bounds what is read of one preference: an Accept-Language header is hostile input.
const tagLimit = 200

// Printer returns the printer of the first preference that some language meets, else of the base
// language. Each preference is a BCP 47 tag or a whole Accept-Language value; empty and
// unreadable ones are passed over.
func (l *Locale) Printer(preferences ...string) *Printer {
	for _, p := range preferences {
		if i, ok := l.match(p); ok {
			return &Printer{book: l.books[i], base: l.books[0]}
		}
	}
	return &Printer{book: l.books[0], base: l.books[0]}
}

func (l *Locale) match(preference string) (int, bool) {
	if preference == "" || len(preference) > tagLimit {
		return 0, false
	}
	if i, known := l.codes[preference]; known {
		return i, true
	}
	tags, _, err := language.ParseAcceptLanguage(preference)
	if err != nil {
		return 0, false
	}
	_, i, confidence := l.matcher.Match(tags...)
	return i, confidence != language.No
}

// Printer speaks one language. It is immutable.
type Printer struct {
	book *book
	base *book
}

// Language returns the code of the language, for the lang attribute and Content-Language.
func (p *Printer) Language() string { return p.book.code }

// Text returns the message of a key with its placeholders filled from args, pairs of name and value:
//
//	p.Text("page.sent.intro", "brand", "Alpenglow", "n", 3)
//
// A number named n chooses the plural form. Days and times are written as dates of the language. A
// placeholder without a value stays visible. An unknown key gives the empty string; use
// [Printer.Lookup] to tell.
func (p *Printer) Text(key string, args ...any) string {
	s, _ := p.Lookup(key, args...)
	return s
}

// Lookup is [Printer.Text] and whether the key exists, in this language or the base language.
func (p *Printer) Lookup(key string, args ...any) (string, bool) {
	b := p.book
	m, ok := b.messages[key]
	if !ok {
		b = p.base
		if m, ok = b.messages[key]; !ok {
			return "", false
		}
	}
	return p.fill(m.form(b.tag, number(args)), args), true
}

func (p *Printer) fill(s sentence, args []any) string {
	var b strings.Builder
	for _, part := range s {
		if part.name == "" {
			b.WriteString(part.text)
			continue
		}
		if v, ok := value(args, part.name); ok {
			b.WriteString(p.print(v))
		} else {
			b.WriteString("{" + part.name + "}")
		}
	}
	return b.String()
}

func (p *Printer) print(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case assent.Day:
		return p.Day(v)
	case time.Time:
		return p.Date(v)
	}
	return fmt.Sprint(v)
}

func value(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func number(args []any) int {
	v, _ := value(args, "n")
	n, _ := v.(int)
	return n
}

// Pick returns the text of a set by language that suits the printer best, and its language: the
// printer's own, else the base language, else the first by code. Empty if there is none.
func (p *Printer) Pick(texts map[string]string) (text, lang string) {
	for _, code := range []string{p.book.code, p.base.code} {
		if t := texts[code]; t != "" {
			return t, code
		}
	}
	for code, t := range texts {
		if t != "" && (lang == "" || code < lang) {
			text, lang = t, code
		}
	}
	return text, lang
}
