package law

import (
	"fmt"

	"slices"
	"strings"
)

// bounds moves every day, period and number in an expression to its neighbours.
func (m *spoiler) bounds(at string, e *Expr, set func(*packFile, *Expr)) {
	for i, part := range e.parts() {
		for _, move := range part.moves() {
			m.add(at+": "+move.name, func(p *packFile) {
				moved := e.clone()
				move.apply(moved.parts()[i])
				set(p, moved)
			})
		}
	}
}

// parts lists an expression with all that it is made of, outermost first.
func (e *Expr) parts() []*Expr {
	if e == nil {
		return nil
	}
	out := []*Expr{e}
	for _, c := range e.children() {
		out = append(out, c.parts()...)
	}
	return out
}

// clone copies the tree; what is replaced as a whole stays shared.
func (e *Expr) clone() *Expr {
	c := *e
	if e.Not != nil {
		c.Not = e.Not.clone()
	}
	if e.Relationship != nil {
		c.Relationship = e.Relationship.clone()
	}
	c.All, c.Any = cloneAll(e.All), cloneAll(e.Any)
	return &c
}

func cloneAll(list []Expr) []Expr {
	out := slices.Clone(list)
	for i := range out {
		out[i] = *list[i].clone()
	}
	return out
}

// move is one change to one part of an expression.
type move struct {
	name  string
	apply func(*Expr)
}

// moves lists the ways of leaving one of its parts out, and the neighbours of what it
// compares with.
func (e *Expr) moves() []move {
	out := e.omissions()
	for _, n := range []int{-1, 1} {
		add := func(form string, by string, apply func(*Expr)) {
			out = append(out, move{fmt.Sprintf("%s %s %s", e.Fact, form, by), apply})
		}
		switch {
		case e.Since != 0:
			add("since", days(n), func(x *Expr) { x.Since += Date(n) })
		case e.Before != 0:
			add("before", days(n), func(x *Expr) { x.Before += Date(n) })
		case e.Within != nil:
			add("within", days(n), func(x *Expr) { x.Within = e.Within.longer(n) })
		case e.Fresh != nil:
			add("fresh", days(n), func(x *Expr) { x.Fresh = e.Fresh.longer(n) })
		case e.AtLeast != nil:
			add("at_least", fmt.Sprintf("%+d", n), func(x *Expr) { more := *e.AtLeast + n; x.AtLeast = &more })
		case e.Below != nil:
			add("below", fmt.Sprintf("%+d", n), func(x *Expr) { more := *e.Below + n; x.Below = &more })
		case e.Attempts != nil:
			a := *e.Attempts
			add("attempts", fmt.Sprintf("%+d", n), func(x *Expr) { x.Attempts = &Attempts{Within: a.Within, AtLeast: a.AtLeast + n} })
		}
	}
	return out
}

// omissions leaves out each part of a conjunction or a choice, and each word of a list.
func (e *Expr) omissions() []move {
	var out []move
	for i := range e.All {
		if len(e.All) > 1 {
			out = append(out, move{fmt.Sprintf("drop %s", e.All[i].word()), func(x *Expr) { x.All = slices.Delete(x.All, i, i+1) }})
		}
	}
	for i := range e.Any {
		if len(e.Any) > 1 {
			out = append(out, move{fmt.Sprintf("drop %s", e.Any[i].word()), func(x *Expr) { x.Any = slices.Delete(x.Any, i, i+1) }})
		}
	}
	for i := range e.Is {
		if len(e.Is) > 1 {
			out = append(out, move{fmt.Sprintf("%s: drop %s", e.Fact, e.Is[i]), func(x *Expr) { x.Is = slices.Delete(slices.Clone(x.Is), i, i+1) }})
		}
	}
	return out
}

// word names an expression by what it reads.
func (e *Expr) word() string {
	var names []string
	for _, part := range e.parts() {
		for _, name := range []string{part.Flag, part.Denied, part.Known, part.Fact, part.Outside, string(part.Profile)} {
			if name != "" {
				names = append(names, name)
			}
		}
		for _, kind := range part.Kind {
			names = append(names, string(kind))
		}
	}
	return strings.Join(names, "+")
}

// longer returns the period with some days more; see [Date.Add].
func (p Period) longer(n int) *Period {
	p.Days += n
	return &p
}

// windows moves the first and the last minute of every span of hours.
func (m *spoiler) windows(p *packFile) {
	for _, name := range sortedKeys(p.Windows) {
		w := p.Windows[name]
		for i, list := range w.lists() {
			for k := range *list {
				for _, n := range []int{-1, 1} {
					span := (*list)[k]
					at := fmt.Sprintf("windows.%s: %s %s", name, dayNames[i], span)
					m.span(at+fmt.Sprintf(" first %+d minute", n), name, i, k, Span{span.First + n, span.Last})
					m.span(at+fmt.Sprintf(" last %+d minute", n), name, i, k, Span{span.First, span.Last + n})
				}
			}
		}
	}
}

func (m *spoiler) span(name, window string, day, k int, to Span) {
	m.add(name, func(p *packFile) {
		w := p.Windows[window]
		list := w.lists()[day]
		*list = slices.Clone(*list)
		(*list)[k] = to
		p.Windows[window] = w
	})
}

var dayNames = []string{"mon-fri", "sat", "sun", "holidays", "eves"}

// lists gives the spans of a window, in the order of dayNames.
func (w *Window) lists() []*[]Span {
	return []*[]Span{&w.Weekdays, &w.Saturday, &w.Sunday, &w.Holidays, &w.Eves}
}
