package storybook

import "assent/web"

var confirming = []State{
	{"Confirm", "one choice", func(s *scene) web.Page { return s.confirm(s.picked("newsletter", 0)) }},
	{"Confirm", "several choices", func(s *scene) web.Page {
		return s.confirm(s.picked("newsletter", 2), s.picked("offers", 0), s.picked("partner_offers", 0))
	}},
	{"Code", "a machine was here", func(s *scene) web.Page { return s.askCode("") }},
	{"Code", "typed wrong", func(s *scene) web.Page { return s.askCode("page.confirm.code_wrong") }},
	{"Code", "too many tries", func(s *scene) web.Page { return s.askCode("page.confirm.code_tries") }},
	{"Said", "confirmed", func(s *scene) web.Page {
		return s.good("verdier", "page.confirmed.title", "page.confirmed.text", "page.confirmed.change", "page.close_page")
	}},
	{"Said", "confirmed before", func(s *scene) web.Page { return s.done("page.confirm.already") }},
	{"Said", "nothing to confirm any more", func(s *scene) web.Page {
		return s.sorry("verdier", "page.confirm.gone", "page.confirm.again")
	}},
	{"Said", "the link to confirm has run out", func(s *scene) web.Page {
		p := s.sorry("verdier", "page.expired.confirm", "page.confirm.again")
		p.Title = s.t("page.expired.title")
		return p
	}},
	{"Said", "the link to confirm is cut", func(s *scene) web.Page {
		return &web.SaidPage{
			Frame: s.frame("", s.t("page.unreadable.title")), Lead: s.t("page.unreadable.text"),
			Next: &web.Link{URL: "/o/newsletter", Text: s.t("page.unreadable.find")},
		}
	}},
}

func (s *scene) confirm(boxes ...web.Box) web.Page {
	return &web.ConfirmPage{Frame: s.frame("verdier", s.t("page.confirm.title")), Action: "/c/token", Address: masked, Boxes: boxes}
}

// askCode asks for the digits in the mail; wrong is the key of what was wrong with those typed.
func (s *scene) askCode(wrong string) web.Page {
	return &web.CodePage{
		Frame: s.frame("verdier", s.t("page.confirm.code_title")), Action: "/c/token",
		Lead: s.t("page.confirm.code_intro"), Button: s.t("page.confirm.code_button"), Wrong: s.t(wrong),
	}
}
