package catalogue

import (
	"slices"
	"strconv"

	"assent"
)

// The kinds of public page that a link leads to.
const (
	UnsubscribePage = "unsubscribe" // without a code
	PreferencesPage = "preferences" // behind a mailed code: what she receives
	ProfilePage     = "profile"     // behind a mailed code: that, and what is held of her
)

// The blocks of which pages are made.
const (
	BlockThis       = "this"       // stop what the mail was about
	BlockEverything = "everything" // stop all advertising
	BlockReason     = "reason"     // why, if she likes to say
	BlockLessOften  = "less_often" // at most one a week, or a month
	BlockPause      = "pause"      // a break
	BlockAdapt      = "adapt"      // the way to her own page
	BlockRemains    = "remains"    // what still comes
	BlockChoices    = "choices"    // join and leave, purpose by channel
	BlockData       = "data"       // what is held
	BlockCorrect    = "correct"
	BlockExport     = "export"
	BlockErase      = "erase"
)

// blocks are those that a page of each kind may have, in the order of the page that the house makes of itself.
var blocks = map[string][]string{
	UnsubscribePage: {BlockThis, BlockEverything, BlockReason, BlockLessOften, BlockPause, BlockAdapt, BlockRemains},
	PreferencesPage: {BlockChoices, BlockLessOften, BlockPause, BlockEverything},
	ProfilePage:     {BlockChoices, BlockLessOften, BlockPause, BlockEverything, BlockData, BlockCorrect, BlockExport, BlockErase},
}

// Blocks are those that a page of a kind may have, in the order of the page that the house makes of itself; none
// if there is no such kind.
func Blocks(kind string) []string { return slices.Clone(blocks[kind]) }

// Required says why a page of a kind cannot do without a block; empty if it can.
func Required(kind, block string) string {
	for _, r := range required[kind] {
		if r.block == block {
			return r.why
		}
	}
	return ""
}

// How often a page asks before it takes a withdrawal. A one-click (RFC 8058) is never asked about.
const (
	OptOutSingle = "single" // at once; the default
	OptOutPage   = "page"   // once more, on the page
	OptOutMail   = "mail"   // once more, in a mail
)

// The data that a profile page can show of a contact point, and those that can be corrected there.
var (
	shownData   = []string{"since", "kind", "language", "country", "timezone", "others"}
	correctable = []string{"language", "country", "address"}
)

// ShownData and Correctable are what a profile page can show and let correct.
func ShownData() []string   { return slices.Clone(shownData) }
func Correctable() []string { return slices.Clone(correctable) }

// Page is one variant of the public pages. An organisation has as many as it likes; a link names one, or leads
// to the default of its brand. A text that is missing in a reader's language is the house's own.
type Page struct {
	ID        string   `json:"id"`
	Version   int      `json:"version"`
	Kind      string   `json:"kind"`
	Brand     string   `json:"brand,omitzero"`     // empty: the organisation's
	Default   bool     `json:"default,omitzero"`   // links of the brand that name no page lead here
	Retired   bool     `json:"retired,omitzero"`   // out of use; links that name it lead to the default
	Languages []string `json:"languages,omitzero"` // in which it can be read; empty: all
	Titles    Texts    `json:"titles,omitzero"`
	Intros    Texts    `json:"intros,omitzero"`
	Thanks    Texts    `json:"thanks,omitzero"`   // after she acted
	Erased    Texts    `json:"erased,omitzero"`   // after she asked to be erased; of a profile page
	Blocks    []string `json:"blocks,omitzero"`   // in their order; empty: all
	Purposes  []string `json:"purposes,omitzero"` // offered to who does not have them; empty: all. What stands is always shown
	OptOut    string   `json:"opt_out,omitzero"`  // of an unsubscribe page: single, page or mail
	Shows     []string `json:"shows,omitzero"`    // of a profile page; empty: all. The export is always whole
	Corrects  []string `json:"corrects,omitzero"` // of a profile page; empty: all
}

func (*Page) kind() string         { return KindPage }
func (p *Page) key() string        { return p.ID }
func (p *Page) version() string    { return strconv.Itoa(p.Version) }
func (p Page) numbered(v int) Item { p.Version = v; return &p }

// Has reports whether the page has a block.
func (p *Page) Has(block string) bool { return slices.Contains(p.Arranged(), block) }

// Arranged are the blocks of the page in their order.
func (p *Page) Arranged() []string {
	if len(p.Blocks) == 0 {
		return blocks[p.Kind]
	}
	return p.Blocks
}

// Reveals reports whether a profile page shows a datum of a contact point.
func (p *Page) Reveals(datum string) bool { return among(p.Shows, datum) }

// Mends reports whether a datum can be corrected on a profile page.
func (p *Page) Mends(datum string) bool { return among(p.Corrects, datum) }

// Offers reports whether the page offers a purpose to who does not have it.
func (p *Page) Offers(purpose string) bool { return among(p.Purposes, purpose) }

// among reports whether a list names a word; an empty list names all.
func among(list []string, word string) bool { return len(list) == 0 || slices.Contains(list, word) }

// Ref names the page with its version, as evidence does: "short@2"; empty for the house's own.
func (p *Page) Ref() string {
	if p.ID == "" {
		return ""
	}
	return p.ID + "@" + p.version()
}

// Page finds a page in its version in force, be it in use or not.
func (c *Catalogue) Page(id string) (*Page, bool) { p, ok := c.pages[id]; return p, ok }

// Pages lists the pages by identifier.
func (c *Catalogue) Pages() []*Page { return sorted(c.pages, (*Page).key) }

// PageFor finds what a link leads to: the page that it names, if that is in use and of one of the kinds; else
// the default of its brand, else the organisation's, of the first kind that has one; else the page
// that the house makes of itself.
func (c *Catalogue) PageFor(named, brand string, kinds ...string) *Page {
	if p, ok := c.pages[named]; ok && !p.Retired && slices.Contains(kinds, p.Kind) {
		return p
	}
	for _, of := range []string{brand, ""} {
		for _, kind := range kinds {
			if p := c.defaultPage(kind, of); p != nil {
				return p
			}
		}
	}
	return &Page{Kind: kinds[0]}
}

// defaultPage is the default of a brand, or of the organisation; nil if there is none.
func (c *Catalogue) defaultPage(kind, brand string) *Page {
	for _, p := range c.Pages() {
		if p.Default && !p.Retired && p.Kind == kind && p.Brand == brand {
			return p
		}
	}
	return nil
}

// CheckPage says why a link of a brand cannot name a page; nil if it can.
func (c *Catalogue) CheckPage(id, brand string) *assent.Problem {
	p, ok := c.pages[id]
	switch {
	case id == "":
		return nil
	case !ok:
		return assent.Problemf("UNKNOWN_PAGE", "There is no page %q; GET /v1/pages lists them.", id).In("page")
	case p.Brand != "" && p.Brand != brand:
		return assent.Problemf("WRONG_BRAND", "Page %s belongs to brand %s, and this mail is not written in its name.", id, p.Brand).In("page")
	}
	return nil
}
