package storybook

import (
	"assent"
	"assent/web"
)

var leaving = []State{
	{"Leave", "a link in a mail", func(s *scene) web.Page { return s.leave() }},
	{"Leave", "nothing was chosen", func(s *scene) web.Page {
		p := s.leave()
		p.Wrong = s.t("page.leave.which")
		return p
	}},
	{"Leave", "this was stopped before", func(s *scene) web.Page {
		p := s.leave()
		p.Already, p.Ways = s.t("page.leave.already", s.named("newsletter")...), p.Ways[1:]
		return p
	}},
	{"Leave", "everything was stopped before", func(s *scene) web.Page {
		p := s.leave()
		p.Already, p.Ways, p.Reasons, p.Pauses, p.Oftens = s.t("page.leave.already_all"), nil, nil, nil, nil
		return p
	}},
	{"Leave", "a break runs", func(s *scene) web.Page {
		p := s.leave()
		p.Already, p.Pauses = s.t("page.leave.paused", "date", s.day("2026-12-16")), p.Pauses[1:]
		return p
	}},
	{"Leave", "a link to one’s own page", func(s *scene) web.Page {
		p := s.leave()
		p.Adapt, p.Oftens, p.Ways = "", nil, append([]web.Way{
			{Field: "choice", Value: "newsletter:email", Label: s.t("page.leave.this", s.named("newsletter")...)},
			{Field: "choice", Value: "offers:email", Label: s.t("page.leave.this", s.named("offers")...)},
			{Field: "choice", Value: "partner_offers:email", Label: s.t("page.leave.this", s.named("partner_offers")...)},
		}, p.Ways[1:]...)
		return p
	}},
	{"Leave", "this wasn’t me", func(s *scene) web.Page {
		return &web.LeavePage{
			Frame: s.frame("verdier", s.t("page.leave.not_me")), Action: "/u/token", Address: masked, Question: s.t("page.leave.not_me_hint"),
			Ways: []web.Way{{Field: "scope", Value: "this", Label: s.t("page.leave.not_me_button")}},
		}
	}},
	{"Said", "left one thing", func(s *scene) web.Page { return s.left(s.t("page.left.this", s.named("newsletter")...)) }},
	{"Said", "left everything", func(s *scene) web.Page { return s.left(s.t("page.left.everything")) }},
	{"Said", "a break begins", func(s *scene) web.Page {
		p := s.left(s.t("page.left.paused"))
		p.Title, p.More = s.t("page.left.paused_title"), p.More[1:]
		return p
	}},
	{"Said", "a request was cancelled", func(s *scene) web.Page { return s.good("verdier", "page.left.not_me_title", "page.left.not_me") }},
	{"Find", "first look", func(s *scene) web.Page { return s.find() }},
	{"Find", "typed wrong", func(s *scene) web.Page {
		p := s.find()
		p.Email, p.Wrong = "ana@", s.t("page.form.error.email")
		return p
	}},
	{"Find", "a number typed wrong", func(s *scene) web.Page {
		p := s.find()
		p.Phone, p.PhoneWrong = "06 12", s.t("page.form.error.phone")
		return p
	}},
	{"Find", "a link was cut", func(s *scene) web.Page {
		p := s.find()
		p.Why = s.t("page.find.unreadable")
		return p
	}},
	{"Find", "a link was too old", func(s *scene) web.Page {
		p := s.find()
		p.Why = s.t("page.own.expired")
		return p
	}},
	{"Said", "a link is on its way", func(s *scene) web.Page {
		return s.good("verdier", "page.find.sent_title", "page.find.sent", "page.find.sent_none")
	}},
}

// named are the words for a purpose by mail.
func (s *scene) named(purpose string) []any {
	return []any{"purpose", s.pick(s.purpose(purpose).Names), "channel", s.by(assent.Email)}
}

func (s *scene) leave() *web.LeavePage {
	return &web.LeavePage{
		Frame: s.frame("verdier", s.t("page.leave.title")), Action: "/u/token", Address: masked, Question: s.t("page.leave.question"),
		Ways: []web.Way{
			{Field: "scope", Value: "this", Label: s.t("page.leave.this", s.named("newsletter")...), Hint: s.t("page.leave.this_hint")},
			{Field: "scope", Value: "everything", Label: s.t("page.leave.everything"), Hint: s.t("page.leave.everything_hint", "org", s.settings().Name)},
		},
		Reasons: s.options("page.leave.reasons.", "too_many", "not_for_me", "never_asked", "other"), Pauses: s.pauses(),
		Adapt: "/p/token", Remains: s.t("page.leave.remains", "names", s.pick(s.purpose("orders").Names)),
		Oftens: s.options("page.often.", assent.Weekly, assent.Monthly), Often: s.t("page.often.hint", s.named("newsletter")...),
	}
}

func (s *scene) pauses() []web.Option {
	return s.options("page.own.pause.", "two_weeks", "one_month", "three_months")
}

func (s *scene) options(prefix string, codes ...string) []web.Option {
	var out []web.Option
	for _, code := range codes {
		out = append(out, web.Option{Code: code, Name: s.t(prefix + code)})
	}
	return out
}

func (s *scene) left(lead string) *web.SaidPage {
	p := s.good("verdier", "page.left.title", "page.left.title", "page.left.now", "page.left.service")
	p.Lead, p.Next = lead, &web.Link{URL: "/o/newsletter", Text: s.t("page.left.again")}
	return p
}

func (s *scene) find() *web.FindPage {
	return &web.FindPage{Frame: s.frame("verdier", s.t("page.find.title")), Action: "/o/newsletter", Numbers: true}
}
