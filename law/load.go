package law

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"assent"
)

//go:embed packs
var embedded embed.FS

// Embedded returns the book of the packs that come with the program.
func Embedded() (*Book, error) { return Load() }

// Load returns the embedded packs together with those of the operator's directories, each
// a directory of pack directories. A pack of the same jurisdiction in a later directory
// replaces the earlier one. Errors are Problems that name the file or the rule.
func Load(dirs ...fs.FS) (*Book, error) {
	own, err := fs.Sub(embedded, "packs")
	if err != nil {
		return nil, err
	}
	files := map[string]*packFile{}
	for _, dir := range append([]fs.FS{own}, dirs...) {
		if err := readPacks(dir, files); err != nil {
			return nil, err
		}
	}
	return newBook(files)
}

// readPacks reads every directory that holds a pack.
func readPacks(dir fs.FS, into map[string]*packFile) error {
	names, err := fs.Glob(dir, "*/*.yaml")
	if err != nil {
		return err
	}
	packs := map[string][]string{}
	for _, name := range names {
		packs[path.Dir(name)] = append(packs[path.Dir(name)], name)
	}
	for _, folder := range sortedKeys(packs) {
		p, err := readPack(dir, packs[folder])
		if err != nil {
			return err
		}
		if p.Jurisdiction == "" {
			return assent.Problemf("LAW_PACK", "The pack in %s does not name its jurisdiction.", folder)
		}
		p.key = strings.ToLower(p.Jurisdiction)
		into[p.key] = p
	}
	return nil
}

// readPack adds the files of one pack up.
func readPack(dir fs.FS, names []string) (*packFile, error) {
	sum := &packFile{}
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		if err := sum.read(name, text); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// read takes one file of the pack in.
func (p *packFile) read(name string, text []byte) error {
	switch path.Base(name) {
	case "cases.yaml":
		p.cases = text
		return nil
	case "equivalent.yaml":
		return decode(name, text, &p.equivalents)
	}
	var part packFile
	if err := decode(name, text, &part); err != nil {
		return err
	}
	return p.add(&part, name)
}

// decode reads YAML in which every key must be known.
func decode(name string, text []byte, into any) error {
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into); err != nil {
		return assent.Problemf("LAW_PACK", "%s: %s", name, yaml.FormatError(err, false, true))
	}
	return nil
}

// add joins another file of the same pack. A name may be given once only.
func (p *packFile) add(part *packFile, name string) error {
	for _, dup := range []string{
		union(&p.Sources, part.Sources), union(&p.Windows, part.Windows), union(&p.Bases, part.Bases),
		union(&p.Conditions, part.Conditions), union(&p.Gates, part.Gates), union(&p.Obligations, part.Obligations),
	} {
		if dup != "" {
			return assent.Problemf("LAW_PACK", "%s defines %q, which another file of the pack defines too.", name, dup)
		}
	}
	p.Jurisdiction = cmp.Or(p.Jurisdiction, part.Jurisdiction)
	p.Name = cmp.Or(p.Name, part.Name)
	p.Extends = cmp.Or(p.Extends, part.Extends)
	p.State = cmp.Or(p.State, part.State)
	p.Aliases = append(p.Aliases, part.Aliases...)
	p.Holidays = append(p.Holidays, part.Holidays...)
	p.Cells = append(p.Cells, part.Cells...)
	p.Judged = append(p.Judged, part.Judged...)
	if part.StopWords != nil {
		p.StopWords = part.StopWords
	}
	if part.Headline != nil {
		p.Headline = part.Headline
	}
	return nil
}

// union adds b to a and returns a name that both have, if any.
func union[V any](a *map[string]V, b map[string]V) string {
	if *a == nil {
		*a = map[string]V{}
	}
	for name, v := range b {
		if _, ok := (*a)[name]; ok {
			return name
		}
		(*a)[name] = v
	}
	return ""
}

// inherit lays a pack over those that it extends: names replace names, cells lie in layers,
// stop words add up; holidays, judgements and the headline are taken over unless given.
func inherit(files map[string]*packFile, name string) (*rules, error) {
	var chain []*packFile
	for at := name; at != ""; at = files[at].parent() {
		if files[at] == nil {
			return nil, assent.Problemf("LAW_PACK", "%s extends %s, which is no pack.", name, at)
		}
		if slices.Contains(chain, files[at]) {
			return nil, assent.Problemf("LAW_PACK", "%s extends itself.", at)
		}
		chain = append(chain, files[at])
	}
	r := &rules{}
	for _, p := range slices.Backward(chain) {
		r.overlay(p)
	}
	r.periods = r.allPeriods()
	return r, nil
}

func (r *rules) overlay(p *packFile) {
	replace(&r.Sources, p.Sources)
	replace(&r.Windows, p.Windows)
	replace(&r.Bases, p.Bases)
	replace(&r.Conditions, p.Conditions)
	replace(&r.Gates, p.Gates)
	replace(&r.Obligations, p.Obligations)
	r.layers = slices.Insert(r.layers, 0, p.Cells)
	r.chain = slices.Insert(r.chain, 0, p.key)
	if p.Holidays != nil {
		r.Holidays = p.Holidays
	}
	if p.Judged != nil {
		r.Judged = p.Judged
	}
	if p.Headline != nil {
		r.Headline = p.Headline
	}
	if p.StopWords != nil {
		r.StopWords = r.StopWords.and(p.StopWords)
	}
}

func replace[V any](a *map[string]V, b map[string]V) {
	if *a == nil {
		*a = map[string]V{}
	}
	maps.Copy(*a, b)
}

// and adds the words of another list.
func (s *StopWords) and(o *StopWords) *StopWords {
	if s == nil {
		return o
	}
	return &StopWords{
		Whole:    slices.Concat(s.Whole, o.Whole),
		Contains: slices.Concat(s.Contains, o.Contains),
		Cite:     slices.Concat(s.Cite, o.Cite),
	}
}

// allPeriods lists the periods that any expression of the rules counts.
func (r *rules) allPeriods() []Period {
	set := map[Period]bool{}
	collect := func(e *Expr) { e.periods(set) }
	for _, c := range r.Conditions {
		collect(&c.Needs)
	}
	for _, g := range r.Gates {
		for _, e := range []*Expr{g.Closed, g.Open, g.Unless} {
			collect(e)
		}
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b Period) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
}

func (e *Expr) periods(into map[Period]bool) {
	if e == nil {
		return
	}
	for _, p := range []*Period{e.Within, e.Fresh} {
		if p != nil {
			into[*p] = true
		}
	}
	if e.Attempts != nil {
		into[e.Attempts.Within] = true
	}
	for _, c := range e.children() {
		c.periods(into)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
