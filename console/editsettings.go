package console

import (
	"strings"

	"assent/catalogue"
	"assent/law"
)

func settingsGroups(s *site, c *call, set *catalogue.Settings) []Group {
	var tongues []Option
	for _, l := range s.Locale.Languages() {
		tongues = append(tongues, Option{l.Code, l.Name, l.Code == orElse(set.Language, "en")})
	}
	language := c.entry("language", "")
	language.Kind, language.Options = "choice", tongues
	charity := c.entry("charity", "")
	charity.Kind = "check"
	if set.CharitySender {
		charity.Value = "yes"
	}
	r := set.Retention
	if r == nil {
		r = &catalogue.Retention{}
	}
	return []Group{
		{Name: "organisation", Fields: []Field{c.entry("name", set.Name), c.entry("postal_address", set.PostalAddress)}},
		{Name: "rights", Fields: []Field{c.entry("access_email", set.AccessEmail), c.entry("privacy_url", set.PrivacyURL)}},
		{Name: "mails", Fields: []Field{c.entry("sender_name", set.SenderName), c.entry("sender_email", set.SenderEmail)}},
		{Name: "home", Fields: []Field{c.entry("country", set.Country), language, c.entry("timezone", set.TimeZone)}},
		{Name: "law", Seldom: true, Fields: []Field{
			c.choice("profile", "console.profile.", []string{string(law.Prudent), string(law.StatuteOnly)}, orElse(set.Profile, string(law.Prudent))),
			c.choice("conflict", "console.conflict.", []string{"recipient", "strictest"}, orElse(set.Conflict, "recipient")),
			charity,
		}},
		{Name: "retention", Seldom: true, Fields: []Field{
			c.entry("retention.silent_months", number(r.SilentMonths)),
			c.choice("retention.action", "console.retention.", []string{catalogue.RetentionList, catalogue.RetentionErase}, orElse(r.Action, catalogue.RetentionList)),
		}},
	}
}

func readSettings(_ *site, c *call, before *catalogue.Settings) (*catalogue.Settings, error) {
	set := *before
	set.Name, set.SenderName, set.SenderEmail, set.PostalAddress = c.field("name"), c.field("sender_name"), c.field("sender_email"), c.field("postal_address")
	set.AccessEmail, set.PrivacyURL, set.Country = c.field("access_email"), c.field("privacy_url"), strings.ToUpper(c.field("country"))
	set.Language, set.TimeZone, set.CharitySender = c.field("language"), c.field("timezone"), c.field("charity") != ""
	set.Profile = unlessSame(before.Profile, c.field("profile"), string(law.Prudent))
	set.Conflict = unlessSame(before.Conflict, c.field("conflict"), "recipient")
	months, err := c.whole("retention.silent_months")
	r := catalogue.Retention{}
	if before.Retention != nil {
		r = *before.Retention
	}
	r.SilentMonths, r.Action = months, unlessSame(r.Action, c.field("retention.action"), catalogue.RetentionList)
	if set.Retention = &r; r == (catalogue.Retention{}) {
		set.Retention = nil
	}
	return &set, err
}

// unlessSame keeps what was left unsaid unsaid, if what is said now is the usual.
func unlessSame(before, said, usual string) string {
	if before == "" && said == usual {
		return ""
	}
	return said
}
