package console

import (
	"strings"

	"assent"
	"assent/auth"
	"assent/catalogue"
)

// place is the item that an address names, as it is published and as it is drafted.
type place struct {
	kind, id  string
	published catalogue.Item // nil: not yet
	draft     catalogue.Draft
	drafted   bool
}

// place reads the address. What is neither published nor drafted is not found.
func (s *site) place(c *call) (place, error) {
	p := place{kind: c.r.PathValue("kind"), id: c.r.PathValue("item")}
	if _, ok := editors[p.kind]; !ok {
		return p, errNothingThere
	}
	var err error
	if i, ok := c.catalogue.Find(p.kind, p.id); ok {
		p.published = i
	}
	if p.draft, p.drafted, err = s.Shelf.Draft(c.r.Context(), s.Org, p.kind, p.id); err != nil {
		return p, err
	}
	if p.kind == catalogue.KindSettings && p.id == catalogue.KindSettings && p.published == nil && !p.drafted {
		p.draft = c.catalogue.NewDraft(editors[p.kind].blank(""))
		return p, nil // an organisation without settings begins to write them where they will be
	}
	if p.published == nil && !p.drafted {
		return p, errNothingThere
	}
	if !p.drafted {
		p.draft = c.catalogue.NewDraft(p.published)
	}
	c.detail = p.kind + " " + p.id
	return p, nil
}

// mayEdit asks that whoever changes the settings of the organisation may change settings at all: they say
// by whose law is decided, and what is erased.
func (c *call) mayEdit(kind string) error {
	if kind == catalogue.KindSettings && !c.may(auth.EditSettings) {
		return errForbidden
	}
	return nil
}

// url is the address of a screen of the item, below /console.
func (p place) url(screen string) string {
	return strings.TrimPrefix(itemURL(p.kind, p.id), "/console") + screen
}

// ItemScreen is one item as it is published.
type ItemScreen struct {
	Frame
	Kind, ID, Version string
	URL               string
	Facts             []FactLine
	Tongues           []Tongue
	Draft             bool
	Saved             SavedLine
	Editable          bool
	Versions          []VersionLine
	Used              []ScriptLink // the places where it is asked
	Leaves            []string     // what is left with it
	Graph             Graph
	Shades            []Shade
}

// FactLine is one value of an item.
type FactLine struct{ Label, Value string }

// VersionLine is one published version, with what it changed.
type VersionLine struct {
	Version string
	Again   bool // people had to be asked again
	Changes []ChangeLine
}

func (s *site) showItem(c *call) error {
	p, err := s.place(c)
	if err != nil {
		return err
	}
	if p.published == nil {
		return c.redirect(p.url("/edit")) // nothing to see but the draft
	}
	screen := &ItemScreen{
		Frame: s.frame(c, "item", "name", c.itemName(p.published, p.id)), Kind: p.kind, ID: p.id, Version: catalogue.Version(p.published), URL: itemURL(p.kind, p.id),
		Draft: p.drafted, Editable: c.may(auth.EditCatalogue) && c.mayEdit(p.kind) == nil,
		Tongues: s.tongues(c, editors[p.kind].texts(c, p.published)),
	}
	screen.CSV = itemURL(p.kind, p.id) + "/texts.csv"
	if screen.Saved, err = s.savedBy(c, p.draft); err != nil {
		return err
	}
	if screen.Facts, err = c.facts(p.published); err != nil {
		return err
	}
	if screen.Versions, err = c.versions(p); err != nil {
		return err
	}
	switch i := p.published.(type) {
	case *catalogue.Purpose:
		screen.about(c, i)
	case *catalogue.Brand:
		screen.Shades = shades(i.Accent)
	case *catalogue.Notice:
		screen.Used = c.shownAt(func(at *catalogue.CollectionPoint) bool { return at.Notice == i.ID })
	}
	return s.draw(c, screen)
}

// about says where a purpose is asked for, and how it hangs together with others.
func (i *ItemScreen) about(c *call, p *catalogue.Purpose) {
	i.Used = c.shownAt(func(at *catalogue.CollectionPoint) bool {
		for _, b := range at.Boxes {
			if b.Purpose == p.ID {
				return true
			}
		}
		return false
	})
	near := []*catalogue.Purpose{p}
	for _, l := range c.catalogue.Leaving(p.ID) {
		i.Leaves = append(i.Leaves, name(c, l.Purpose))
		near = append(near, l.Purpose)
	}
	for _, o := range c.catalogue.Purposes() {
		for _, id := range p.Requires {
			if o.ID == id {
				near = append(near, o)
			}
		}
	}
	i.Graph = graph(c, near, p.ID)
}

// shownAt lists the collection points that show something.
func (c *call) shownAt(shows func(*catalogue.CollectionPoint) bool) []ScriptLink {
	var out []ScriptLink
	for _, at := range c.catalogue.CollectionPoints() {
		if title, _ := c.words.Pick(at.Titles); shows(at) {
			out = append(out, ScriptLink{Value: at.ID, Text: orElse(title, at.ID)})
		}
	}
	return out
}

// facts are the values of an item that are no texts.
func (c *call) facts(i catalogue.Item) ([]FactLine, error) {
	changes, err := catalogue.Compare(nil, i)
	if err != nil {
		return nil, err
	}
	var out []FactLine
	for _, x := range changes {
		if l := c.changeLine(x); l.Language == "" && x.Field != "id" && !strings.HasSuffix(x.Field, ".id") {
			out = append(out, FactLine{l.Label, l.After})
		}
	}
	return out, nil
}

// versions lists the published versions, the latest first, each with what it changed.
func (c *call) versions(p place) ([]VersionLine, error) {
	var out []VersionLine
	var before catalogue.Item
	for _, i := range c.catalogue.Versions(p.kind, p.id) {
		line := VersionLine{Version: catalogue.Version(i)}
		if before != nil {
			changes, err := catalogue.Compare(before, i)
			if err != nil {
				return nil, err
			}
			line.Again, line.Changes = catalogue.Asks(changes), c.changeLines(changes)
		}
		out, before = append([]VersionLine{line}, out...), i
	}
	return out, nil
}

func (s *site) itemCSV(c *call) error {
	p, err := s.place(c)
	if err != nil {
		return err
	}
	i := p.draft.Item
	if p.published != nil {
		i = p.published
	}
	return c.fieldsCSV(p.kind+"-"+p.id, i)
}

// fieldsCSV lists all that an item says, field by field.
func (c *call) fieldsCSV(name string, i catalogue.Item) error {
	changes, err := catalogue.Compare(nil, i)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, x := range changes {
		rows = append(rows, []string{x.Field, c.changeLine(x).Language, x.After})
	}
	return c.csv(name, []string{"field", "language", "value"}, rows)
}

// ownPlace is [site.place] for whoever may change what is there.
func (s *site) ownPlace(c *call) (place, error) {
	p, err := s.place(c)
	if err != nil {
		return p, err
	}
	return p, c.mayEdit(p.kind)
}

// drop is POST …/drop: a draft is thrown away.
func (s *site) drop(c *call) error {
	p, err := s.ownPlace(c)
	if err != nil {
		return err
	}
	revision, err := c.revision()
	if err == nil {
		err = s.Shelf.DropDraft(c.r.Context(), s.Org, p.kind, p.id, revision)
	}
	if err != nil {
		return s.editWrong(c, p, p.draft, err)
	}
	if p.published == nil {
		return c.done("/purposes", "draft_dropped")
	}
	return c.done(p.url(""), "draft_dropped")
}

// revision is the one that the operator has read.
func (c *call) revision() (int64, error) {
	field := "revision"
	if c.r.PostForm.Has("over") { // she has seen what somebody else wrote
		field = "over"
	}
	n, err := c.whole(field)
	if err != nil {
		return 0, assent.Problemf("BAD_REVISION", "The form does not say which draft it is about. Open the draft again.").In("revision")
	}
	return int64(n), nil
}
