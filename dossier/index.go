package dossier

import (
	"bytes"
	_ "embed"
	"html/template"
	"iter"
	"maps"
)

//go:embed index.html
var page string

//go:embed how-to-verify.txt
var howTo string

var indexPage = template.Must(template.New("index").Parse(page))

// shownRows is how many lines the page shows; the tables hold all.
const shownRows = 500

// index adds the page that is opened first.
func (p *writing) index(standing [][]string) error {
	var b bytes.Buffer
	err := indexPage.Execute(&b, map[string]any{
		"Name": p.catalogue.Settings().Name, "Made": stamp(p.desk.Now()), "Purpose": p.ask.Purpose, "Key": p.desk.Key, "Sum": p.Summary,
		"EventHead": eventHead, "Events": p.events[:min(len(p.events), shownRows)], "MoreEvents": len(p.events) > shownRows, "Last": len(eventHead) - 1,
		"StandingHead": standingHead, "Standing": standing[:min(len(standing), shownRows)], "MoreStanding": len(standing) > shownRows,
	})
	if err != nil {
		return err
	}
	return p.file("index.html", b.Bytes())
}

func keys[K comparable](m map[K]bool) iter.Seq[K] { return maps.Keys(m) }
