package law

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"assent"
)

// Report is what [Book.Check] found.
type Report struct {
	Findings []Finding   `json:"findings"` // empty if the book is in order
	Packs    []PackCount `json:"packs"`
}

// Finding is one thing that is not in order.
type Finding struct {
	Pack string `json:"pack"`
	Rule string `json:"rule"` // cells[3], bases.consent, a case's id …
	Text string `json:"text"`
}

// PackCount says how much of a pack its cases exercise.
type PackCount struct {
	Pack      string `json:"pack"`
	Cells     int    `json:"cells"`   // fields of the grid, counted in each stretch of time
	Changes   int    `json:"changes"` // days on which its law changes
	Cases     int    `json:"cases"`
	Rules     int    `json:"rules"` // rows, bases, conditions, gates and obligations of its own
	Exercised int    `json:"exercised"`
}

// Check goes through the whole book: every cell exists exactly once at every time, every
// rule is cited and exercised by a case, and every case holds.
func (b *Book) Check() Report {
	c := checker{book: b, seen: map[ruleKey]bool{}}
	for _, p := range b.packs {
		c.cases(p)
	}
	for _, name := range sortedKeys(b.sources) {
		c.pack(name)
	}
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pack, b.Pack), cmp.Compare(a.Rule, b.Rule))
	})
	return c.report
}

// ruleKey names one rule of one pack.
type ruleKey struct{ pack, rule string }

type checker struct {
	book   *Book
	report Report
	seen   map[ruleKey]bool // rules that some case exercises
}

func (c *checker) find(pack, rule, format string, args ...any) {
	c.report.Findings = append(c.report.Findings, Finding{Pack: pack, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// cases runs a pack's own cases and notes which rules they exercise.
func (c *checker) cases(p *Pack) {
	text := c.book.sources[p.key].cases
	if text == nil {
		return
	}
	file, err := readCases(bytes.NewReader(text))
	if err != nil {
		c.find(p.Code, "cases.yaml", "%s", err)
		return
	}
	for i := range file.Cases {
		c.tryCase(p, &file.Cases[i])
	}
}

func (c *checker) tryCase(p *Pack, one *workedCase) {
	res, err := one.run(c.book)
	if err != nil {
		c.find(p.Code, one.ID, "%s", err)
		return
	}
	for _, d := range res.Diff {
		c.find(p.Code, one.ID, "%s", d)
	}
	facts, q, at, _ := one.question()
	for _, profile := range []Profile{Prudent, StatuteOnly} {
		q.Profile = profile
		if o := c.book.edition(q).evaluate(facts, &q, at); o != nil {
			c.note(c.book.Jurisdiction(q.Jurisdiction), o)
		}
	}
}

// note marks what an outcome exercises: the row it falls on, a basis that holds, a condition
// that fails, a gate that is closed, an obligation that is imposed.
func (c *checker) note(p *Pack, o *outcome) {
	c.mark(p, o.v.ed.rules.rowName(o.cell.row))
	for i, b := range o.cell.bases {
		if o.met.holds(o.cell.masks[i]) {
			c.mark(p, "bases."+b.name)
		}
		for k, cond := range b.conds {
			if o.lacks(i, k) {
				c.mark(p, "conditions."+cond.name)
			}
		}
	}
	for _, g := range o.shut() {
		c.mark(p, "gates."+g.name)
	}
	if o.permit() {
		c.noteObligations(p, o)
	}
}

func (c *checker) noteObligations(p *Pack, o *outcome) {
	imposed := o.obligations(o.expires())
	for _, plan := range o.cell.obligations {
		if slices.ContainsFunc(imposed, func(i Obligation) bool { return i.Code == plan.rule.Code }) {
			c.mark(p, "obligations."+plan.name)
		}
	}
}

// mark notes a rule under the pack that defines it.
func (c *checker) mark(p *Pack, rule string) {
	for at := p.key; at != ""; at = c.book.sources[at].parent() {
		if c.book.sources[at].defines(rule) {
			c.seen[ruleKey{at, rule}] = true
			return
		}
	}
}

// pack checks one pack as it is written.
func (c *checker) pack(name string) {
	file := c.book.sources[name]
	count := PackCount{Pack: file.Jurisdiction}
	for _, rule := range file.ruleNames() {
		count.Rules++
		if c.seen[ruleKey{name, rule}] || c.excused(name, rule) {
			count.Exercised++
		} else {
			c.find(file.Jurisdiction, rule, "No case exercises it.")
		}
	}
	c.citations(file)
	if p := c.book.byCode[file.Jurisdiction]; p != nil {
		count.Cells, count.Changes = c.grid(p)
	}
	if file.cases != nil {
		if cases, err := readCases(bytes.NewReader(file.cases)); err == nil {
			count.Cases = len(cases.Cases)
		}
	}
	c.report.Packs = append(c.report.Packs, count)
}

// excused reports whether a basis cannot hold, because one of its conditions never does.
func (c *checker) excused(name, rule string) bool {
	for _, p := range c.book.packs {
		for base, b := range p.rules.Bases {
			if "bases."+base != rule || p.key != name {
				continue
			}
			return slices.ContainsFunc(b.Needs, func(cond string) bool { return p.rules.Conditions[cond].Needs.Flag == "never" })
		}
	}
	return false
}

// grid checks that every cell exists exactly once in every stretch of time, and counts them.
func (c *checker) grid(p *Pack) (cells, changes int) {
	ed := p.editions[Prudent]
	for _, day := range ed.changes {
		for _, ch := range channelAxis {
			for _, r := range recipientAxis {
				for _, k := range kindAxis {
					if !ed.rules.alwaysJudged(k) {
						cells++
						c.field(p, ed, day, ch, r, k)
					}
				}
			}
		}
	}
	return cells, len(ed.rules.turns()) - 1
}

func (c *checker) field(p *Pack, ed *edition, day Date, ch assent.Channel, r assent.RecipientKind, k assent.MessageKind) {
	if row, _ := ed.row(day, ch, r, k); row == nil {
		c.find(p.Code, "cells", "No row for %s to %s, %s, from %s.", ch, r, k, since(day))
	} else if cites, _ := ed.cites(row.Cite, day); len(cites) == 0 {
		c.find(p.Code, "cells", "No source of the time for %s to %s, %s, from %s.", ch, r, k, since(day))
	}
	n := 0
	for i := range ed.rules.layers[0] {
		if row := &ed.rules.layers[0][i]; row.in(day, Prudent) && row.covers(ch, r, k) {
			n++
		}
	}
	if n > 1 {
		c.find(p.Code, "cells", "%d rows for %s to %s, %s, from %s.", n, ch, r, k, since(day))
	}
}

func since(day Date) string {
	if day == 0 {
		return "the beginning"
	}
	return day.String()
}

// alwaysJudged reports whether a kind of message is judged as another whatever the facts.
func (r *rules) alwaysJudged(k assent.MessageKind) bool {
	return slices.ContainsFunc(r.Judged, func(j Judgement) bool { return j.Kind == k && j.When == nil })
}
