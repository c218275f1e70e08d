package console

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/catalogue"
)

func catalogueRoutes() []route {
	return []route{
		{"catalogue.list", "GET /purposes", auth.SeeCatalogue, (*site).showPurposes},
		{"catalogue.csv", "GET /purposes.csv", auth.SeeCatalogue, (*site).purposesCSV},
		{"catalogue.new", "GET /purposes/new/{kind}", auth.EditCatalogue, (*site).showNew},
		{"catalogue.begin", "POST /purposes/new/{kind}", auth.EditCatalogue, (*site).begin},
		{"catalogue.see", "GET /purposes/{kind}/{item}", auth.SeeCatalogue, (*site).showItem},
		{"catalogue.texts", "GET /purposes/{kind}/{item}/texts.csv", auth.SeeCatalogue, (*site).itemCSV},
		{"catalogue.edit", "GET /purposes/{kind}/{item}/edit", auth.EditCatalogue, (*site).showEdit},
		{"catalogue.save", "POST /purposes/{kind}/{item}/edit", auth.EditCatalogue, (*site).save},
		{"catalogue.review", "GET /purposes/{kind}/{item}/review", auth.EditCatalogue, (*site).showReview},
		{"catalogue.publish", "POST /purposes/{kind}/{item}/publish", auth.EditCatalogue, (*site).publish},
		{"catalogue.drop", "POST /purposes/{kind}/{item}/drop", auth.EditCatalogue, (*site).drop},
	}
}

// PurposesScreen lists what may be asked, and how it hangs together.
type PurposesScreen struct {
	Frame
	Purposes []ItemLine
	Shelves  []ItemShelf // the other kinds
	Graph    Graph
	Relation []Relation // the same in words
}

// ItemShelf is all of one kind.
type ItemShelf struct {
	Kind  string
	Lines []ItemLine
}

// ItemLine is one item of a list.
type ItemLine struct {
	ID, Name, URL string
	About         string   // kind of purpose; partners; languages
	Channels      []string // of a purpose
	OptIn         string   // of a purpose
	Version       string   // in force; empty: it is not published yet
	Holes         int      // texts that other languages have
	Draft         bool
}

// Relation says in words that one purpose depends on another.
type Relation struct{ From, To, Kind string }

// itemURL is the address of an item's screen.
func itemURL(kind, id string) string { return "/console/purposes/" + kind + "/" + id }

func (s *site) showPurposes(c *call) error {
	shelves, err := s.shelves(c)
	if err != nil {
		return err
	}
	screen := &PurposesScreen{Frame: s.frame(c, "purposes"), Purposes: shelves[0].Lines, Shelves: shelves[1:], Graph: graph(c, c.catalogue.Purposes(), "")}
	screen.CSV = "/console/purposes.csv"
	screen.Relation = relations(screen.Graph)
	return s.draw(c, screen)
}

func relations(g Graph) []Relation {
	var out []Relation
	for _, e := range g.Edges {
		out = append(out, Relation{e.From, e.To, e.Kind})
	}
	return out
}

// shelves lists what is published and what is drafted, purposes first.
func (s *site) shelves(c *call) ([]ItemShelf, error) {
	drafts, err := s.Shelf.Drafts(c.r.Context(), s.Org)
	if err != nil {
		return nil, err
	}
	var out []ItemShelf
	for _, kind := range []string{catalogue.KindPurpose, catalogue.KindNotice, catalogue.KindPartnerList, catalogue.KindBrand, catalogue.KindSettings} {
		shelf := ItemShelf{Kind: kind}
		for _, id := range c.published(kind) {
			i, _ := c.catalogue.Find(kind, id)
			shelf.Lines = append(shelf.Lines, s.itemLine(c, kind, id, i, catalogue.Version(i)))
		}
		for _, d := range drafts {
			at := slices.IndexFunc(shelf.Lines, func(l ItemLine) bool { return l.ID == d.Key() })
			if d.Kind() == kind && at < 0 {
				shelf.Lines, at = append(shelf.Lines, s.itemLine(c, kind, d.Key(), d.Item, "")), len(shelf.Lines)
			}
			if d.Kind() == kind {
				shelf.Lines[at].Draft = true
			}
		}
		out = append(out, shelf)
	}
	return out, nil
}

// published lists the identifiers of one kind.
func (c *call) published(kind string) (ids []string) {
	switch kind {
	case catalogue.KindPurpose:
		for _, p := range c.catalogue.Purposes() {
			ids = append(ids, p.ID)
		}
	case catalogue.KindNotice:
		for _, n := range c.catalogue.Notices() {
			ids = append(ids, n.ID)
		}
	case catalogue.KindPartnerList:
		for _, l := range c.catalogue.PartnerLists() {
			ids = append(ids, l.ID)
		}
	case catalogue.KindBrand:
		for _, b := range c.catalogue.Brands() {
			ids = append(ids, b.ID)
		}
	case catalogue.KindSettings:
		if c.catalogue.Settings().Version > 0 {
			ids = append(ids, catalogue.KindSettings)
		}
	}
	return ids
}

func (s *site) itemLine(c *call, kind, id string, i catalogue.Item, version string) ItemLine {
	out := ItemLine{ID: id, Name: c.itemName(i, id), URL: itemURL(kind, id), Version: version}
	if e, ok := editors[kind]; ok {
		for _, t := range s.tongues(c, e.texts(c, i)) {
			out.Holes += t.Holes
		}
	}
	switch i := i.(type) {
	case *catalogue.Purpose:
		out.About = c.words.Text("console.purpose_kind." + string(i.Kind))
		for _, ch := range i.Channels {
			out.Channels = append(out.Channels, c.words.Text("channel."+string(ch)))
		}
		if i.Kind != assent.PurposeService {
			out.OptIn = c.words.Text("console.opt_in." + orElse(i.DoubleOptIn, catalogue.OptInByLaw))
		}
	case *catalogue.Notice:
		out.About = strings.Join(i.Languages.Languages(), " ")
	case *catalogue.PartnerList:
		var names []string
		for _, p := range i.Partners {
			names = append(names, p.Name)
		}
		out.About = strings.Join(names, ", ")
	case *catalogue.Brand:
		out.About = i.Accent
	}
	return out
}

// itemName is how people call an item.
func (c *call) itemName(i catalogue.Item, id string) string {
	switch i := i.(type) {
	case *catalogue.Purpose:
		return name(c, i)
	case *catalogue.Brand:
		return orElse(i.Name, id)
	case *catalogue.Settings:
		return orElse(i.Name, c.words.Text("console.kind.settings"))
	}
	return id
}

func (s *site) purposesCSV(c *call) error {
	shelves, err := s.shelves(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, shelf := range shelves {
		for _, l := range shelf.Lines {
			rows = append(rows, []string{
				shelf.Kind, l.ID, l.Name, l.Version, l.About, strings.Join(l.Channels, ", "), l.OptIn, number(l.Holes), map[bool]string{true: "yes"}[l.Draft],
			})
		}
	}
	return c.csv("purposes", []string{"kind", "id", "name", "version", "about", "channels", "double_opt_in", "missing_texts", "draft"}, rows)
}

// SavedLine says who saved a draft last.
type SavedLine struct {
	By string
	At time.Time
}

// savedBy names the author of a draft.
func (s *site) savedBy(c *call, d catalogue.Draft) (SavedLine, error) {
	if d.Revision == 0 || d.Author.IsZero() {
		return SavedLine{At: d.Saved}, nil
	}
	team, err := s.Staff.Operators(c.r.Context(), s.Org)
	return SavedLine{nameOf(team, d.Author.String()), d.Saved}, err
}
