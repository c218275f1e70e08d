package storybook

import (
	"assent"
	"assent/web"
)

// What an organisation can make of its pages, and what becomes of a press.
var variants = []State{
	{"Leave", "a short variant, everything first", func(s *scene) web.Page {
		p := s.leave()
		p.Blocks, p.Intro = []string{"everything", "this", "remains", "adapt"}, s.t("page.left.this_plain")
		return p
	}},
	{"Leave", "something else stops with it", func(s *scene) web.Page {
		p := s.leave()
		p.Ways[0].Hint = s.t("page.leave.ends", "names", s.pick(s.purpose("partner_offers").Names)) + " " + s.t("page.leave.this_hint")
		return p
	}},
	{"Leave", "to finish leaving, from a mail", func(s *scene) web.Page {
		p := s.leave()
		p.Blocks, p.Ways, p.Adapt = []string{"this", "everything", "remains"}, p.Ways[1:], ""
		return p
	}},
	{"Sure", "one thing", func(s *scene) web.Page { return s.sure(0) }},
	{"Sure", "everything", func(s *scene) web.Page { return s.sure(1) }},
	{"Said", "a mail asks once more", func(s *scene) web.Page {
		p := s.good("verdier", "page.sure.mailed_title", "page.sure.mailed")
		p.Good = false
		return p
	}},
	{"Said", "left one thing just now", func(s *scene) web.Page {
		p := s.left(s.t("page.left.this", s.named("offers")...))
		p.More = append([]string{s.t("page.left.ends", "names", s.pick(s.purpose("partner_offers").Names))}, p.More...)
		p.Undo, p.Nonce = "/u/done/undo", "nonce"
		return p
	}},
	{"Said", "undone", func(s *scene) web.Page { return s.good("verdier", "page.undo.done_title", "page.undo.done") }},
	{"Said", "too late to undo", func(s *scene) web.Page { return s.sorry("", "page.undo.late", "page.left.again") }},
	{"Said", "fewer messages", func(s *scene) web.Page {
		p := s.good("verdier", "page.left.often_title", "page.left.often_title")
		p.Lead = s.t("page.left.weekly", s.named("newsletter")...)
		return p
	}},
	{"Choices", "a variant, with frequencies", func(s *scene) web.Page {
		p := s.choices()
		p.Blocks, p.Intro = []string{"everything", "choices"}, s.t("page.own.save_hint")
		row := &p.Sections[0].Purposes[0]
		row.AtMost = "newsletter:" + assent.Weekly
		for _, code := range []string{"any", "weekly", "monthly"} {
			row.Often = append(row.Often, web.Option{Code: "newsletter:" + code, Name: s.t("page.often." + code)})
		}
		return p
	}},
	{"Data", "a variant that shows little", func(s *scene) web.Page {
		p := s.data()
		p.Blocks, p.Facts, p.Others, p.Countries, p.Move = []string{"erase", "export", "correct", "data"}, p.Facts[:1], nil, nil, ""
		return p
	}},
	{"Erase", "while it waits, in the words of a variant", func(s *scene) web.Page {
		p := s.erase(s.moment())
		p.Note = s.t("page.own.left")
		return p
	}},
}

// sure asks once more about one of the ways out.
func (s *scene) sure(way int) web.Page {
	return &web.SurePage{
		Frame: s.frame("verdier", s.t("page.sure.title")), Action: "/u/token", Nonce: "nonce", Address: masked,
		Press: s.leave().Ways[way], Back: "/u/token",
	}
}
