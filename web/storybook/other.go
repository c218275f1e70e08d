package storybook

import (
	"time"

	"assent"
	"assent/web"
)

var other = []State{
	{"Why", "she agreed", func(s *scene) web.Page {
		p := s.why()
		p.Acts = []web.Ground{{
			What: s.signedUp().What, When: s.moment(), How: s.signedUp().How, Wording: []web.Quotation{
				{Title: s.pick(s.purpose("newsletter").Names), Text: s.pick(s.purpose("newsletter").Sentences), Language: s.p.Language()},
			},
		}}
		return p
	}},
	{"Why", "before a code", func(s *scene) web.Page {
		p := s.why()
		p.Acts, p.Reason, p.Behind = nil, "", true
		return p
	}},
	{"Why", "no act was needed", func(s *scene) web.Page {
		p := s.why()
		p.Basis, p.Reason = s.t("basis.customer_exception"), s.t("reason.SOFT_OPT_IN_ALL_CONDITIONS")
		return p
	}},
	{"Why", "it cannot be told", func(s *scene) web.Page {
		p := s.why()
		p.Known, p.Norms = false, nil
		return p
	}},
	{"Said", "no such page", func(s *scene) web.Page { return s.sorry("", "page.fault.not_found", "page.fault.home") }},
	{"Said", "not like that", func(s *scene) web.Page { return s.sorry("", "page.fault.method", "page.fault.home") }},
	{"Said", "too much", func(s *scene) web.Page { return s.sorry("", "page.fault.too_large", "page.fault.home") }},
	{"Said", "too many requests", func(s *scene) web.Page { return s.sorry("", "page.fault.too_many", "page.fault.home") }},
	{"Said", "from a site that is not listed", func(s *scene) web.Page { return s.sorry("verdier", "page.fault.origin", "page.fault.form") }},
	{"Said", "not right now", func(s *scene) web.Page { return s.sorry("", "page.fault.unavailable", "page.fault.home") }},
	{"Said", "our fault", func(s *scene) web.Page { return s.sorry("", "page.fault.internal", "page.fault.home") }},
	{"Outbox", "some mails", func(s *scene) web.Page {
		return &web.OutboxPage{Frame: s.wide("", s.t("page.outbox.title")), Mails: []web.MailLine{{Mail: s.mail(), URL: "/outbox/1"}, {Mail: s.mail(), URL: "/outbox/2"}}}
	}},
	{"Outbox", "empty", func(s *scene) web.Page { return &web.OutboxPage{Frame: s.wide("", s.t("page.outbox.title"))} }},
	{"Letter", "a text", func(s *scene) web.Page {
		text := web.Mail{
			Number: 1_000_001, Channel: assent.SMS, To: "+33639980123", At: s.mail().At, Segments: 1,
			Text: s.t("text.code_reply", "brand", "Maison Verdier", "digits", "123456"),
		}
		return &web.LetterPage{Frame: s.wide("", s.t("channel.sms")), Mail: text, At: s.p.Moment(text.At)}
	}},
	{"Letter", "a mail", func(s *scene) web.Page {
		return &web.LetterPage{
			Frame: s.wide("", s.mail().Subject), Mail: s.mail(), At: s.p.Moment(s.mail().At),
			Headers: []web.Header{{Name: "List-Unsubscribe", Value: "<https://choices.verdier.example/u/token>"}, {Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click"}},
		}
	}},
}

func (s *scene) why() *web.WhyPage {
	return &web.WhyPage{
		Frame: s.frame("verdier", s.t("page.why.title")), Address: masked, What: s.name("newsletter", assent.Email), On: s.day("2026-11-16"),
		Known: true, Basis: s.t("basis.consent"), Reason: s.t("reason.CONSENT_VALID"), Leave: "/u/token", Choose: "/p/token",
		Norms: []assent.Citation{{
			Law: "CPCE", Article: "art. L. 34-5", URL: "https://www.legifrance.gouv.fr/",
			Quote: "Est interdite la prospection directe […] utilisant les coordonnées d’une personne physique […] qui n’a pas exprimé préalablement son consentement.",
		}, {Law: "GDPR", Article: "art. 6(1)(a)"}},
	}
}

func (s *scene) mail() web.Mail {
	return web.Mail{
		Number: 1, To: address, Subject: s.t("mail.confirm.subject", "brand", "Maison Verdier"), At: time.Date(2026, 11, 17, 9, 5, 0, 0, time.UTC),
		Text: s.t("page.confirm.intro", "brand", "Maison Verdier"), Links: []string{"https://choices.verdier.example/c/token"},
	}
}
