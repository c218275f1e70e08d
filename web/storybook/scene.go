package storybook

import (
	"assent"
	"assent/catalogue"
	"assent/locale"
	"assent/web"
)

// scene is one state in one language, with the props that the tables draw from.
type scene struct {
	book  *Book
	state State
	p     *locale.Printer
}

// The person of the book, as she and as a stranger with her link sees her address.
const (
	address = "ana.lindqvist@example.org"
	masked  = "a•••@e•••.org"
)

// t is a message of the scene's language; none for no key. A key without a message is shown, so that tests find it.
func (s *scene) t(key string, args ...any) string {
	text, known := s.p.Lookup(key, args...)
	if !known && key != "" {
		return "no message " + key
	}
	return text
}

// day is a day in words.
func (s *scene) day(d assent.Day) string { return s.p.Day(d) }

// item finds an item of the sample organisation.
func item[I catalogue.Item](s *scene, is func(I) bool) I {
	for _, i := range s.book.items {
		if found, ok := i.(I); ok && is(found) {
			return found
		}
	}
	panic("the sample organisation has no such item") // the tables name what it has
}

func (s *scene) settings() *catalogue.Settings {
	return item(s, func(*catalogue.Settings) bool { return true })
}

func (s *scene) purpose(id string) *catalogue.Purpose {
	return item(s, func(p *catalogue.Purpose) bool { return p.ID == id })
}

func (s *scene) form(id string) *catalogue.CollectionPoint {
	return item(s, func(p *catalogue.CollectionPoint) bool { return p.ID == id })
}

// name is a purpose's, with the channel: "Newsletter by e-mail".
func (s *scene) name(purpose string, channel assent.Channel) string {
	return s.pick(s.purpose(purpose).Names) + " " + s.by(channel)
}

func (s *scene) by(channel assent.Channel) string { return s.t("by_channel." + string(channel)) }

func (s *scene) pick(texts catalogue.Texts) string {
	text, _ := s.p.Pick(texts)
	return text
}

// frame is the frame of a page in the name of a brand; "" is the organisation.
func (s *scene) frame(brand, title string) web.Frame {
	set := s.settings()
	f := web.Frame{
		Printer: s.p, Title: title, Brand: web.Look{Name: set.Name}, Org: set.Name, Privacy: set.PrivacyURL, Access: set.AccessEmail,
	}
	for _, b := range s.book.brands {
		if b.ID == brand {
			f.Brand = web.LookOf(b)
		}
	}
	for _, l := range s.book.Languages() {
		f.Tongues = append(f.Tongues, web.Tongue{Language: l, URL: "../" + Path(s.state, l.Code), Current: l.Code == s.p.Language()})
	}
	return f
}

// wide is a frame with room for lists and forms.
func (s *scene) wide(brand, title string) web.Frame {
	f := s.frame(brand, title)
	f.Wide = true
	return f
}

// box is one choice as a form shows it.
func (s *scene) box(purpose string, channel assent.Channel) web.Box {
	p := s.purpose(purpose)
	b := web.Box{
		Key: p.ID + ":" + string(channel), Name: s.pick(p.Names), By: s.by(channel),
		Sentence: s.pick(p.Sentences), Description: s.pick(p.Descriptions),
	}
	for _, t := range p.Topics {
		b.Topics = append(b.Topics, web.TopicBox{Key: b.Key + ":" + t.ID, Name: s.pick(t.Names)})
	}
	if p.PartnerList != "" {
		list := item(s, func(l *catalogue.PartnerList) bool { return l.ID == p.PartnerList })
		b.List = list.ID + "@1"
		for _, partner := range list.Partners {
			b.Partners = append(b.Partners, partner.Name)
		}
	}
	return b
}

// picked is a choice as it is asked for: with the topics that were picked, and no boxes.
func (s *scene) picked(purpose string, topics int) web.Box {
	b := s.box(purpose, assent.Email)
	for _, t := range b.Topics[:min(topics, len(b.Topics))] {
		b.Picked = append(b.Picked, t.Name)
	}
	b.Topics = nil
	return b
}

// notice is the notice beside the choices.
func (s *scene) notice() *web.Notice {
	n := item(s, func(*catalogue.Notice) bool { return true })
	text, language := s.p.Pick(n.Languages)
	return &web.Notice{Text: text, Version: n.Version, Language: language}
}
