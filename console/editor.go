package console

import (
	"assent"
	"assent/catalogue"
)

// editor is how one kind of item is written: which fields it has, in groups, and how a posted form becomes the item.
// What an editor has no field for stays as it was.
type editor struct {
	blank  func(id string) catalogue.Item
	groups func(*site, *call, catalogue.Item) []Group
	texts  func(*call, catalogue.Item) []text // side by side in all languages
	read   func(*site, *call, catalogue.Item) (catalogue.Item, error)
}

// editors are the kinds of item that have one.
var editors = map[string]editor{
	catalogue.KindPurpose:     edits(func(id string) *catalogue.Purpose { return &catalogue.Purpose{ID: id} }, purposeGroups, purposeTexts, readPurpose),
	catalogue.KindNotice:      edits(func(id string) *catalogue.Notice { return &catalogue.Notice{ID: id} }, noticeGroups, noticeTexts, readNotice),
	catalogue.KindPartnerList: edits(func(id string) *catalogue.PartnerList { return &catalogue.PartnerList{ID: id} }, nil, nil, readPartners),
	catalogue.KindBrand:       edits(func(id string) *catalogue.Brand { return &catalogue.Brand{ID: id} }, brandGroups, nil, readBrand),
	catalogue.KindSettings:    edits(func(string) *catalogue.Settings { return &catalogue.Settings{} }, settingsGroups, nil, readSettings),
}

// edits makes an editor of functions that know the type of the item.
func edits[T catalogue.Item](
	blank func(string) T, groups func(*site, *call, T) []Group, texts func(*call, T) []text, read func(*site, *call, T) (T, error),
) editor {
	e := editor{
		blank:  func(id string) catalogue.Item { return blank(id) },
		groups: func(*site, *call, catalogue.Item) []Group { return nil },
		texts:  func(*call, catalogue.Item) []text { return nil },
		read:   func(s *site, c *call, i catalogue.Item) (catalogue.Item, error) { return read(s, c, i.(T)) },
	}
	if groups != nil {
		e.groups = func(s *site, c *call, i catalogue.Item) []Group { return groups(s, c, i.(T)) }
	}
	if texts != nil {
		e.texts = func(c *call, i catalogue.Item) []text { return texts(c, i.(T)) }
	}
	return e
}

// entry is a field of one line; its words are console.item.<name> and, if there is one, console.hint.<name>.
func (c *call) entry(name, value string) Field {
	return Field{Name: name, Kind: "text", Label: c.words.Text("console.item." + name), Hint: c.words.Text("console.hint." + name), Value: value}
}

// choice is a field with one of several values.
func (c *call) choice(name, prefix string, words []string, chosen string) Field {
	f := c.entry(name, "")
	f.Kind, f.Options = "choice", c.options(prefix, words, chosen)
	return f
}

// checks is a field with any of several values.
func (c *call) checks(name string, options []Option) Field {
	f := c.entry(name, "")
	f.Kind, f.Options = "checks", options
	return f
}

// brandChoice lists the brands, and the organisation itself.
func (c *call) brandChoice(chosen string) Field {
	f := c.entry("brand", "")
	f.Kind, f.Options = "choice", []Option{{"", c.words.Text("console.item.whole"), chosen == ""}}
	for _, b := range c.catalogue.Brands() {
		f.Options = append(f.Options, Option{b.ID, b.Name, b.ID == chosen})
	}
	return f
}

var errNothingThere = assent.Problemf("NO_SUCH_ITEM", "There is nothing of this name; it may not have been published yet.").OfKind(assent.NotFound)
