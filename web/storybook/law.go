package storybook

import (
	"assent"
	"assent/law"
	"assent/web"
)

var laws = []State{
	{"Laws", "the list", func(s *scene) web.Page {
		return &web.LawsPage{Frame: s.wide("", s.t("page.laws.title")), Laws: []web.LawTile{
			{URL: "/laws/FR", Code: "FR", Name: "France", State: s.day("2026-11-01"), Next: s.day("2027-01-01")},
			{URL: "/laws/DE", Code: "DE", Name: "Germany", State: s.day("2026-11-01")},
		}}
	}},
	{"Law", "of a day", func(s *scene) web.Page { return s.law() }},
	{"Law", "of a day that cannot be read", func(s *scene) web.Page {
		p := s.law()
		p.Wrong = s.t("page.laws.bad_day")
		return p
	}},
}

// law is a law with everything that its page can show.
func (s *scene) law() *web.LawPage {
	norm := []law.Citation{{
		Law: "CPCE", Article: "art. L. 34-5", URL: "https://www.legifrance.gouv.fr/", Quote: "Est interdite la prospection directe sans consentement préalable.",
	}}
	everyone := s.t("page.laws.everyone")
	gate := web.LawGate{ShownGate: law.ShownGate{Name: "hours", Reason: "QUIET_HOURS", Text: "Calls only on working days.", Hours: "Mon-Fri 10:00-13:00, 14:00-20:00", Citations: norm},
		Only: s.t("page.laws.only", "who", s.t("page.laws.to.consumer"))}
	return &web.LawPage{
		Frame: s.wide("", s.t("page.laws.law_title", "name", "France")), Code: "FR", Day: "2026-11-16", Action: "/laws/FR", All: "/laws",
		Lead: s.t("page.laws.lead", "day", s.day("2026-11-16")), Extends: "EU",
		Changes: []web.LawDay{{Text: s.day("2026-08-11"), URL: "?at=2026-08-11", Current: true}, {Text: s.day("2027-01-01"), URL: "?at=2027-01-01"}},
		Channels: []web.LawChannel{{
			ID: "email", Name: s.t("channel.email"), Gates: []web.LawGate{gate}, Duties: []web.LawDuty{{Code: "OPT_OUT_LINK", On: "consent", Only: everyone}},
			Rows: []web.LawRow{
				{Who: everyone, What: s.t("page.laws.all_marketing"), Bases: []string{"consent"}, Norms: norm, Otherwise: s.t("page.laws.otherwise", "reason", "NO_CONSENT")},
				{Who: s.t("page.laws.to.role_address"), What: s.t("page.laws.of.own_marketing"), Bases: []string{"consent"}, Text: "Settled practice of the authority.", Doubt: true, Norms: norm},
			},
		}},
		Everywhere: []web.LawGate{gate},
		Bases: []law.ShownBasis{{
			Name: "consent", Basis: assent.ConsentBasis, Text: "She has agreed beforehand.", Certainty: law.Doubt, Citations: norm, From: "FR",
			Conditions: []law.ShownCondition{{Name: "proven", Reason: "UNPROVEN_CONSENT", Text: "The sender cannot prove it."}},
		}},
	}
}
