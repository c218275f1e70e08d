package storybook

import (
	"bytes"
	_ "embed"
	"html/template"

	"assent/locale"
)

//go:embed contents.html
var contentsText string

var contents = template.Must(template.New("contents").Parse(contentsText))

// row is one state in the index.
type row struct {
	State
	New bool // the first of its page
}

// At is where the state is shown, relative to the index.
func (r row) At(language string) string { return Path(r.State, language) }

// contents are the index, and for each language a sheet that shows all states beside each other at the
// width of a phone and of a screen.
func (b *Book) contents() map[string][]byte {
	var rows []row
	page := ""
	for _, s := range States() {
		rows = append(rows, row{s, s.Page != page})
		page = s.Page
	}
	data := func(language string, width int) map[string]any {
		return map[string]any{"Rows": rows, "Languages": b.Languages(), "Language": language, "Wide": width > 400}
	}
	out := map[string][]byte{"index.html": fill("index", data("", 0))}
	for _, l := range b.Languages() {
		out[sheetPath(l, "phone")] = fill("sheet", data(l.Code, 390))
		out[sheetPath(l, "screen")] = fill("sheet", data(l.Code, 1280))
	}
	return out
}

func sheetPath(l locale.Language, size string) string {
	return "sheet-" + l.Code + "-" + size + ".html"
}

func fill(name string, data any) []byte {
	var b bytes.Buffer
	if err := contents.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // into memory, of our own table
	}
	return b.Bytes()
}
