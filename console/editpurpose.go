package console

import (
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
)

// purposeKinds are the kinds of purpose, the one that is meant most often first.
var purposeKinds = []assent.PurposeKind{
	assent.PurposeOwnMarketing, assent.PurposePartnerMarketing, assent.PurposeService, assent.PurposeTracking, assent.PurposeProfiling,
	assent.PurposeCharityOwn, assent.PurposeCharityOther,
}

func purposeGroups(_ *site, c *call, p *catalogue.Purpose) []Group {
	lists := []Option{{"", c.words.Text("console.item.none"), p.PartnerList == ""}}
	for _, l := range c.catalogue.PartnerLists() {
		lists = append(lists, Option{l.ID, l.ID, l.ID == p.PartnerList})
	}
	partners := c.entry("partner_list", "")
	partners.Kind, partners.Options = "choice", lists
	ties := Group{Name: "ties"}
	if len(c.others(p, nil)) > 0 { // nothing can depend on nothing
		ties.Fields = []Field{c.checks("requires", c.others(p, p.Requires)), c.checks("withdraws", c.others(p, p.Withdraws))}
	}
	all := []Group{
		{Name: "reach", Fields: []Field{
			c.checks("channels", c.options("channel.", asWords(assent.Channels()), asWords(p.Channels)...)),
			c.choice("kind", "console.purpose_kind.", asWords(purposeKinds), string(p.Kind)),
			c.brandChoice(p.Brand),
		}},
		ties,
		{Name: "proof", Seldom: true, Fields: []Field{
			c.choice("double_opt_in", "console.opt_in.", []string{catalogue.OptInByLaw, catalogue.OptInRequired, catalogue.OptInNever}, orElse(p.DoubleOptIn, catalogue.OptInByLaw)),
			c.entry("validity_months", number(p.ValidityMonths)),
			c.entry("remind_after_hours", number(p.RemindAfter)),
		}},
		{Name: "topics", Seldom: true, Fields: []Field{c.entry("topics", topicIDs(p))}},
		{Name: "special", Seldom: true, Fields: []Field{partners, c.entry("sector", p.Sector), c.entry("privacy_url", p.PrivacyURL)}},
	}
	return slices.DeleteFunc(all, func(g Group) bool { return g.Fields == nil })
}

// others are the purposes beside one.
func (c *call) others(p *catalogue.Purpose, chosen []string) []Option {
	var out []Option
	for _, o := range c.catalogue.Purposes() {
		if o.ID != p.ID {
			out = append(out, Option{o.ID, name(c, o), slices.Contains(chosen, o.ID)})
		}
	}
	return out
}

func topicIDs(p *catalogue.Purpose) string {
	var ids []string
	for _, t := range p.Topics {
		ids = append(ids, t.ID)
	}
	return strings.Join(ids, ", ")
}

func purposeTexts(c *call, p *catalogue.Purpose) []text {
	out := []text{
		{name: "names", label: c.words.Text("console.item.names"), in: p.Names},
		{name: "descriptions", label: c.words.Text("console.item.descriptions"), area: true, in: p.Descriptions},
		{name: "sentences", label: c.words.Text("console.item.sentences"), hint: c.words.Text("console.hint.sentences"), area: true, in: p.Sentences},
	}
	for _, t := range p.Topics {
		out = append(out, text{name: "topics." + t.ID, label: c.words.Text("console.item.topic", "topic", t.ID), in: t.Names})
	}
	return out
}

func readPurpose(_ *site, c *call, before *catalogue.Purpose) (*catalogue.Purpose, error) {
	p := *before
	p.Kind, p.Brand, p.PartnerList = assent.PurposeKind(c.field("kind")), c.field("brand"), c.field("partner_list")
	p.Names, p.Descriptions, p.Sentences = c.texts("names"), c.texts("descriptions"), c.texts("sentences")
	p.DoubleOptIn, p.Sector, p.PrivacyURL = c.field("double_opt_in"), c.field("sector"), c.field("privacy_url")
	if p.DoubleOptIn == catalogue.OptInByLaw && before.DoubleOptIn == "" {
		p.DoubleOptIn = "" // the same, and no change
	}
	p.Requires, p.Withdraws = c.chosen("requires"), c.chosen("withdraws")
	p.Channels = nil
	for _, ch := range c.chosen("channels") {
		p.Channels = append(p.Channels, assent.Channel(ch))
	}
	p.Topics = nil
	for id := range strings.FieldsFuncSeq(c.field("topics"), func(r rune) bool { return r == ',' || r == ' ' }) {
		p.Topics = append(p.Topics, catalogue.Topic{ID: id, Names: c.texts("topics." + id)})
	}
	var err error
	if p.ValidityMonths, err = c.whole("validity_months"); err != nil {
		return &p, err
	}
	p.RemindAfter, err = c.whole("remind_after_hours")
	return &p, err
}
