package campaign

import (
	"regexp"
	"strings"

	"assent/mail"
)

// Variables are all that a text may hold in braces; there are no functions. answer_link stands in a
// paragraph of its own and becomes the button; purposes in one of its own becomes a list.
func Variables() []string {
	return []string{"answer_link", "brand", "organisation", "purposes"}
}

// variable finds what stands in braces.
var variable = regexp.MustCompile(`\{([^{}\n]*)\}`)

// values are what the variables stand for in one mail.
type values struct {
	brand, organisation string
	purposes            []string
}

// subject is the subject of the mail.
func (t Template) subject(v values) string { return strings.TrimSpace(v.fill(t.Subject)) }

// parts are the paragraphs of the mail.
func (t Template) parts(v values) []mail.Part {
	var out []mail.Part
	for _, p := range paragraphs(t.Body) {
		switch p.text {
		case "{answer_link}":
			out = append(out, mail.Part{Button: true})
		case "{purposes}":
			out = append(out, mail.Part{List: v.purposes})
		default:
			out = append(out, mail.Part{Text: v.fill(p.text)})
		}
	}
	return out
}

// fill puts the values in place of the variables, once: what a value holds is not read again.
func (v values) fill(text string) string {
	return strings.NewReplacer(
		"{brand}", v.brand, "{organisation}", v.organisation, "{purposes}", strings.Join(v.purposes, ", "), "{answer_link}", "",
	).Replace(text)
}

// paragraph is a paragraph of a text, its lines joined, and the line at which it begins.
type paragraph struct {
	text string
	line int
}

func paragraphs(body string) []paragraph {
	var out []paragraph
	open := false
	for i, line := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			open = false
		case open:
			out[len(out)-1].text += " " + line
		default:
			out = append(out, paragraph{line, i + 1})
			open = true
		}
	}
	return out
}
