package campaign

import (
	"archive/zip"
	"fmt"
	"html/template"
	"io"
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
	if err := indexPage.Execute(index, struct {
		Name    string
		Letters []indexed
	}{name, indexOf(letters)}); err != nil {
		return err
	}
	return z.Close()
}

// indexed is a line of the index. The link is one of ours, whose scheme the template would not let pass.
type indexed struct {
	Line   int64
	File   string
	Mailto template.URL
}

func indexOf(letters []Letter) []indexed {
	var out []indexed
	for _, l := range letters {
		out = append(out, indexed{l.Line, fmt.Sprintf("%03d.eml", l.Line), template.URL(l.Mailto)}) //nolint:gosec // escaped by letterOf
	}
	return out
}

var indexPage = template.Must(template.New("index").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{.Name}}</title><style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}</style></head>
<body><h1>{{.Name}}</h1>
<p>One mail for each contact, by the line of your file. Send each once, as it is: its link is that person’s own.</p>
<ol>{{range .Letters}}
<li value="{{.Line}}"><a href="{{.Mailto}}">open in the mail program</a> · <a href="{{.File}}">as a file</a></li>{{end}}
</ol></body></html>
`))
