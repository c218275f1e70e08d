package mail

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"assent"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Footer is what the law wants to stand under a message: who sends it, where the address comes
// from, how to leave. Lines are sentences; links follow them.
type Footer struct {
	Lines []string
	Links []Link
}

// Link is a named address.
type Link struct {
	Label string
	URL   string
}

// empty reports whether there is nothing to print.
func (f Footer) empty() bool { return len(f.Lines) == 0 && len(f.Links) == 0 }

// WithFooter returns the message with the footer under its text and its HTML. The HTML is parsed
// and the footer becomes the last element of its body, so that no unclosed tag or comment of the
// author can swallow it. A message without words stays so, and is refused when it is composed.
func (m Message) WithFooter(f Footer) (Message, error) {
	if f.empty() || m.Text == "" && m.HTML == "" {
		return m, nil
	}
	if m.Text == "" && m.HTML != "" {
		text, err := TextOf(m.HTML)
		if err != nil {
			return m, fmt.Errorf("draw text from HTML: %w", err)
		}
		m.Text = text
	}
	m.Text = strings.TrimRight(m.Text, "\r\n ") + "\n\n-- \n" + f.text()
	if m.HTML == "" {
		return m, nil
	}
	page, err := f.appendTo(m.HTML)
	m.HTML = page
	return m, err
}

// text gives each address a line of its own, where no punctuation can stick to it.
func (f Footer) text() string {
	var b strings.Builder
	for _, line := range f.Lines {
		b.WriteString(line + "\n")
	}
	for _, l := range f.Links {
		fmt.Fprintf(&b, "%s\n%s\n", l.Label, l.URL)
	}
	return b.String()
}

// footerPage takes its colours from the author's page, so that it is as readable as that is.
var footerPage = template.Must(template.New("footer").Parse(
	`<div style="clear:both;max-width:560px;margin:32px auto 24px;padding:16px 16px 0;border-top:1px solid #8a8f98;` +
		`font:13px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">` +
		`{{range .Lines}}<p style="margin:0 0 8px">{{.}}</p>{{end}}` +
		`<p style="margin:0">{{range $i, $l := .Links}}{{if $i}} &middot; {{end}}<a href="{{$l.URL}}">{{$l.Label}}</a>{{end}}</p></div>`))

func (f Footer) appendTo(page string) (string, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return "", fmt.Errorf("read HTML: %w", err)
	}
	body, err := bodyOf(doc)
	if err != nil {
		return "", err
	}
	var footer, out bytes.Buffer
	if err := footerPage.Execute(&footer, f); err != nil {
		return "", fmt.Errorf("print footer: %w", err)
	}
	nodes, err := html.ParseFragment(&footer, body)
	if err != nil {
		return "", fmt.Errorf("print footer: %w", err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	if err := html.Render(&out, doc); err != nil {
		return "", fmt.Errorf("print HTML: %w", err)
	}
	return out.String(), nil
}

// bodyOf finds the body of a parsed document; the parser makes one where the author did not. Only
// a frameset has none.
func bodyOf(doc *html.Node) (*html.Node, error) {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Body {
			return n, nil
		}
	}
	return nil, assent.Problemf("HTML_WITHOUT_BODY", "The HTML is a frameset, which mail programs do not show; write a page with a body.").In("html")
}
