package web

import (
	"sync"

	"assent/catalogue"
	"assent/locale"
)

// readings keeps how each form reads in each language, with its digest: what is published is read by thousands, and
// all of them read the same. A publication makes another catalogue, and all readings anew.
type readings struct {
	mu   sync.RWMutex
	of   *catalogue.Catalogue // whose forms are kept
	kept map[reading]shown
}

type reading struct{ form, language string }

// wording is [wordingOf] a form of the catalogue in force.
func (k *readings) wording(c *catalogue.Catalogue, form *catalogue.CollectionPoint, p *locale.Printer) shown {
	key := reading{form.ID, p.Language()}
	k.mu.RLock()
	s, ok := k.kept[key]
	ok = ok && k.of == c
	k.mu.RUnlock()
	if ok {
		return s
	}
	s = wordingOf(c, form, p)
	s.sum = s.digest()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != c {
		k.of, k.kept = c, map[reading]shown{}
	}
	k.kept[key] = s
	return s
}
