package console

import "assent/catalogue"

// The author of a notice says what a new version means for those who read an older one.
const (
	wording = "wording" // other words for the same: MINOR
	again   = "again"   // they must be asked again: MAJOR
)

func noticeGroups(_ *site, c *call, n *catalogue.Notice) []Group {
	published, ok := c.catalogue.Notice(n.ID, "")
	if !ok {
		return nil // the first version needs no saying
	}
	chosen := wording
	if n.Version == published.Next(true) {
		chosen = again
	}
	return []Group{{Name: "weight", Fields: []Field{c.choice("version", "console.weight.", []string{wording, again}, chosen)}}}
}

func noticeTexts(c *call, n *catalogue.Notice) []text {
	return []text{{name: "languages", label: c.words.Text("console.item.languages"), hint: c.words.Text("console.hint.languages"), area: true, in: n.Languages}}
}

func readNotice(_ *site, c *call, before *catalogue.Notice) (*catalogue.Notice, error) {
	n := *before
	n.Languages = c.texts("languages")
	published, ok := c.catalogue.Notice(n.ID, "")
	if !ok {
		published = &catalogue.Notice{}
	}
	n.Version = published.Next(c.field("version") == again)
	return &n, nil
}
