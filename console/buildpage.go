package console

import (
	"slices"

	"assent/catalogue"
)

// A variant of the public pages as it is composed.

// pageParts are the fields, texts and blocks of a page.
func (b *BuildScreen) pageParts(s *site, c *call, p *catalogue.Page) {
	say := c.words.Text
	b.ID, b.Version = p.ID, p.Version
	b.Fields = []Field{
		c.nameField(p.ID),
		{Name: "brand", Kind: "choice", Label: say("console.build.brand"), Options: c.brands(p.Brand)},
		{Name: "default", Kind: "check", Label: say("console.build.default"), Hint: say("console.build.default_hint"), Value: ticked(p.Default)},
		{Name: "retired", Kind: "check", Label: say("console.build.retired"), Hint: say("console.build.retired_hint"), Value: ticked(p.Retired)},
		{Name: "languages", Kind: "checks", Label: say("console.build.languages"), Hint: say("console.build.none_is_all"), Options: s.languages(p.Languages)},
	}
	texts := []text{
		{name: "titles", label: say("console.build.title_of"), in: p.Titles},
		{name: "intros", label: say("console.build.intro_of"), area: true, in: p.Intros},
		{name: "thanks", label: say("console.build.thanks"), hint: say("console.build.page_thanks_hint"), area: true, in: p.Thanks},
	}
	switch p.Kind {
	case catalogue.UnsubscribePage:
		b.Fields = append(b.Fields, Field{Name: "opt_out", Kind: "choice", Label: say("console.build.opt_out"), Hint: say("console.build.opt_out_hint"),
			Options: c.options("console.build.opt_outs.", []string{catalogue.OptOutSingle, catalogue.OptOutPage, catalogue.OptOutMail}, orElse(p.OptOut, catalogue.OptOutSingle))})
	case catalogue.ProfilePage:
		b.Fields = append(b.Fields,
			Field{Name: "shows", Kind: "checks", Label: say("console.build.shows"), Hint: say("console.build.none_is_all"), Options: c.options("console.build.data.", catalogue.ShownData(), p.Shows...)},
			Field{Name: "corrects", Kind: "checks", Label: say("console.build.corrects"), Hint: say("console.build.none_is_all"), Options: c.options("console.build.data.", catalogue.Correctable(), p.Corrects...)})
		texts = append(texts, text{name: "erased", label: say("console.build.erased"), area: true, in: p.Erased})
		fallthrough
	case catalogue.PreferencesPage:
		b.Fields = append(b.Fields, Field{Name: "purposes", Kind: "checks", Label: say("console.build.purposes"), Hint: say("console.build.purposes_hint"), Options: c.purposes(p.Purposes)})
	}
	b.Tongues, b.Blocks = s.tongues(c, texts), pageBlocks(c, p)
	if published, ok := c.catalogue.Page(p.ID); ok {
		b.Used = pageUses(c, published)
	}
	if p.Kind == catalogue.UnsubscribePage {
		b.Balance = balance(c, p)
	}
}

func ticked(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}

func (s *site) languages(chosen []string) []Option {
	var out []Option
	for _, l := range s.Locale.Languages() {
		out = append(out, Option{l.Code, l.Name, slices.Contains(chosen, l.Code)})
	}
	return out
}

func (c *call) purposes(chosen []string) []Option {
	var out []Option
	for _, p := range c.catalogue.Purposes() {
		name, _ := c.words.Pick(p.Names)
		out = append(out, Option{p.ID, name, slices.Contains(chosen, p.ID)})
	}
	return out
}

// pageBlocks are those of a page's kind, in its order.
func pageBlocks(c *call, p *catalogue.Page) []Block {
	shown := p.Arranged()
	var out []Block
	for _, key := range catalogue.Blocks(p.Kind) {
		out = append(out, Block{
			Key: key, Name: c.words.Text("console.build.blocks." + key), Hint: c.words.Text("console.build.block_hints." + key),
			Place: placed(shown, key), Needed: catalogue.Required(p.Kind, key),
		})
	}
	return inPlace(out)
}

// readPage is the page as it was typed.
func readPage(c *call, p catalogue.Page) *catalogue.Page {
	p.Brand = c.field("brand")
	p.Default, p.Retired = c.field("default") != "", c.field("retired") != ""
	p.Languages, p.Purposes = c.chosen("languages"), c.chosen("purposes")
	p.Shows, p.Corrects = c.chosen("shows"), c.chosen("corrects")
	p.Titles, p.Intros, p.Thanks, p.Erased = c.texts("titles"), c.texts("intros"), c.texts("thanks"), c.texts("erased")
	if p.OptOut = c.field("opt_out"); p.OptOut == catalogue.OptOutSingle {
		p.OptOut = ""
	}
	p.Blocks = c.places(catalogue.Blocks(p.Kind))
	if slices.Equal(p.Blocks, catalogue.Blocks(p.Kind)) {
		p.Blocks = nil // the order of the house, which may learn new blocks
	}
	return &p
}
