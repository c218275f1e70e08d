package storybook

import (
	"assent"
	"assent/web"
)

var own = []State{
	{"Door", "first look", func(s *scene) web.Page { return s.door("") }},
	{"Door", "press once more", func(s *scene) web.Page { return s.door("page.own.once_more") }},
	{"Door", "too many codes", func(s *scene) web.Page { return s.door("page.own.many_codes") }},
	{"Door", "of a number", func(s *scene) web.Page {
		p := s.door("").(*web.DoorPage)
		p.Address, p.ByText = "+33•••••78", true
		return p
	}},
	{"Code", "of one’s own page, by text", func(s *scene) web.Page {
		p := s.ownCode("").(*web.CodePage)
		p.Lead, p.ByText = s.t("page.own.code_intro_text"), true
		return p
	}},
	{"Code", "of one’s own page", func(s *scene) web.Page { return s.ownCode("") }},
	{"Code", "of one’s own page, typed wrong", func(s *scene) web.Page { return s.ownCode("page.confirm.code_wrong") }},
	{"Code", "of one’s own page, used up", func(s *scene) web.Page { return s.ownCode("page.own.code_shut") }},
	{"Choices", "as they stand", func(s *scene) web.Page { return s.choices() }},
	{"Choices", "just saved", func(s *scene) web.Page {
		p := s.choices()
		saved := s.saved()
		p.Done = &saved
		return p
	}},
	{"Choices", "not all taken", func(s *scene) web.Page {
		p := s.choices()
		p.Wrong = []string{s.t("page.form.error.stale"), s.t("page.form.error.requires",
			"name", s.pick(s.purpose("partner_offers").Names), "other", s.pick(s.purpose("offers").Names))}
		return p
	}},
	{"Choices", "in a break", func(s *scene) web.Page {
		p := s.choices()
		p.Paused = s.day("2026-12-16")
		return p
	}},
	{"Choices", "everything stopped", func(s *scene) web.Page {
		p := s.choices()
		p.Ticked, p.Stopped = nil, true
		for i := range p.Sections {
			for _, r := range p.Sections[i].Purposes {
				for k := range r.Squares {
					r.Squares[k].State, r.Squares[k].Also = s.since("withdrawn"), ""
				}
			}
		}
		return p
	}},
	{"Choices", "everything stopped just now", func(s *scene) web.Page {
		p := s.choices()
		p.Ticked, p.Stopped, p.Undo = nil, true, "/p/undo"
		for _, section := range p.Sections {
			for _, row := range section.Purposes {
				for i, square := range row.Squares {
					row.Squares[i].State = s.since("withdrawn")
					if !square.Fixed { // what the law would have allowed is stopped too
						row.Squares[i].Also = ""
					}
				}
			}
		}
		return p
	}},
	{"Choices", "one channel rarer than the others", func(s *scene) web.Page {
		p := s.choices()
		offers := &p.Sections[0].Purposes[1]
		offers.Squares[0].Also, offers.AtMost = s.t("page.often.monthly"), "offers:as_shown"
		for _, key := range []string{"as_shown", "any", "weekly", "monthly"} {
			offers.Often = append(offers.Often, web.Option{Code: "offers:" + key, Name: s.t("page.often." + key)})
		}
		return p
	}},
	{"Choices", "after a change of address", func(s *scene) web.Page {
		p := s.choices()
		p.Ticked, p.Moved = nil, true
		return p
	}},
	{"Said", "one’s own page is closed", func(s *scene) web.Page { return s.sorry("verdier", "page.own.closed", "page.fault.home") }},
	{"Said", "one’s own page was left", func(s *scene) web.Page { return s.done("page.own.left") }},
}

func (s *scene) door(wrong string) web.Page {
	return &web.DoorPage{
		Frame: s.frame("verdier", s.t("page.own.door_title")), Action: "/p/token", Address: masked, Leave: "/u/token", Wrong: s.t(wrong),
	}
}

func (s *scene) ownCode(wrong string) web.Page {
	return &web.CodePage{
		Frame: s.frame("verdier", s.t("page.own.code_title")), Action: "/p/code", Lead: s.t("page.own.code_intro"),
		Button: s.t("page.own.code_button"), Again: s.t("page.own.code_again"), Wrong: s.t(wrong),
	}
}

// ownFrame is the frame of a page behind the code; key is that of its title.
func (s *scene) ownFrame(key string) web.OwnFrame {
	f := web.OwnFrame{Frame: s.wide("verdier", s.t(key)), Address: address, Until: "14:05 UTC", Close: "/p/close"}
	for _, tab := range []string{"choices", "history", "data"} {
		title := "page.own." + tab + "_title"
		f.Tabs = append(f.Tabs, web.Tab{URL: "/p/" + tab, Text: s.t(title), Current: title == key})
	}
	return f
}

func (s *scene) choices() *web.ChoicesPage {
	return &web.ChoicesPage{
		OwnFrame: s.ownFrame("page.own.choices_title"), Action: "/p/choices", Ticked: []string{"newsletter:email", "newsletter:email:garden", "offers:email"},
		Sections: []web.Section{
			{Name: "Maison Verdier", Purposes: []web.Row{
				s.row("newsletter", nil, nil, s.square("newsletter", assent.Email, s.since("granted"), "")),
				s.row("offers", nil, []string{"partner_offers"},
					s.square("offers", assent.Email, s.since("granted"), ""),
					s.square("offers", assent.SMS, s.since("pending"), s.t("page.own.fixed")),
					s.square("offers", assent.LiveCall, s.since("refused"), s.t("page.own.fixed"))),
				s.row("partner_offers", []string{"offers"}, nil, s.square("partner_offers", assent.Email, s.since("withdrawn"), "")),
			}},
			{Name: "Atelier Verdier", Purposes: []web.Row{
				s.row("workshops", nil, nil, s.square("workshops", assent.Email, s.t("page.own.state.unknown"),
					s.t("page.own.lawful", "basis", s.t("basis.customer_exception")))),
			}},
		},
		Notice: s.notice(), Pauses: s.pauses(), Pause: "/p/pause", Stop: "/p/stop",
	}
}

func (s *scene) since(status string) string {
	return s.t("page.own.state."+status+"_since", "date", s.day("2026-11-03"))
}

func (s *scene) row(purpose string, needs, ends []string, squares ...web.Square) web.Row {
	b := s.box(purpose, assent.Email)
	r := web.Row{Name: b.Name, Sentence: b.Sentence, Description: b.Description, Partners: b.Partners, Squares: squares}
	for _, id := range needs {
		r.Needs = append(r.Needs, s.pick(s.purpose(id).Names))
	}
	for _, id := range ends {
		r.Ends = append(r.Ends, s.pick(s.purpose(id).Names))
	}
	return r
}

func (s *scene) square(purpose string, channel assent.Channel, state, also string) web.Square {
	return web.Square{Box: s.box(purpose, channel), State: state, Also: also, Fixed: channel != assent.Email}
}
