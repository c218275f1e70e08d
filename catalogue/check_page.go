package catalogue

import (
	"slices"

	"assent"
)

// check asks that a page keeps what the law gives: leaving is there, comes first, and is no harder than joining;
// what is held can be had and erased.
func (p *Page) check(c *Catalogue) *assent.Problem {
	for _, test := range []func(*Catalogue) *assent.Problem{
		p.checkSelf, p.checkBlocks, p.checkRights, p.checkScope, p.checkTexts, p.checkDefault, p.checkOptOut,
		func(c *Catalogue) *assent.Problem { return c.checkSymmetry(p) },
	} {
		if problem := test(c); problem != nil {
			return problem
		}
	}
	return nil
}

func (p *Page) checkSelf(c *Catalogue) *assent.Problem {
	if problem := named(p); problem != nil {
		return problem
	}
	if kinds := []string{UnsubscribePage, PreferencesPage, ProfilePage}; !slices.Contains(kinds, p.Kind) {
		return bad("kind", "Page %s has the unknown kind %q; the kinds are %s.", p.ID, p.Kind, list(kinds))
	}
	if _, ok := c.Brand(p.Brand); p.Brand != "" && !ok {
		return bad("brand", "Page %s belongs to the unknown brand %q; publish the brand first.", p.ID, p.Brand)
	}
	return nil
}

func (p *Page) checkBlocks(*Catalogue) *assent.Problem {
	known := blocks[p.Kind]
	for i, b := range p.Blocks {
		if !slices.Contains(known, b) {
			return bad("blocks", "Page %s has the unknown block %q; the blocks of this kind are %s.", p.ID, b, list(known))
		}
		if slices.Contains(p.Blocks[:i], b) {
			return bad("blocks", "Page %s shows the block %s twice.", p.ID, b)
		}
	}
	return nil
}

// required are the blocks that a page of each kind cannot do without, and why.
var required = map[string][]struct{ block, why string }{
	UnsubscribePage: {
		{BlockThis, "whoever wants to stop one thing must not have to stop all (GDPR art. 7(3))"},
		{BlockEverything, "one act must stop all marketing (GDPR art. 21(2), (3))"},
		{BlockRemains, "people must know what still comes (GDPR art. 12(1))"},
	},
	PreferencesPage: {
		{BlockChoices, "it is what a preference page is for"},
		{BlockEverything, "one act must stop all marketing (GDPR art. 21(2), (3))"},
	},
	ProfilePage: {
		{BlockChoices, "a yes is taken back where it is shown (GDPR art. 7(3))"},
		{BlockEverything, "one act must stop all marketing (GDPR art. 21(2), (3))"},
		{BlockExport, "a person may have what is held of her (GDPR art. 15, 20)"},
		{BlockErase, "a person may have it erased (GDPR art. 17)"},
	},
}

func (p *Page) checkRights(*Catalogue) *assent.Problem {
	for _, r := range required[p.Kind] {
		if !p.Has(r.block) {
			return bad("blocks", "Page %s needs the block %s: %s.", p.ID, r.block, r.why)
		}
	}
	if first := p.Arranged()[0]; p.Kind == UnsubscribePage && first != BlockThis && first != BlockEverything {
		return bad("blocks", "Page %s begins with %s. Who opens it wants to stop something: put %s or %s first.", p.ID, first, BlockThis, BlockEverything)
	}
	return nil
}

// checkScope asks that what belongs to one kind of page is not said of another, and that it is known.
func (p *Page) checkScope(c *Catalogue) *assent.Problem {
	switch {
	case p.Kind == UnsubscribePage && len(p.Purposes) > 0:
		return bad("purposes", "Page %s cannot leave purposes out: everything that comes can be stopped there.", p.ID)
	case p.Kind != UnsubscribePage && p.OptOut != "":
		return bad("opt_out", "Page %s stands behind a mailed code, so it asks no second time: leave opt_out out.", p.ID)
	case p.Kind != ProfilePage && len(p.Shows)+len(p.Corrects)+len(p.Erased) > 0:
		return bad("shows", "Page %s shows no data: shows, corrects and erased are for profile pages.", p.ID)
	}
	for _, id := range p.Purposes {
		if _, ok := c.Purpose(id); !ok {
			return bad("purposes", "Page %s offers the unknown purpose %q; publish the purpose first.", p.ID, id)
		}
	}
	for _, d := range p.Shows {
		if !slices.Contains(shownData, d) {
			return bad("shows", "Page %s cannot show %q; it shows %s.", p.ID, d, list(shownData))
		}
	}
	for _, d := range p.Corrects {
		if !slices.Contains(correctable, d) {
			return bad("corrects", "Page %s cannot correct %q; it corrects %s.", p.ID, d, list(correctable))
		}
	}
	return nil
}

// checkTexts asks that a page which names its languages has its texts in each.
func (p *Page) checkTexts(*Catalogue) *assent.Problem {
	for _, t := range []struct {
		field string
		texts Texts
	}{{"titles", p.Titles}, {"intros", p.Intros}, {"thanks", p.Thanks}, {"erased", p.Erased}} {
		if len(t.texts) == 0 {
			continue
		}
		if problem := inLanguages(p.Languages, t.texts, t.field, "page "+p.ID); problem != nil {
			return problem
		}
	}
	return nil
}

func (p *Page) checkDefault(c *Catalogue) *assent.Problem {
	for _, other := range c.Pages() {
		if p.Default && !p.Retired && other.ID != p.ID && other == c.defaultPage(p.Kind, p.Brand) {
			return bad("default", "Page %s is the default already; publish it with default false first.", other.ID)
		}
	}
	return nil
}

// checkOptOut asks that leaving is as easy as joining (GDPR art. 7(3)): it may take a second step only where
// joining does, and nowhere that the law wants it in one (16 CFR 316.5; CASL s. 11).
func (p *Page) checkOptOut(c *Catalogue) *assent.Problem {
	if modes := []string{"", OptOutSingle, OptOutPage, OptOutMail}; !slices.Contains(modes, p.OptOut) {
		return bad("opt_out", "Page %s: opt_out is %s.", p.ID, list(modes[1:]))
	}
	if p.Retired || p.OptOut == "" || p.OptOut == OptOutSingle {
		return nil
	}
	if country := c.Settings().Country; country == "US" || country == "CA" {
		return bad("opt_out", "Page %s asks twice, and the sender's country wants an opt-out in one step (16 CFR 316.5; CASL s. 11): choose single.", p.ID)
	}
	for _, purpose := range c.Purposes() {
		stops := purpose.Kind != assent.PurposeService && (p.Brand == "" || purpose.Brand == "" || purpose.Brand == p.Brand)
		if stops && purpose.DoubleOptIn != OptInRequired {
			return bad("opt_out", "Page %s would make leaving harder than joining (GDPR art. 7(3)): %s can be joined in one step, and could be left only in two. Choose single, or require double opt-in for %s.", p.ID, purpose.ID, purpose.ID)
		}
	}
	return nil
}
