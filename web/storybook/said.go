package storybook

import (
	"strings"

	"assent/web"
)

// good is a page that says that something is done: keys of its title and sentences.
func (s *scene) good(brand, title, lead string, more ...string) *web.SaidPage {
	p := &web.SaidPage{Frame: s.frame(brand, s.t(title)), Good: true, Lead: s.t(lead)}
	for _, key := range more {
		p.More = append(p.More, s.t(key))
	}
	return p
}

// sorry is a page that says why something cannot be, by its key, and where to go on.
func (s *scene) sorry(brand, key, next string) *web.SaidPage {
	return &web.SaidPage{Frame: s.frame(brand, s.t(key+"_title")), Lead: s.t(key), Next: &web.Link{URL: "/", Text: s.t(next)}}
}

// done is a good page by its key.
func (s *scene) done(key string) *web.SaidPage { return s.good("verdier", key+"_title", key) }

func cut(pair string) (field, what string) {
	field, what, _ = strings.Cut(pair, " ")
	return field, what
}
