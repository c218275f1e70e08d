package console

import (
	"assent"
	"assent/catalogue"
)

// EditScreen is where an item is written.
type EditScreen struct {
	Frame
	Kind, ID string // no ID: it is begun here
	URL      string
	Groups   []Group
	Rows     [][]Field // partners, one a row
	Tongues  []Tongue
	Base     string
	Revision int64
	Drafted  bool
	Saved    SavedLine
	Open     string       // what is still missing before it can be published
	Moved    bool         // somebody else was faster
	Theirs   []ChangeLine // what somebody else has written meanwhile, seen from what was typed
	Over     int64        // the revision that they saved
	Since    string       // the version that was published meanwhile
	Shades   []Shade
}

// showNew is GET /purposes/new/{kind}: an empty form.
func (s *site) showNew(c *call) error {
	kind := c.r.PathValue("kind")
	e, ok := editors[kind]
	if !ok || kind == catalogue.KindSettings {
		return errNothingThere
	}
	return s.drawEdit(c, place{kind: kind, draft: c.catalogue.NewDraft(e.blank(""))})
}

// begin is POST /purposes/new/{kind}: the first draft of something new.
func (s *site) begin(c *call) error {
	p := place{kind: c.r.PathValue("kind")}
	e, ok := editors[p.kind]
	if !ok || p.kind == catalogue.KindSettings {
		return errNothingThere
	}
	id := orElse(c.field("id"), slug(c.nameTyped()))
	item, err := e.read(s, c, e.blank(id))
	p.draft = catalogue.Draft{Item: item, Author: c.who().ID}
	if err == nil {
		err = s.free(c, p.kind, id)
	}
	if err == nil {
		err = s.Shelf.SaveDraft(c.r.Context(), s.Org, p.draft)
	}
	if err != nil {
		return s.editWrong(c, p, p.draft, err)
	}
	p.id, c.detail = id, p.kind+" "+id
	return s.saved(c, p)
}

// nameTyped is the first name that was given, in any language.
func (c *call) nameTyped() string {
	names := c.texts("names")
	return orElse(names.In(""), c.field("name"))
}

// free asks that an identifier is not taken.
func (s *site) free(c *call, kind, id string) error {
	_, published := c.catalogue.Find(kind, id)
	_, drafted, err := s.Shelf.Draft(c.r.Context(), s.Org, kind, id)
	if err == nil && (published || drafted) {
		err = assent.Problemf("TAKEN", "There is a %q already. Choose another identifier, or edit that one.", id).In("id").OfKind(assent.Conflict)
	}
	return err
}

// showEdit is GET …/edit: the draft, or what is published as the beginning of one.
func (s *site) showEdit(c *call) error {
	p, err := s.ownPlace(c)
	if err != nil {
		return err
	}
	return s.drawEdit(c, p)
}

// save is POST …/edit.
func (s *site) save(c *call) error {
	p, err := s.ownPlace(c)
	if err != nil {
		return err
	}
	item, err := editors[p.kind].read(s, c, p.draft.Item)
	mine := catalogue.Draft{Item: item, Base: c.field("base"), Author: c.who().ID}
	if err == nil {
		mine.Revision, err = c.revision()
	}
	if err == nil && c.field("after") != "" { // she has seen what was published meanwhile
		mine.Base = c.field("after")
	}
	if err == nil {
		err = s.Shelf.SaveDraft(c.r.Context(), s.Org, mine)
	}
	if err != nil {
		return s.editWrong(c, p, mine, err)
	}
	return s.saved(c, p)
}

// saved leads on: to the review if that was pressed, else back to the draft.
func (s *site) saved(c *call, p place) error {
	if c.field("then") == "review" {
		return c.redirect(p.url("/review"))
	}
	return c.done(p.url("/edit"), "draft_saved")
}

// editWrong shows the form again with what was typed, and says beside the field what to do.
func (s *site) editWrong(c *call, p place, mine catalogue.Draft, err error) error {
	if err := c.wrong(err); err != nil {
		return err
	}
	p.draft.Item, p.draft.Base = mine.Item, mine.Base
	return s.drawEdit(c, p)
}

func (s *site) drawEdit(c *call, p place) error {
	screen := &EditScreen{
		Frame: s.frame(c, "edit", "kind", c.words.Text("console.kind."+p.kind), "name", orElse(c.itemName(p.draft.Item, p.id), c.words.Text("console.edit.new"))),
		Kind:  p.kind, ID: p.id, URL: itemURL(p.kind, p.id), Base: p.draft.Base, Revision: p.draft.Revision, Drafted: p.drafted,
		Groups: editors[p.kind].groups(s, c, p.draft.Item), Tongues: s.tongues(c, editors[p.kind].texts(c, p.draft.Item)),
	}
	if l, ok := p.draft.Item.(*catalogue.PartnerList); ok {
		screen.Rows = partnerRows(c, l)
	}
	if p.published == nil && p.id == catalogue.KindSettings && !p.drafted {
		screen.Title = c.words.Text("console.new.settings")
	}
	if p.id == "" {
		screen.URL, screen.Title = "/console/purposes/new/"+p.kind, c.words.Text("console.new."+p.kind)
		screen.Groups = append(screen.Groups, c.idGroup(p.kind))
	} else {
		screen.CSV = screen.URL + "/texts.csv"
	}
	var err error
	if screen.Saved, err = s.savedBy(c, p.draft); err != nil {
		return err
	}
	if c.fault != nil {
		if err := s.judge(c, p, screen); err != nil {
			return err
		}
	} else if p.drafted {
		screen.hint(c.catalogue.Try(p.draft.Item))
	}
	if now := c.catalogue.NewDraft(p.draft.Item); p.drafted && now.Base != p.draft.Base {
		screen.Since = now.Base
	}
	if b, ok := p.draft.Item.(*catalogue.Brand); ok {
		screen.Shades = shades(b.Accent)
	}
	return s.draw(c, screen)
}

// judge puts what was typed back, and what is wrong beside its field. If somebody else was faster, it shows what she
// wrote, and offers to save over it.
func (s *site) judge(c *call, p place, screen *EditScreen) error {
	if c.route.act == "catalogue.save" || c.route.act == "catalogue.begin" {
		screen.putBack(c)
	}
	problem, ok := assent.AsProblem(c.fault)
	if !ok {
		return nil
	}
	blame(problem, screen.fields()...)
	screen.Moved = problem.Code == "DRAFT_MOVED"
	theirs, found, err := s.Shelf.Draft(c.r.Context(), s.Org, p.kind, p.id)
	if err != nil || !found || !screen.Moved {
		return err
	}
	changes, err := catalogue.Compare(p.draft.Item, theirs.Item)
	screen.Theirs, screen.Over = c.changeLines(changes), theirs.Revision
	return err
}

// Others are the languages that nothing is said in yet.
func (e *EditScreen) Others() (out []Tongue) {
	for _, t := range e.Tongues {
		if !t.Shown() {
			out = append(out, t)
		}
	}
	return out
}

// fields are those of the whole screen, set by set.
func (e *EditScreen) fields() (all [][]Field) {
	for _, g := range e.Groups {
		all = append(all, g.Fields)
	}
	all = append(all, e.Rows...)
	for _, t := range e.Tongues {
		all = append(all, t.Fields)
	}
	return all
}

// putBack keeps what was typed.
func (e *EditScreen) putBack(c *call) {
	for _, fields := range e.fields() {
		typed(fields, c.r.PostForm)
	}
	if n, err := c.revision(); err == nil {
		e.Revision = n
	}
}

// hint says what is still missing before a draft can be published.
func (e *EditScreen) hint(err error) {
	if p, ok := assent.AsProblem(err); ok {
		e.Open = p.Detail
		blame(p, e.fields()...)
	}
}
