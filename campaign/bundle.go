package campaign

import (
	"archive/zip"
	"fmt"
	"html"
	"io"
	"strings"
)

// Bundle writes the letters as a zip: one .eml for each, and index.html, a page with a link for each that opens
// it in the mail program of whoever reads it.
func Bundle(w io.Writer, name string, letters []Letter) error {
	z := zip.NewWriter(w)
	for _, l := range letters {
		f, err := z.Create(fmt.Sprintf("%03d.eml", l.Line))
		if err != nil {
			return err
		}
		if _, err := f.Write(l.File); err != nil {
			return err
		}
	}
	index, err := z.Create("index.html")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(index, indexOf(name, letters)); err != nil {
		return err
	}
	return z.Close()
}

// indexOf is the page of the links.
func indexOf(name string, letters []Letter) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>%[1]s</title><style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style></head>
<body><h1>%[1]s</h1>
<p>One mail for each contact, by the line of your file. Send each once, as it is: its link is that person’s own.</p>
<ol>
`, html.EscapeString(name))
	for _, l := range letters {
		fmt.Fprintf(&b, "<li value=\"%d\"><a href=\"%s\">open in the mail program</a> · <a href=\"%03d.eml\">as a file</a></li>\n",
			l.Line, html.EscapeString(l.Mailto), l.Line)
	}
	b.WriteString("</ol></body></html>\n")
	return b.String()
}
