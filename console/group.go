package console

import (
	"slices"

	"assent/catalogue"
)

// Group is the fields of one matter, with a sentence that says what it is about: console.group.<name>.
type Group struct {
	Name   string
	Fields []Field
	First  bool // it stands before the texts: without it there is nothing to write
	Seldom bool // most authors leave it as it is: it is folded until something stands in it
}

// Open reports whether a group shows its fields: all do but those that are seldom needed and say nothing yet.
func (g Group) Open() bool {
	return !g.Seldom || slices.ContainsFunc(g.Fields, Field.says)
}

// says reports whether a field holds anything but what it begins with, or is wrong. The first option of a choice is the
// usual one.
func (f Field) says() bool {
	switch f.Kind {
	case "choice":
		return f.Wrong != "" || len(f.Options) > 0 && slices.ContainsFunc(f.Options[1:], Option.chosen)
	case "checks":
		return f.Wrong != "" || slices.ContainsFunc(f.Options, Option.chosen)
	}
	return f.Wrong != "" || f.Value != ""
}

func (o Option) chosen() bool { return o.Chosen }

// idGroup is where a new item gets its identifier: first if it has no other name, else seldom, since it is made of that.
func (c *call) idGroup(kind string) Group {
	f := c.entry("id", "")
	if kind == catalogue.KindNotice || kind == catalogue.KindPartnerList {
		f.Hint = c.words.Text("console.hint.id_alone")
		return Group{Name: "name", Fields: []Field{f}, First: true}
	}
	return Group{Name: "id", Fields: []Field{f}, Seldom: true}
}
