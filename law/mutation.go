package law

import (
	"bytes"
	"cmp"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// MutationReport says how well the packs are guarded: of all small spoilings of a pack, how
// many the checker or a case notices.
type MutationReport struct {
	Packs     []MutationScore `json:"packs"`
	Survivors []Finding       `json:"survivors"` // spoilings that nothing notices and nobody proved harmless
	Stale     []Finding       `json:"stale"`     // proofs of what is noticed after all, or not there any more
}

// MutationScore counts the spoilings of one pack.
type MutationScore struct {
	Pack       string `json:"pack"`
	Mutants    int    `json:"mutants"`
	Noticed    int    `json:"noticed"`
	Equivalent int    `json:"equivalent"` // change no answer, with proof
}

// Clean reports whether nothing survives that is not proven, and no proof is of nothing.
func (r MutationReport) Clean() bool { return len(r.Survivors) == 0 && len(r.Stale) == 0 }

// Score is the share that is noticed of those that could be, in percent.
func (s MutationScore) Score() float64 {
	if s.Mutants == s.Equivalent {
		return 100
	}
	return 100 * float64(s.Noticed) / float64(s.Mutants-s.Equivalent)
}

// equivalent is a spoiling that changes no answer, with the proof. A pack lists them in its
// equivalent.yaml.
type equivalent struct {
	Mutant string `yaml:"mutant"`
	Proof  string `yaml:"proof"`
}

// CheckMutants spoils the packs of some jurisdictions (of all, and the common ground, if
// none is named) in every small way, one at a time, and looks whether the book still reads,
// whether its grid is whole, and whether every case still holds: of the pack itself, and of
// the packs that take over from it. It uses all processors.
func (b *Book) CheckMutants(jurisdictions ...string) MutationReport {
	r := mutationRun{book: b, cases: b.readyCases()}
	var report MutationReport
	for _, key := range sortedKeys(b.sources) {
		if len(jurisdictions) > 0 && !slices.Contains(jurisdictions, b.sources[key].Jurisdiction) {
			continue
		}
		r.pack(key, &report)
	}
	return report
}

// mutationRun holds what all mutants are tried against. Nothing of it changes.
type mutationRun struct {
	book  *Book
	cases map[string][]readyCase // by pack
}

// readyCases reads the cases of every pack once. Files that cannot be read are the affair
// of Check.
func (b *Book) readyCases() map[string][]readyCase {
	out := map[string][]readyCase{}
	for key, p := range b.sources {
		file, err := readCases(bytes.NewReader(p.cases))
		if err != nil {
			continue
		}
		for i := range file.Cases {
			if c, err := file.Cases[i].ready(); err == nil {
				out[key] = append(out[key], c)
			}
		}
	}
	return out
}

// pack tries every mutant of one pack and settles the account with its proofs.
func (r *mutationRun) pack(key string, report *MutationReport) {
	file := r.book.sources[key]
	mutants := r.book.mutants(key)
	score := MutationScore{Pack: file.Jurisdiction, Mutants: len(mutants)}
	open := map[string]string{} // proofs not yet used
	for _, e := range file.equivalents {
		open[e.Mutant] = e.Proof
	}
	for i, noticed := range r.try(mutants) {
		proof, named := open[mutants[i].name]
		switch {
		case noticed:
			score.Noticed++
		case named && strings.TrimSpace(proof) != "":
			score.Equivalent++
			delete(open, mutants[i].name)
		default:
			report.Survivors = append(report.Survivors, Finding{file.Jurisdiction, mutants[i].name, "No case notices it."})
		}
	}
	for _, name := range sortedKeys(open) {
		report.Stale = append(report.Stale, Finding{file.Jurisdiction, name, "It is listed as changing no answer, but is noticed, or is not there, or has no proof."})
	}
	report.Packs = append(report.Packs, score)
}

// try reports for each mutant whether it is noticed.
func (r *mutationRun) try(mutants []mutant) []bool {
	out := make([]bool, len(mutants))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				out[i] = r.noticed(mutants[i])
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	workers.Wait()
	return out
}

// noticed spoils one pack of the book and looks for the first thing that tells.
func (r *mutationRun) noticed(m mutant) bool {
	spoiled := *r.book
	spoiled.sources = maps.Clone(r.book.sources)
	spoiled.byCode = maps.Clone(r.book.byCode)
	file := r.book.sources[m.pack].copy()
	m.spoil(file)
	spoiled.sources[m.pack] = file
	for _, p := range r.book.heirs(m.pack) {
		heir, err := spoiled.link(p.key)
		if err != nil {
			return true
		}
		for _, code := range append([]string{p.Code}, p.Aliases...) {
			spoiled.byCode[code] = heir
		}
		if m.grid && !spoiled.wholeGrid(heir) || slices.ContainsFunc(r.cases[p.key], func(c readyCase) bool { return !c.holds(&spoiled) }) {
			return true
		}
	}
	return false
}

// heirs lists the packs in which a pack's rules count: itself, then those that take over
// from it, the nearest first.
func (b *Book) heirs(key string) []*Pack {
	distance := func(p *Pack) int { return slices.Index(p.rules.chain, key) }
	out := slices.DeleteFunc(slices.Clone(b.packs), func(p *Pack) bool { return distance(p) < 0 })
	slices.SortStableFunc(out, func(x, y *Pack) int { return cmp.Compare(distance(x), distance(y)) })
	return out
}

// wholeGrid reports whether every cell of a pack exists exactly once at every time.
func (b *Book) wholeGrid(p *Pack) bool {
	c := checker{book: b}
	c.grid(p)
	return len(c.report.Findings) == 0
}
