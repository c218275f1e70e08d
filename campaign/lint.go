package campaign

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Finding is one thing for which a text cannot be sent: where it stands, and why.
type Finding struct {
	Code     string `json:"code"`
	Language string `json:"language"`
	Part     string `json:"part"`          // subject, body
	Line     int    `json:"line,omitzero"` // of the body, from 1; 0 when it is the text as a whole
	Text     string `json:"text,omitzero"` // the words at fault
	Why      string `json:"why"`
}

// String says it in one line.
func (f Finding) String() string {
	where := f.Language + ", " + f.Part
	if f.Line > 0 {
		where += fmt.Sprintf(" line %d", f.Line)
	}
	if f.Text == "" {
		return where + ": " + f.Why
	}
	return fmt.Sprintf("%s: %q: %s", where, f.Text, f.Why)
}

// Lint says what in the texts promotes something, misleads, or is missing: none, and the mail may be sent as
// far as its words go. A consent request that also advertises is advertising without the consent that it
// asks for. The findings come by language, in the order of the text. It is a pure function.
func Lint(templates map[string]Template) []Finding {
	var out []Finding
	for _, language := range slices.Sorted(maps.Keys(templates)) {
		out = append(out, lint(language, templates[language])...)
	}
	return out
}

// linter gathers the findings of one text.
type linter struct {
	language string
	found    []Finding
}

func lint(language string, t Template) []Finding {
	l := &linter{language: language}
	if strings.TrimSpace(t.Subject) == "" {
		l.add("SUBJECT_MISSING", "subject", 0, "", "A mail needs a subject.")
	}
	l.line("subject", 0, t.Subject)
	for i, line := range strings.Split(t.Body, "\n") {
		l.line("body", i+1, line)
	}
	if _, known := promotion[l.words()]; !known {
		l.add("LANGUAGE_NOT_KNOWN", "subject", 0, language, "What promotes in this language is not known here, so nobody could answer for the text; the languages are "+strings.Join(slices.Sorted(maps.Keys(promotion)), ", ")+".")
	}
	l.whole(t)
	slices.SortStableFunc(l.found, func(a, b Finding) int { // the subject comes first
		return cmp.Or(-cmp.Compare(a.Part, b.Part), cmp.Compare(a.Line, b.Line))
	})
	return l.found
}

func (l *linter) add(code, part string, line int, text, why string) {
	const longest = 80
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	f := Finding{code, l.language, part, line, strings.ToValidUTF8(text, "\uFFFD"), why}
	if !slices.Contains(l.found, f) { // two patterns may find the same words
		l.found = append(l.found, f)
	}
}

// whole looks at the text as a whole: what must be there.
func (l *linter) whole(t Template) {
	links := 0
	for _, p := range paragraphs(t.Body) {
		links += strings.Count(p.text, "{answer_link}")
		if strings.Contains(p.text, "{answer_link}") && p.text != "{answer_link}" {
			l.add("ANSWER_LINK_NOT_ALONE", "body", p.line, p.text, "{answer_link} stands in a paragraph of its own, between empty lines; it becomes the button.")
		}
	}
	switch {
	case links == 0:
		l.add("ANSWER_LINK_MISSING", "body", 0, "", "Without {answer_link} nobody can answer; put it in a paragraph of its own.")
	case links > 1:
		l.add("ANSWER_LINK_TWICE", "body", 0, "", "One button is enough; {answer_link} stands there more than once.")
	}
	if !strings.Contains(t.Body, "{brand}") && !strings.Contains(t.Body, "{organisation}") {
		l.add("SENDER_MISSING", "body", 0, "", "Who asks must be plain from the text (GDPR recital 42): write {brand} or {organisation}.")
	}
	if !strings.Contains(t.Body, "{purposes}") {
		l.add("PURPOSES_MISSING", "body", 0, "", "What is asked for must be plain from the text: write {purposes}.")
	}
	if len(t.Body) > maxBody {
		l.add("TOO_LONG", "body", 0, "", fmt.Sprintf("The text is longer than %d bytes; a question is short.", maxBody))
	}
	if len(t.Subject) > 150 {
		l.add("TOO_LONG", "subject", 0, "", "The subject is longer than 150 bytes.")
	}
	if strings.ContainsFunc(t.Subject, unicode.IsControl) {
		l.add("CONTROL_CHARACTER", "subject", 0, "", "The subject is a single line without control characters.")
	}
}

// line looks at one line by itself: what must not be there.
func (l *linter) line(part string, n int, line string) {
	if !utf8.ValidString(line) {
		l.add("NOT_TEXT", part, n, "", "This line is not UTF-8.")
		return
	}
	l.braces(part, n, line)
	for _, r := range everywhere {
		for _, m := range r.pattern.FindAllString(line, -1) {
			l.add(r.code, part, n, m, r.why)
		}
	}
	for _, r := range promotion[l.words()] {
		for _, m := range r.FindAllString(line, -1) {
			l.add("PROMOTION", part, n, strings.TrimSpace(m), "This promotes something; a question for consent may not. Say plainly what she would get.")
		}
	}
	if strings.Count(line, "!") > 1 {
		l.add("SHOUTING", part, n, strings.TrimSpace(line), "More than one exclamation mark presses for an answer.")
	}
	if m := capitals.FindString(line); m != "" {
		l.add("SHOUTING", part, n, m, "Words in capitals press for an answer.")
	}
}

// words is the language whose patterns hold: pt-BR is read as pt.
func (l *linter) words() string {
	base, _, _ := strings.Cut(strings.ToLower(l.language), "-")
	return base
}

// braces refuses what is no variable, and braces that are none of one.
func (l *linter) braces(part string, n int, line string) {
	for _, m := range variable.FindAllStringSubmatch(line, -1) {
		switch {
		case !slices.Contains(Variables(), m[1]):
			l.add("UNKNOWN_VARIABLE", part, n, m[0], "The variables are {"+strings.Join(Variables(), "}, {")+"}; there are no others and no functions.")
		case part == "subject" && (m[1] == "answer_link" || m[1] == "purposes"):
			l.add("NOT_IN_SUBJECT", part, n, m[0], "This variable belongs into the text.")
		}
	}
	if strings.ContainsAny(variable.ReplaceAllString(line, ""), "{}") {
		l.add("LONELY_BRACE", part, n, strings.TrimSpace(line), "Braces stand around a variable and nowhere else.")
	}
}

// capitals are two words in a row that shout; names and abbreviations stand alone.
var capitals = regexp.MustCompile(`\p{Lu}{4,}[\s,]+\p{Lu}{2,}`)

// rule is a pattern that holds in every language.
type rule struct {
	code    string
	pattern *regexp.Regexp
	why     string
}

var everywhere = []rule{
	{"FOREIGN_LINK", regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://\S*|\bwww\.\S+|\bmailto:\S*|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|eu|de|fr|nl|pl|es|it|uk|be|at|ch|io|shop|info|biz|app|store|online)\b\S*`),
		"The only link of a consent request is the one to the answer; any other leads to what is being promoted."},
	{"MARKUP", regexp.MustCompile(`(?i)<\s*/?\s*[a-z!][^>]*>?|!\[[^\]]*\]\([^)]*\)|\[[^\]]+\]\([^)]*\)|&[a-z]+;`),
		"The text is plain: no HTML, no images, no Markdown. The frame comes from us."},
	{"PRICE", regexp.MustCompile(`(?i)[€$£¥]\s?\d[\d.,]*|\d[\d.,]*\s?[€$£¥]|\b\d[\d.,]*\s?(eur|euros?|usd|dollars?|gbp|pounds?|chf|pln|zł|złotych)(\P{L}|$)|\b(eur|usd|gbp|chf|pln)\s?\d[\d.,]*`),
		"A price makes the question an offer."},
	{"PERCENTAGE", regexp.MustCompile(`\d+([.,]\d+)?\s?[%٪]`),
		"A percentage makes the question an offer."},
}
