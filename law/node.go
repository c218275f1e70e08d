package law

import (
	"slices"

	"assent"
)

// node is a compiled expression: its facts are resolved, so that it can be read off a view.
type node struct {
	op     nodeOp
	kids   []node
	leaf   func(*view) Truth
	day    func(*view) Date // of a node that sets an end
	period Period
}

type nodeOp uint8

const (
	opLeaf   nodeOp = iota
	opWithin        // a leaf with an end
	opNot
	opAll
	opAny
	opRelationship
)

// truth reads the expression in three values: unknown stays unknown unless the other parts decide.
func (n *node) truth(v *view) Truth {
	switch n.op {
	case opNot:
		return negate(n.kids[0].truth(v))
	case opAll:
		return n.fold(v, True, False)
	case opAny:
		return n.fold(v, False, True)
	case opRelationship:
		return n.some(v)
	}
	return n.leaf(v)
}

func negate(t Truth) Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return NotKnown
}

// fold returns decisive if any part is, NotKnown if any part is, neutral otherwise.
func (n *node) fold(v *view, neutral, decisive Truth) Truth {
	out := neutral
	for i := range n.kids {
		switch n.kids[i].truth(v) {
		case decisive:
			return decisive
		case NotKnown:
			out = NotKnown
		}
	}
	return out
}

func (n *node) some(v *view) Truth {
	bound := v.relation
	defer func() { v.relation = bound }()
	out := False
	for i := range v.f.Relationships {
		v.bindRelation(i)
		switch n.kids[0].truth(v) {
		case True:
			return True
		case NotKnown:
			out = NotKnown
		}
	}
	return out
}

// until returns the last day on which a true expression stays true for want of nothing but
// time; 0 if time does not end it.
func (n *node) until(v *view) Date {
	switch n.op {
	case opWithin:
		return n.day(v).Add(n.period)
	case opAll:
		return n.earliest(v)
	case opAny:
		return n.last(v)
	case opRelationship:
		return n.lastRelationship(v)
	}
	return 0
}

func (n *node) earliest(v *view) Date {
	var out Date
	for i := range n.kids {
		out = sooner(out, n.kids[i].until(v))
	}
	return out
}

// last returns the latest end among the true alternatives; none if one of them has none.
func (n *node) last(v *view) Date {
	var out Date
	for i := range n.kids {
		if n.kids[i].truth(v) != True {
			continue
		}
		end := n.kids[i].until(v)
		if end == 0 {
			return 0
		}
		out = max(out, end)
	}
	return out
}

func (n *node) lastRelationship(v *view) Date {
	bound := v.relation
	defer func() { v.relation = bound }()
	var out Date
	for i := range v.f.Relationships {
		v.bindRelation(i)
		if n.kids[0].truth(v) == True {
			out = max(out, n.kids[0].until(v))
		}
	}
	return out
}

// sooner returns the earlier of two ends, of which 0 is none.
func sooner(a, b Date) Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// compiler turns expressions into nodes for one edition of a pack.
type compiler struct{ ed *edition }

func (c compiler) node(e *Expr) (node, error) {
	if err := e.wellFormed(); err != nil {
		return node{}, err
	}
	switch {
	case e.Not != nil:
		return c.composed(opNot, []Expr{*e.Not})
	case e.All != nil:
		return c.composed(opAll, e.All)
	case e.Any != nil:
		return c.composed(opAny, e.Any)
	case e.Relationship != nil:
		return c.composed(opRelationship, []Expr{*e.Relationship})
	case e.Within != nil:
		return c.within(e)
	}
	leaf, err := c.leaf(e)
	return node{leaf: leaf}, err
}

func (c compiler) composed(op nodeOp, parts []Expr) (node, error) {
	n := node{op: op, kids: make([]node, len(parts))}
	for i := range parts {
		kid, err := c.node(&parts[i])
		if err != nil {
			return node{}, err
		}
		n.kids[i] = kid
	}
	return n, nil
}

func (c compiler) within(e *Expr) (node, error) {
	f, err := typed(e.Fact, DayFact)
	if err != nil {
		return node{}, err
	}
	return node{op: opWithin, leaf: lasts(f.day, *e.Within), day: f.day, period: *e.Within}, nil
}

// lasts is true through the last day of the period after the day.
func lasts(get func(*view) Date, p Period) func(*view) Truth {
	return func(v *view) Truth {
		d := get(v)
		if d == 0 {
			return NotKnown
		}
		return truth(v.at.Day <= d.Add(p))
	}
}

// leaf compiles the forms that read one thing.
func (c compiler) leaf(e *Expr) (func(*view) Truth, error) {
	switch {
	case e.Flag == "always" || e.Flag == "never":
		constant := truth(e.Flag == "always")
		return func(*view) Truth { return constant }, nil
	case e.Flag != "":
		f, err := typed(e.Flag, FlagFact)
		return f.flag, err
	case e.Denied != "":
		f, err := typed(e.Denied, FlagFact)
		return func(v *view) Truth { return truth(f.flag(v) == False) }, err
	case e.Known != "":
		return known(e.Known)
	case e.Profile != "":
		read := truth(c.ed.profile == e.Profile)
		return func(*view) Truth { return read }, nil
	case e.Attempts != nil:
		a := *e.Attempts
		return func(v *view) Truth { return truth(v.attempts(a.Within) >= a.AtLeast) }, nil
	case e.Outside != "":
		return c.outside(e.Outside)
	case e.Fact != "":
		return compareFact(e)
	}
	return outcomeLeaf(e)
}

func (c compiler) outside(name string) (func(*view) Truth, error) {
	w, ok := c.ed.rules.Windows[name]
	if !ok {
		return nil, assent.Problemf("LAW_PACK", "No window is called %q.", name)
	}
	return func(v *view) Truth { return truth(!w.open(v.at, v.ed.holidays)) }, nil
}

// outcomeLeaf compiles the forms that read the outcome: for headlines and obligations.
func outcomeLeaf(e *Expr) (func(*view) Truth, error) {
	switch {
	case len(e.Unmet) > 0:
		return func(v *view) Truth { return truth(v.out != nil && v.out.unmet(e.Unmet)) }, nil
	case e.Spared != "":
		return func(v *view) Truth { return truth(v.out != nil && v.out.spares(e.Spared)) }, nil
	case len(e.Basis) > 0:
		return func(v *view) Truth { return truth(v.out != nil && slices.Contains(e.Basis, v.out.basis())) }, nil
	}
	return func(v *view) Truth { return truth(slices.Contains(e.Kind, v.q.Kind)) }, nil
}

// typed finds a fact and checks that it is of the sort that the form needs.
func typed(name string, want FactType) (Fact, error) {
	f, ok := factNamed(name)
	if !ok {
		return f, assent.Problemf("LAW_PACK", "No fact is called %q.", name)
	}
	if f.Type != want {
		return f, assent.Problemf("LAW_PACK", "The fact %q is a %s, and a %s is needed here.", name, f.Type, want)
	}
	return f, nil
}
