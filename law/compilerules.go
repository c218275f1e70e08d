package law

import (
	"errors"
	"slices"

	"assent"
)

// in names the rule in which a problem was found.
func in(rule string, err error) error {
	if p, ok := assent.AsProblem(err); ok {
		return p.In(rule)
	}
	return err
}

// basis compiles a basis as it is in force on a day; nil if it is not in force.
func (ed *edition) basis(name string, day Date) (*basisPlan, error) {
	rule, ok := ed.rules.Bases[name]
	if !ok {
		return nil, assent.Problemf("LAW_PACK", "%s has no basis called %q.", ed.code, name)
	}
	if !rule.in(day, ed.profile) {
		return nil, nil
	}
	b := &basisPlan{name: name, rule: &rule, about: -1}
	for _, cond := range rule.Needs {
		c, err := ed.condition(cond, day)
		if err != nil {
			return nil, in("bases."+name, err)
		}
		if c != nil {
			b.conds = append(b.conds, c)
		}
	}
	if rule.About != "" {
		b.about = slices.IndexFunc(b.conds, func(c *condPlan) bool { return c.name == rule.About })
		if b.about < 0 {
			return nil, assent.Problemf("LAW_PACK", "The basis %q is about %q, which is not among its needs.", name, rule.About)
		}
	}
	var err1, err2 error
	b.reasons, err1 = ed.named(rule.Reasons)
	b.cites, err2 = ed.cites(rule.Cite, day)
	return b, in("bases."+name, errors.Join(err1, err2))
}

// condition compiles a condition as it is in force on a day; nil if it is not in force.
func (ed *edition) condition(name string, day Date) (*condPlan, error) {
	rule, ok := ed.rules.Conditions[name]
	if !ok {
		return nil, assent.Problemf("LAW_PACK", "%s has no condition called %q.", ed.code, name)
	}
	if !rule.in(day, ed.profile) {
		return nil, nil
	}
	n, err1 := compiler{ed}.node(&rule.Needs)
	cites, err2 := ed.cites(rule.Cite, day)
	c := &condPlan{name: name, rule: &rule, node: n, rank: rankOf(rule.Rank, rule.Reason), cites: cites}
	if _, ok := ed.ranks[c.rank]; !ok && !rule.Unnamed {
		return nil, assent.Problemf("LAW_PACK", "The rank %q is not in the headline list.", c.rank).In("conditions." + name)
	}
	return c, in("conditions."+name, errors.Join(err1, err2))
}

func rankOf(rank string, reason assent.Reason) string {
	if rank != "" {
		return rank
	}
	return string(reason)
}

func (ed *edition) gate(g *gatePlan, day Date) error {
	if (g.rule.Closed == nil) == (g.rule.Open == nil) {
		return assent.Problemf("LAW_PACK", "A gate says either when it is closed or when it is open.").In("gates." + g.name)
	}
	var err1, err2, err3, err4 error
	g.closed, err1 = ed.optional(g.rule.Closed)
	g.open, err2 = ed.optional(g.rule.Open)
	g.unless, err3 = ed.optional(g.rule.Unless)
	g.cites, err4 = ed.cites(g.rule.Cite, day)
	g.rank = rankOf(g.rule.Rank, g.rule.Reason)
	if _, ok := ed.ranks[g.rank]; !ok {
		return assent.Problemf("LAW_PACK", "The rank %q is not in the headline list.", g.rank).In("gates." + g.name)
	}
	return in("gates."+g.name, errors.Join(err1, err2, err3, err4))
}

func (ed *edition) optional(e *Expr) (*node, error) {
	if e == nil {
		return nil, nil
	}
	n, err := compiler{ed}.node(e)
	return &n, err
}

func (ed *edition) obligation(o *obligationPlan) error {
	var err error
	if o.when, err = ed.optional(o.rule.When); err != nil {
		return err
	}
	if v := o.rule.Value; v != nil && v.Day != "" && v.Day != "expires_on" && v.Day != "as_of" {
		f, err := typed(v.Day, DayFact)
		o.day = f.day
		return err
	}
	return nil
}

func (ed *edition) compileHeadline() error {
	ed.ranks = map[string]int{}
	if ed.rules.Headline == nil {
		return assent.Problemf("LAW_PACK", "%s has no headline list; extend common.", ed.code)
	}
	for i, rank := range ed.rules.Headline.Deny {
		ed.ranks[rank] = i
	}
	for i := range ed.rules.Judged {
		j := &ed.rules.Judged[i]
		when, err := ed.optional(j.When)
		if err != nil {
			return in("judged", err)
		}
		ed.judged = append(ed.judged, judged{rule: j, when: when})
	}
	var err error
	ed.permits, err = ed.named(ed.rules.Headline.Permit)
	return in("headline", err)
}

func (ed *edition) named(list []NamedWhen) ([]namedNode, error) {
	var out []namedNode
	for i := range list {
		n, err := compiler{ed}.node(&list[i].When)
		if err != nil {
			return nil, err
		}
		out = append(out, namedNode{reason: list[i].Reason, node: n})
	}
	return out, nil
}

// cites gives the sources of a rule that speak on a day.
func (ed *edition) cites(keys []string, day Date) ([]Citation, error) {
	var out []Citation
	for _, key := range keys {
		s, ok := ed.rules.Sources[key]
		if !ok {
			return nil, assent.Problemf("LAW_PACK", "%s cites %q, which is not among the sources.", ed.code, key)
		}
		if s.in(day) {
			out = append(out, s.citation())
		}
	}
	return out, nil
}
