package law

import (
	"slices"
	"strings"

	"assent"
)

// Book is the statute book: the compiled packs of all jurisdictions. It is immutable and
// safe for concurrent use.
type Book struct {
	packs   []*Pack
	byCode  map[string]*Pack
	sources map[string]*packFile // as read, by jurisdiction
}

// Pack is one jurisdiction's law, in both profiles.
type Pack struct {
	Code    string   // EU, FR, US-TX
	Name    string   // in English
	Aliases []string // other codes for it
	Extends string   // the pack whose rules it takes over; empty for the common ground
	State   Date     // the day whose law it tells

	key      string // in the book's sources
	rules    *rules
	editions map[Profile]*edition
}

// Fallback is the jurisdiction that answers for those without a pack.
const Fallback = "EU"

// Jurisdictions lists the packs by code.
func (b *Book) Jurisdictions() []*Pack { return slices.Clone(b.packs) }

// Jurisdiction finds the pack that answers for a code: its own, that of the country of a
// state (CA-QC → CA), else the fallback.
func (b *Book) Jurisdiction(code string) *Pack {
	code = strings.ToUpper(code)
	if p := b.byCode[code]; p != nil {
		return p
	}
	country, _, _ := strings.Cut(code, "-")
	if p := b.byCode[country]; p != nil {
		return p
	}
	return b.byCode[Fallback]
}

func (b *Book) edition(q Question) *edition {
	p := b.Jurisdiction(q.Jurisdiction)
	if q.Profile == StatuteOnly {
		return p.editions[StatuteOnly]
	}
	return p.editions[Prudent]
}

// common is the ground of all packs, which is no place and has no cells of its own kind.
const common = "common"

// newBook links the packs as read, and compiles them.
func newBook(files map[string]*packFile) (*Book, error) {
	b := &Book{byCode: map[string]*Pack{}, sources: files}
	for _, name := range sortedKeys(files) {
		if name == common {
			continue
		}
		p, err := b.link(name)
		if err != nil {
			return nil, err
		}
		b.packs = append(b.packs, p)
		for _, code := range append([]string{p.Code}, p.Aliases...) {
			b.byCode[code] = p
		}
	}
	if b.byCode[Fallback] == nil {
		return nil, assent.Problemf("LAW_PACK", "There is no pack for %s, which answers for countries without one.", Fallback)
	}
	return b, nil
}

func (b *Book) link(name string) (*Pack, error) {
	file := b.sources[name]
	r, err := inherit(b.sources, name)
	if err != nil {
		return nil, err
	}
	p := &Pack{Code: file.Jurisdiction, key: name, Name: file.Name, Aliases: file.Aliases, Extends: file.Extends,
		State: file.State, rules: r, editions: map[Profile]*edition{}}
	for _, profile := range []Profile{Prudent, StatuteOnly} {
		if p.editions[profile], err = compile(p.Code, r, profile); err != nil {
			return nil, in(p.Code, err)
		}
	}
	return p, nil
}
