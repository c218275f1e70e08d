package storybook

import (
	"assent"
	"assent/web"
)

var answering = []State{
	{"Answer", "may we write to you", func(s *scene) web.Page { return s.question() }},
	{"Answer", "a machine was here", func(s *scene) web.Page {
		p := s.question()
		p.Code = true
		return p
	}},
	{"Answer", "one without what it requires", func(s *scene) web.Page {
		p := s.question()
		p.Ticked = []string{p.Boxes[1].Key}
		p.Wrong = []string{s.t("page.form.error.requires", "name", p.Boxes[1].Name, "other", p.Boxes[0].Name)}
		return p
	}},
	{"Answered", "answered just now", (*scene).answered},
	{"Answered", "the link is opened again", func(s *scene) web.Page {
		return &web.AnsweredPage{Frame: s.frame("verdier", s.t("page.answer.done_title")), Own: "/p/token"}
	}},
	{"Said", "nothing to answer any more", func(s *scene) web.Page { return s.sorry("verdier", "page.answer.gone", "page.fault.home") }},
	{"Said", "the question has run out", func(s *scene) web.Page { return s.sorry("verdier", "page.answer.expired", "page.fault.home") }},
	{"Portal", "from a customer area", func(s *scene) web.Page {
		return &web.PortalPage{Frame: s.frame("verdier", s.t("page.portal.title")), Action: "/portal/token", Address: masked}
	}},
	{"Said", "the way from a customer area has closed", func(s *scene) web.Page { return s.sorry("", "page.portal.over", "page.fault.home") }},
}

func (s *scene) question() *web.AnswerPage {
	return &web.AnswerPage{
		Frame:  s.frame("verdier", s.t("page.answer.title", "brand", "Maison Verdier")),
		Action: "/a/token", Address: masked, Boxes: []web.Box{s.box("newsletter", assent.Email), s.box("offers", assent.Email)}, Notice: s.notice(),
	}
}

func (s *scene) answered() web.Page {
	return &web.AnsweredPage{
		Frame: s.frame("verdier", s.t("page.answer.done_title")),
		Answers: []web.Answer{
			{Name: s.pick(s.purpose("newsletter").Names), By: s.by(assent.Email), Yes: true},
			{Name: s.pick(s.purpose("offers").Names), By: s.by(assent.Email)},
		},
	}
}
