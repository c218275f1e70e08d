package console

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/stats"
)

func formRoutes() []route {
	return []route{
		{"forms.list", "GET /forms", auth.SeeCatalogue, (*site).showForms},
		{"forms.csv", "GET /forms.csv", auth.SeeCatalogue, (*site).formsCSV},
		{"forms.new", "GET /forms/new/{made}", auth.EditCatalogue, (*site).newBuilt},
		{"forms.see", "GET /forms/{made}/{item}", auth.SeeCatalogue, (*site).showBuilt},
		{"forms.publish", "POST /forms/{made}", auth.EditCatalogue, (*site).publishBuilt},
		{"forms.texts", "GET /forms/{made}/{item}/texts.csv", auth.SeeCatalogue, (*site).builtCSV},
		{"forms.preview", "GET /forms/{made}/{item}/preview", auth.SeeCatalogue, (*site).previewBuilt},
		{"forms.preview", "POST /forms/{made}/preview", auth.EditCatalogue, (*site).previewDraft},
	}
}

// FormsScreen lists the forms and the public pages, each with what it is for and where it is used.
type FormsScreen struct {
	Frame
	Forms []FormLine
	Pages []PageLine
	Made  []string // what can be made
}

// FormLine is one collection point.
type FormLine struct {
	*catalogue.CollectionPoint
	Name     string
	Offers   []string // what can be agreed to, in words
	Counts   Counts
	Counting bool // somebody counts
}

// PageLine is one variant of a public page.
type PageLine struct {
	*catalogue.Page
	Of   string   // the brand, by name
	Used []string // by what it is reached, in words
}

func (s *site) showForms(c *call) error {
	f := s.frame(c, "forms")
	f.CSV = "/console/forms.csv"
	screen := &FormsScreen{Frame: f, Made: makes, Pages: pageLines(c)}
	var err error
	if screen.Forms, err = s.formLines(c); err != nil {
		return err
	}
	return s.draw(c, screen)
}

func (s *site) formLines(c *call) ([]FormLine, error) {
	counts, err := s.counts(c)
	if err != nil {
		return nil, err
	}
	var out []FormLine
	for _, p := range c.catalogue.CollectionPoints() {
		name, _ := c.words.Pick(p.Titles)
		line := FormLine{CollectionPoint: p, Name: cmp.Or(name, p.ID), Counts: counts[p.ID], Counting: counts != nil}
		for _, b := range p.Boxes {
			line.Offers = append(line.Offers, c.offer(b))
		}
		out = append(out, line)
	}
	return out, nil
}

// offer is a box in words: "Newsletter by e-mail".
func (c *call) offer(b catalogue.Box) string {
	name := b.Purpose
	if p, ok := c.catalogue.Purpose(b.Purpose); ok {
		name, _ = c.words.Pick(p.Names)
	}
	return name + " " + c.words.Text("by_channel."+string(b.Channel))
}

func pageLines(c *call) []PageLine {
	var out []PageLine
	for _, p := range c.catalogue.Pages() {
		out = append(out, PageLine{Page: p, Of: c.brandName(p.Brand), Used: pageUses(c, p)})
	}
	slices.SortStableFunc(out, func(a, b PageLine) int {
		return cmp.Compare(slices.Index(makes, a.Kind), slices.Index(makes, b.Kind))
	})
	return out
}

// brandName is the name of a brand, or of the organisation.
func (c *call) brandName(id string) string {
	if b, ok := c.catalogue.Brand(id); ok {
		return b.Name
	}
	return c.catalogue.Settings().Name
}

// pageUses says who reaches a page.
func pageUses(c *call, p *catalogue.Page) []string {
	if p.Retired {
		return []string{c.words.Text("console.forms.retired")}
	}
	out := []string{c.words.Text("console.forms.named", "id", p.ID)}
	if p.Default {
		out = append([]string{c.words.Text("console.forms.default", "brand", c.brandName(p.Brand))}, out...)
	}
	return out
}

func (s *site) formsCSV(c *call) error {
	forms, err := s.formLines(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, f := range forms {
		rows = append(rows, []string{f.Kind, f.ID, strconv.Itoa(f.Version), f.Brand, strings.Join(f.Titles.Languages(), " "), boxKeys(f.Boxes),
			f.count(f.Counts.Granted), f.count(f.Counts.Asked), f.count(f.Counts.Confirmed)})
	}
	for _, p := range pageLines(c) {
		rows = append(rows, []string{p.Kind, p.ID, strconv.Itoa(p.Version), p.Brand, strings.Join(p.Languages, " "), strings.Join(p.Arranged(), " "), "", "", ""})
	}
	return c.csv("forms", []string{"kind", "id", "version", "brand", "languages", "blocks", "granted_12_weeks", "to_confirm_12_weeks", "confirmed_12_weeks"}, rows)
}

// count is a number of the file; nothing where nobody counts.
func (f FormLine) count(n int64) string {
	if !f.Counting {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func boxKeys(boxes []catalogue.Box) string {
	var out []string
	for _, b := range boxes {
		out = append(out, b.Purpose+":"+string(b.Channel))
	}
	return strings.Join(out, " ")
}

// Counts are what came of a collection point in the last twelve weeks, by purpose and channel.
type Counts struct {
	Granted   int64 // consents, at once or by confirming
	Asked     int64 // sign-ups that were to be confirmed
	Confirmed int64 // of those, the ones that are
}

// Share is how many of those who were asked confirmed, in percent; empty if nobody was asked.
func (c Counts) Share() string {
	if c.Asked == 0 {
		return ""
	}
	return strconv.FormatInt(100*c.Confirmed/c.Asked, 10) + " %"
}

// counts are those of each collection point, from the counters; nil if nobody counts here.
func (s *site) counts(c *call) (map[string]Counts, error) {
	if s.Stats == nil {
		return nil, nil
	}
	report, err := s.Stats.Report(c.r.Context(), s.Org, stats.Ask{
		Grain: stats.Week, By: stats.Collected, Facts: []stats.Fact{stats.Granted, stats.Requested, stats.Confirmed},
	})
	if err != nil {
		return nil, err
	}
	out := map[string]Counts{}
	for _, line := range report.Lines {
		n := out[line.Value]
		switch line.Fact {
		case stats.Granted:
			n.Granted = line.Total
		case stats.Requested:
			n.Asked = line.Total
		case stats.Confirmed:
			n.Confirmed = line.Total
		}
		out[line.Value] = n
	}
	return out, nil
}

var errNoForm = assent.Problemf("NO_SUCH_FORM", "There is no form or page of this name.").OfKind(assent.NotFound)
