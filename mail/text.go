package mail

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TextOf draws plain text from HTML: the words in their order, a line for each block, and after
// each link its address. It is for the text half of a mail whose author wrote HTML alone.
func TextOf(page string) (string, error) {
	t := &textWriter{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		if z.Next() == html.ErrorToken {
			if errors.Is(z.Err(), io.EOF) {
				return t.String(), nil
			}
			return "", z.Err()
		}
		t.take(z.Token())
	}
}

// textWriter gathers words; silent is the depth within elements that are not shown.
type textWriter struct {
	lines  []string
	words  []string
	silent int
	href   string
}

func (t *textWriter) take(token html.Token) {
	switch token.Type {
	case html.TextToken:
		if t.silent == 0 {
			t.words = append(t.words, words(token.Data)...)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		t.open(token)
	case html.EndTagToken:
		t.close(token.DataAtom)
	}
}

func (t *textWriter) open(token html.Token) {
	switch a := token.DataAtom; {
	case hidden(a) && token.Type == html.StartTagToken:
		t.silent++
	case a == atom.A:
		t.href = attribute(token, "href")
	case a == atom.Img && t.silent == 0:
		t.words = append(t.words, words(attribute(token, "alt"))...)
	case breaks(a):
		t.endLine()
	}
}

func (t *textWriter) close(a atom.Atom) {
	switch {
	case hidden(a):
		t.silent = max(0, t.silent-1)
	case a == atom.A && t.href != "":
		t.words = append(t.words, "("+t.href+")")
		t.href = ""
	case breaks(a):
		t.endLine()
	}
}

func (t *textWriter) endLine() {
	if len(t.words) > 0 {
		t.lines = append(t.lines, strings.Join(t.words, " "))
		t.words = nil
	}
}

// String returns the lines, each a paragraph of its own.
func (t *textWriter) String() string {
	t.endLine()
	return strings.Join(t.lines, "\n\n")
}

// words cuts text where HTML sees white space; a no-break space is none.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n\r\f", r) })
}

func hidden(a atom.Atom) bool {
	switch a {
	case atom.Head, atom.Style, atom.Script, atom.Title, atom.Template:
		return true
	}
	return false
}

func breaks(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Br, atom.Hr, atom.Li, atom.Tr, atom.Table, atom.Blockquote, atom.Section,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Footer, atom.Article, atom.Ul, atom.Ol:
		return true
	}
	return false
}

func attribute(token html.Token, name string) string {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
