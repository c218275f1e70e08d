package storybook

import (
	"assent"
	"assent/web"
)

var signingUp = []State{
	{"Home", "forms of two brands", (*scene).home},
	{"Home", "nothing published yet", func(s *scene) web.Page { return &web.HomePage{Frame: s.wide("", s.t("page.home.title"))} }},
	{"Home", "of the demonstration", func(s *scene) web.Page {
		p := s.home().(*web.HomePage)
		p.Demo, p.Docs, p.Laws = true, "/openapi.json", "/laws"
		return p
	}},
	{"Form", "nothing filled in", func(s *scene) web.Page { return s.sheet() }},
	{"Form", "with all it can ask", func(s *scene) web.Page { return s.fullSheet() }},
	{"Form", "sent empty", func(s *scene) web.Page {
		p := s.sheet()
		p.Wrong = s.mistakes("email email_missing", "choice choice")
		return p
	}},
	{"Form", "with everything wrong", func(s *scene) web.Page {
		p := s.fullSheet()
		p.Typed = web.Typed{Email: "ana@", Phone: "12", Country: "FR", Kind: "employee", Ticked: []string{"newsletter:email", "newsletter:email:garden"}}
		p.Wrong = s.mistakes(" stale", "email email", "phone phone", "country country", "kind kind", "choice choice_unknown")
		return p
	}},
	{"Form", "with a privacy text of one purpose", func(s *scene) web.Page {
		p := s.sheet()
		p.Boxes[2].Privacy = "https://verdier.example/partners"
		return p
	}},
	{"Form", "started on another site", func(s *scene) web.Page {
		p := s.sheet()
		p.Boxes, p.Asked = []web.Box{s.picked("newsletter", 2), s.picked("partner_offers", 0)}, true
		p.Typed = web.Typed{Email: address, Ticked: []string{"newsletter:email", "partner_offers:email"}}
		return p
	}},
	{"Form", "of the second brand", func(s *scene) web.Page {
		p := s.sheet()
		form := s.form("workshops")
		p.Frame, p.Intro = s.wide(form.Brand, s.pick(form.Titles)), s.pick(form.Intros)
		p.Boxes = []web.Box{s.box("workshops", assent.Email), s.box("newsletter", assent.Email)}
		return p
	}},
	{"Said", "thanks for signing up", func(s *scene) web.Page {
		return s.good("verdier", "page.thanks.title", "page.thanks.text", "page.thanks.none", "page.thanks.later")
	}},
	{"Texted", "a code was texted", func(s *scene) web.Page { return s.texted() }},
	{"Texted", "another was asked for, and a mail address given", func(s *scene) web.Page {
		p := s.texted()
		p.Sent, p.Mail = s.t("page.texted.sent"), true
		return p
	}},
	{"Texted", "typed wrong", func(s *scene) web.Page {
		p := s.texted()
		p.Wrong = s.t("page.texted.wrong")
		return p
	}},
	{"Texted", "too many tries", func(s *scene) web.Page {
		p := s.texted()
		p.Wrong = s.t("page.texted.shut")
		return p
	}},
	{"Said", "codes in another browser", func(s *scene) web.Page {
		return s.sorry("verdier", "page.texted.closed", "page.confirm.again")
	}},
	{"Embed", "with sites", func(s *scene) web.Page {
		return s.embed("https://blog.verdier.example", "https://shop.verdier.example")
	}},
	{"Embed", "without sites", func(s *scene) web.Page { return s.embed() }},
}

func (s *scene) home() web.Page {
	p := &web.HomePage{Frame: s.wide("", s.t("page.home.title")), Find: "/o/newsletter"}
	for _, id := range []string{"newsletter", "workshops"} {
		form := s.form(id)
		p.Forms = append(p.Forms, web.FormTile{
			Brand: s.frame(form.Brand, "").Brand.Name, Title: s.pick(form.Titles), Intro: s.pick(form.Intros), URL: "/f/" + id,
		})
	}
	return p
}

// sheet is the sign-up form as it is first shown.
func (s *scene) sheet() *web.FormPage {
	form := s.form("newsletter")
	return &web.FormPage{
		Frame: s.wide(form.Brand, s.pick(form.Titles)), Intro: s.pick(form.Intros), Action: "/f/newsletter",
		AskEmail: true, EmailRequired: true, Countries: s.p.Countries(), Notice: s.notice(), Confirms: true,
		Boxes: []web.Box{s.box("newsletter", assent.Email), s.box("offers", assent.Email), s.box("partner_offers", assent.Email)},
	}
}

// fullSheet asks for all that a form can ask for.
func (s *scene) fullSheet() *web.FormPage {
	p := s.sheet()
	p.AskPhone, p.EmailRequired = true, false
	p.Boxes = append(p.Boxes, s.box("offers", assent.SMS))
	for _, k := range assent.RecipientKinds() {
		p.Kinds = append(p.Kinds, web.Option{Code: string(k), Name: s.t("kind." + string(k))})
	}
	return p
}

// texted asks for the digits of a text.
func (s *scene) texted() *web.TextedPage {
	return &web.TextedPage{Frame: s.frame("verdier", s.t("page.texted.title")), Action: "/f/newsletter/code", Cancel: "/u/token"}
}

// mistakes are pairs of a field and what is wrong with it.
func (s *scene) mistakes(pairs ...string) []web.Wrong {
	var out []web.Wrong
	for _, pair := range pairs {
		field, what := cut(pair)
		out = append(out, web.Wrong{Field: field, Sentence: s.t("page.form.error." + what)})
	}
	return out
}

func (s *scene) embed(origins ...string) web.Page {
	return &web.EmbedPage{
		Frame: s.wide("verdier", s.t("page.embed.title")), Origins: origins,
		Snippet: "<form method=\"post\" action=\"https://choices.verdier.example/f/newsletter/start?lang=" + s.p.Language() + "\">\n" +
			"  <label>" + s.t("page.form.email") + " <input type=\"email\" name=\"email\" autocomplete=\"email\" required></label>\n" +
			"  <button type=\"submit\">" + s.t("page.form.submit") + "</button>\n</form>\n",
		Script: `<script src="https://choices.verdier.example/f/newsletter/embed.js?lang=` + s.p.Language() + `" async></script>`,
	}
}
