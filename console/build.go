package console

import (
	"cmp"
	htmltemplate "html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/locale"
)

// Painter draws forms and pages from what is still being written; a *web.Preview is one.
type Painter interface {
	// Draw writes a form or page in a language. Part says what to show of a profile page: choices or data.
	Draw(w io.Writer, c *catalogue.Catalogue, i catalogue.Item, language, part string) error
	// Snippets are the ways to put a form on another site.
	Snippets(c *catalogue.Catalogue, form *catalogue.CollectionPoint, language string) (address, html, script string)
}

// makes is what can be composed: a form, and the kinds of public page.
var makes = []string{madeForm, catalogue.UnsubscribePage, catalogue.PreferencesPage, catalogue.ProfilePage}

const madeForm = "form"

// Block is a part that can be put in its place on a form or page.
type Block struct {
	Key    string
	Name   string
	Hint   string
	Place  string // "1", "2" …; empty: it is left out
	Needed string // why it cannot be left out
	Topics []Option
}

// BuildScreen composes a form or a page: its blocks in their order, its texts in each language, and beside them the page
// as people would meet it.
type BuildScreen struct {
	Frame
	Made      string
	ID        string // empty: it is new
	Version   int
	Fields    []Field
	Tongues   []Tongue
	Blocks    []Block
	Painted   bool // pages can be looked at
	Languages []locale.Language
	Speaks    string // the language of the first look
	Balance   []Balance
	Warnings  []string // what is doubtful about it, though it can be published
	Snippets  []Snippet
	QR        htmltemplate.HTML
	Address   string // where a hosted form is open to everybody
	Used      []string
	Counts    *Counts
	Script    string
}

// Snippet is something to copy.
type Snippet struct{ Name, Text string }

// Balance is a way in beside a way out, with all that takes the same.
type Balance struct {
	catalogue.Symmetry
	Offers []string
	Way    string
}

// Path is where the screen is, below /console.
func (b *BuildScreen) Path() string { return "/console/forms/" + b.Made }

// made reads from the address what is composed.
func (c *call) made() (string, error) {
	made := c.r.PathValue("made")
	if !slices.Contains(makes, made) {
		return "", errNoForm
	}
	return made, nil
}

// built finds the form or page that the address names.
func (c *call) built() (made string, i catalogue.Item, err error) {
	if made, err = c.made(); err != nil {
		return "", nil, err
	}
	i, ok := c.inForce(made, c.r.PathValue("item"))
	if !ok {
		return "", nil, errNoForm
	}
	c.detail = made + " " + c.r.PathValue("item")
	return made, i, nil
}

func (c *call) inForce(made, id string) (catalogue.Item, bool) {
	if made == madeForm {
		p, ok := c.catalogue.CollectionPoint(id)
		return p, ok
	}
	p, ok := c.catalogue.Page(id)
	return p, ok && p.Kind == made
}

// blankBuilt is a new form or page.
func blankBuilt(made string) catalogue.Item {
	if made == madeForm {
		return &catalogue.CollectionPoint{Kind: catalogue.HostedForm, Origin: catalogue.OriginSubscribed, Asks: []string{"email"}}
	}
	return &catalogue.Page{Kind: made}
}

func (s *site) newBuilt(c *call) error {
	made, err := c.made()
	if err != nil {
		return err
	}
	i := blankBuilt(made)
	if p, ok := i.(*catalogue.CollectionPoint); ok {
		c.beginWith(p)
	}
	return s.build(c, made, i)
}

func (s *site) showBuilt(c *call) error {
	made, i, err := c.built()
	if err != nil {
		return err
	}
	return s.build(c, made, i)
}

func (s *site) builtCSV(c *call) error {
	made, i, err := c.built()
	if err != nil {
		return err
	}
	return c.fieldsCSV(made+"-"+c.r.PathValue("item"), i)
}

// publishBuilt brings a form or page into force; what is wrong with it is said beside what was typed.
func (s *site) publishBuilt(c *call) error {
	made, err := c.made()
	if err != nil {
		return err
	}
	i, id := readBuilt(c, made)
	err = c.unmoved(made, id)
	if err == nil {
		actor := assent.Actor{Kind: assent.ActorOperator, ID: c.who().ID.String()}
		err = s.Shelf.Publish(c.r.Context(), s.Org, actor, s.Now(), i)
	}
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.build(c, made, i)
	}
	c.detail = made + " " + id
	return c.done("/forms/"+made+"/"+id, "form_published")
}

// unmoved asks that what is in force is what the author began with, so that nobody undoes unseen what another did.
func (c *call) unmoved(made, id string) error {
	base := ""
	i, found := c.inForce(made, id)
	if found {
		base = catalogue.Version(i)
	}
	switch {
	case c.field("base") == base:
		return nil
	case c.field("base") == "":
		return assent.Problemf("NAME_TAKEN", "There is a form or page named %s already; choose another name.", id).In("id").OfKind(assent.Conflict)
	}
	return assent.Problemf("VERSION_MOVED", "Version %s was published since you opened this. Look at it in another window; if yours shall follow it, copy what you typed there.", base).OfKind(assent.Conflict)
}

// readBuilt is the form or page as it was typed. What the screen has no field for stays as it was.
func readBuilt(c *call, made string) (catalogue.Item, string) {
	titles := c.texts("titles") // a name is made of the title if none is given
	id := cmp.Or(c.field("id"), slug(titles.In("")))
	before, found := c.inForce(made, id)
	if !found {
		before = blankBuilt(made)
	}
	if made == madeForm {
		f := readForm(c, *before.(*catalogue.CollectionPoint))
		f.ID = id
		return f, id
	}
	p := readPage(c, *before.(*catalogue.Page))
	p.ID = id
	return p, id
}

// build draws the screen.
func (s *site) build(c *call, made string, i catalogue.Item) error {
	screen := &BuildScreen{Frame: s.frame(c, "build."+made), Made: made, Painted: s.Painter != nil, Script: previewURL, Languages: s.Locale.Languages()}
	screen.Speaks = cmp.Or(c.field("lang"), c.catalogue.Settings().Language, c.words.Language())
	switch i := i.(type) {
	case *catalogue.CollectionPoint:
		screen.formParts(s, c, i)
		if err := screen.formUse(s, c, i); err != nil {
			return err
		}
	case *catalogue.Page:
		screen.pageParts(s, c, i)
	}
	if _, found := c.inForce(made, screen.ID); !found {
		screen.ID = ""
	}
	if p, ok := assent.AsProblem(c.fault); ok {
		blame(p, screen.groups()...)
	}
	if screen.ID != "" {
		screen.Title = c.words.Text("console.build."+made+".one", "id", screen.ID)
		screen.CSV = "/console/forms/" + made + "/" + screen.ID + "/texts.csv"
	}
	if s.Painter != nil {
		c.header.Set("Content-Security-Policy", policy+"; frame-src 'self'")
	}
	return s.draw(c, screen)
}

// Takes says in words what an effort is.
func (b *BuildScreen) Takes(e catalogue.Effort) string {
	languages := strings.Join(e.Languages, ", ")
	return b.Text("console.build.effort", "fields", e.Fields, "presses", e.Presses, "steps", e.Steps, "languages", cmp.Or(languages, b.Text("console.build.all")))
}

// groups are all fields of the screen.
func (b *BuildScreen) groups() [][]Field {
	out := [][]Field{b.Fields}
	for i := range b.Tongues {
		out = append(out, b.Tongues[i].Fields)
	}
	return out
}

// balance sets the ways in beside the ways out that an item is part of.
func balance(c *call, i catalogue.Item) []Balance {
	var out []Balance
	for _, sym := range c.catalogue.With(i).Symmetries() {
		if i != catalogue.Item(sym.Form) && i != catalogue.Item(sym.Page) {
			continue
		}
		same := func(b Balance) bool {
			return b.Form == sym.Form && b.Page.ID == sym.Page.ID && slices.Equal(b.Harder(), sym.Harder()) && b.Join.Presses == sym.Join.Presses
		}
		if at := slices.IndexFunc(out, same); at >= 0 {
			out[at].Offers = append(out[at].Offers, c.offer(sym.Box))
			continue
		}
		way := cmp.Or(sym.Page.ID, c.words.Text("console.build.own_page"))
		if i == catalogue.Item(sym.Page) {
			way = c.words.Text("console.build.this_page")
		}
		out = append(out, Balance{sym, []string{c.offer(sym.Box)}, way})
	}
	return out
}

// places reads in which order the blocks stand.
func (c *call) places(known []string) []string {
	at := map[string]int{}
	for _, key := range known {
		if n, err := strconv.Atoi(c.field("place." + key)); err == nil && n > 0 {
			at[key] = n
		}
	}
	out := slices.DeleteFunc(slices.Clone(known), func(key string) bool { return at[key] == 0 })
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(at[a], at[b]) })
	return out
}

// placed says where a block stands among those that are shown.
func placed(shown []string, key string) string {
	return number(slices.Index(shown, key) + 1)
}

// lines reads a field with one value in each line.
func (c *call) lines(field string) []string {
	return slices.DeleteFunc(strings.Fields(c.field(field)), func(s string) bool { return s == "" })
}
