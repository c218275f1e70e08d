package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/locale"
)

// Box is one choice as it is shown.
type Box struct {
	Key         string // "purpose:channel", as the form posts it
	Name        string
	By          string // "by e-mail"
	Sentence    string
	Description string
	Topics      []TopicBox
	Partners    []string // for whom a partner consent is given, by name
	List        string   // list@version of the partners shown
	Privacy     string   // address of what is done with the data for this purpose
	Picked      []string // names of the topics that were picked, when only they are shown
	choice      catalogue.Box
}

// TopicBox is one topic within a box.
type TopicBox struct {
	Key  string // "purpose:channel:topic"
	Name string
	id   string
}

// Notice is the notice as it is shown.
type Notice struct {
	Text     string
	Version  string
	Language string
	id       string
}

// shown is all the wording of a form in one language: what a person saw before she answered.
// Its digest is the wording that goes into the evidence.
type shown struct {
	form   *catalogue.CollectionPoint
	title  string
	intro  string
	boxes  []Box
	notice *Notice
	asked  bool              // the boxes are not choices but what is asked for, and one button agrees to all
	sum    [sha256.Size]byte // the digest, once it is known
}

// wordingOf says how a form reads in the printer's language.
func wordingOf(c *catalogue.Catalogue, form *catalogue.CollectionPoint, p *locale.Printer) shown {
	s := shown{form: form}
	s.title, _ = p.Pick(form.Titles)
	s.intro, _ = p.Pick(form.Intros)
	for _, b := range form.Boxes {
		if purpose, ok := c.Purpose(b.Purpose); ok {
			s.boxes = append(s.boxes, boxOf(c, purpose, b, p))
		}
	}
	if n, ok := c.Notice(form.Notice, ""); ok {
		text, language := p.Pick(n.Languages)
		s.notice = &Notice{Text: text, Version: n.Version, Language: language, id: n.ID}
	}
	return s
}

func boxOf(c *catalogue.Catalogue, purpose *catalogue.Purpose, b catalogue.Box, p *locale.Printer) Box {
	box := Box{
		Key:    b.Purpose + ":" + string(b.Channel),
		By:     p.Text("by_channel." + string(b.Channel)),
		choice: b, Privacy: purpose.PrivacyURL,
	}
	box.Name, _ = p.Pick(purpose.Names)
	box.Sentence, _ = p.Pick(purpose.Sentences)
	box.Description, _ = p.Pick(purpose.Descriptions)
	for _, t := range purpose.Topics {
		if slices.Contains(b.Topics, t.ID) {
			name, _ := p.Pick(t.Names)
			box.Topics = append(box.Topics, TopicBox{Key: box.Key + ":" + t.ID, Name: name, id: t.ID})
		}
	}
	if list, ok := c.PartnerList(purpose.PartnerList); ok && purpose.PartnerList != "" {
		box.List = list.Ref()
		for _, partner := range list.Partners {
			box.Partners = append(box.Partners, partner.Name)
		}
	}
	return box
}

// only leaves the boxes that were chosen elsewhere, with the topics picked: they are what is asked.
func (s shown) only(ticked []string) shown {
	out := s
	out.boxes, out.asked, out.sum = nil, true, [sha256.Size]byte{}
	for _, b := range s.boxes {
		topics, chosen := b.answer(ticked)
		if !chosen {
			continue
		}
		b.Picked = nil
		for _, t := range b.Topics {
			if slices.Contains(topics, t.id) {
				b.Picked = append(b.Picked, t.Name)
			}
		}
		b.Topics = nil
		out.boxes = append(out.boxes, b)
	}
	return out
}

// answer reads the posted choices for one box: the topics picked, and whether the box is ticked.
// Ticking a topic ticks its box.
func (b Box) answer(ticked []string) (topics []string, chosen bool) {
	for _, key := range ticked {
		if key == b.Key {
			chosen = true
		} else if topic, ok := strings.CutPrefix(key, b.Key+":"); ok {
			chosen, topics = true, append(topics, topic)
		}
	}
	return topics, chosen
}

// knows reports whether the form has a box or topic of this key.
func (s shown) knows(key string) bool {
	return slices.ContainsFunc(s.boxes, func(b Box) bool {
		return b.Key == key || slices.ContainsFunc(b.choice.Topics, func(topic string) bool { return key == b.Key+":"+topic })
	})
}

// digest is the SHA-256 of the wording: a JSON array of every text in its order.
func (s shown) digest() [sha256.Size]byte {
	if s.sum != [sha256.Size]byte{} {
		return s.sum
	}
	words := []any{s.form.ID, s.asked, s.title, s.intro}
	for _, b := range s.boxes {
		words = append(words, b.Key, b.Name, b.By, b.Sentence, b.Description, b.Partners, b.List, b.Privacy, b.Picked)
		for _, t := range b.Topics {
			words = append(words, t.Key, t.Name)
		}
	}
	if s.notice != nil {
		words = append(words, s.notice.id, s.notice.Version, s.notice.Language, s.notice.Text)
	}
	body, err := json.Marshal(words)
	if err != nil {
		panic(err) // texts and flags always encode
	}
	return sha256.Sum256(body)
}

// answers reports whether a digest that came with a post is that of the wording.
func (s shown) answers(digest []byte) bool {
	want := s.digest()
	return string(digest) == string(want[:])
}

// evidence proves what was on the page. A box that needs an address which was not given is not
// listed: it could not be answered, so leaving it blank says nothing.
func (s shown) evidence(t Typed) *assent.Evidence {
	digest := s.digest()
	e := &assent.Evidence{Wording: hex.EncodeToString(digest[:])}
	for _, b := range s.boxes {
		if t.lacks(b) == "" {
			e.Shown = append(e.Shown, b.Key)
		}
	}
	return e
}
