package main

import (
	"sync"
	"time"

	"assent"
	"assent/law"
)

// proofs tells what the law takes for proof of a consent. Each sign-up asks while others wait for their turn, and to
// ask the book costs more than to record: so what it says is remembered for the minute.
type proofs struct {
	book *law.Book
	now  func() time.Time

	mu   sync.Mutex
	at   law.Moment
	said map[place]bool
}

// place is where and by what way somebody is reached.
type place struct {
	country string
	channel assent.Channel
}

// doubleOptIn reports whether today only a double opt-in proves a consent.
func (p *proofs) doubleOptIn(country string, channel assent.Channel) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := law.MomentOf(p.now()); at != p.at || p.said == nil {
		p.at, p.said = at, map[place]bool{}
	}
	key := place{country, channel}
	needed, known := p.said[key]
	if !known {
		needed = p.book.NeedsConfirmation(country, channel, p.at)
		p.said[key] = needed
	}
	return needed
}
