package console

import (
	"cmp"
	"maps"
	"slices"

	"assent"
	"assent/catalogue"
)

// Graph is the picture of how purposes depend on each other: those that require nothing in the first column, and right
// of them those that require them. What stands alone is not in it.
type Graph struct {
	Width, Height int
	Nodes         []Node
	Edges         []Edge
}

// Node is a purpose.
type Node struct {
	ID, Name, URL string
	Drawn         string // the name, cut to its box
	X, Y          int    // of the upper left corner
	W, H          int
	Quiet         bool // a service: no yes is needed
	Here          bool // the one that the screen is about
}

// Edge leads from a purpose to one that it requires, or that is left with it.
type Edge struct {
	From, To       string // names
	Kind           string // requires, withdraws
	Ring           bool   // it leads back to where it began: nobody could ever begin
	X1, Y1, X2, Y2 int
	Bend           int // how far the curve leans out, towards either end
}

// The measures of the picture, in pixels.
const (
	nodeW, nodeH = 184, 48
	gapX, gapY   = 88, 24
	edgeOf       = 16
	nameFits     = 19 // letters
)

// graph draws the purposes that depend on another or are depended on; here is the one that stands out, if any.
func graph(c *call, purposes []*catalogue.Purpose, here string) Graph {
	g := Graph{}
	purposes = tied(purposes)
	depth := depths(purposes)
	first := len(purposes)
	for _, p := range purposes {
		first = min(first, depth[p.ID]) // a ring has no beginning
	}
	rows, at := map[int]int{}, map[string]Node{}
	for _, p := range purposes {
		column := depth[p.ID] - first
		n := Node{
			ID: p.ID, Name: name(c, p), URL: itemURL(catalogue.KindPurpose, p.ID), W: nodeW, H: nodeH,
			X: edgeOf + column*(nodeW+gapX), Y: edgeOf + rows[column]*(nodeH+gapY),
			Quiet: p.Kind == assent.PurposeService, Here: p.ID == here,
		}
		n.Drawn = cut(n.Name, nameFits)
		rows[column]++
		at[p.ID] = n
		g.Width, g.Height = max(g.Width, n.X+nodeW+edgeOf), max(g.Height, n.Y+nodeH+edgeOf)
	}
	g.Nodes = slices.SortedFunc(maps.Values(at), func(a, b Node) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	for _, p := range purposes {
		for _, id := range p.Requires {
			g.join(at, p.ID, id, "requires")
			if leads(purposes, id, p.ID, nil) {
				g.Edges[len(g.Edges)-1].Ring = true
			}
		}
		for _, id := range p.Withdraws {
			g.join(at, p.ID, id, "withdraws")
		}
	}
	if slices.ContainsFunc(g.Edges, func(e Edge) bool { return e.X1 == e.X2 }) {
		g.Width += gapX / 2 // room for the curves beside the last column
	}
	return g
}

// tied are the purposes at either end of an edge, by identifier.
func tied(purposes []*catalogue.Purpose) []*catalogue.Purpose {
	known, ends := map[string]*catalogue.Purpose{}, map[string]*catalogue.Purpose{}
	for _, p := range purposes {
		known[p.ID] = p
	}
	for _, p := range purposes {
		for _, id := range slices.Concat(p.Requires, p.Withdraws) {
			if o := known[id]; o != nil {
				ends[p.ID], ends[id] = p, o
			}
		}
	}
	return slices.SortedFunc(maps.Values(ends), func(a, b *catalogue.Purpose) int { return cmp.Compare(a.ID, b.ID) })
}

// join adds an edge, if both ends are known. It leaves at the side that looks at the other end; the two kinds keep
// apart.
func (g *Graph) join(at map[string]Node, from, to, kind string) {
	a, known := at[from]
	b, also := at[to]
	if !known || !also {
		return
	}
	e := Edge{From: a.Name, To: b.Name, Kind: kind, Y1: a.Y + nodeH/2, Y2: b.Y + nodeH/2, X1: a.X, X2: b.X + nodeW, Bend: -gapX / 2}
	if a.X == b.X {
		e.X1, e.Bend = a.X+nodeW, gapX/2
	} else if a.X < b.X {
		e.X1, e.X2, e.Bend = a.X+nodeW, b.X, gapX/2
	}
	if kind == "withdraws" {
		e.Y1, e.Y2 = e.Y1+8, e.Y2+8
	}
	g.Edges = append(g.Edges, e)
}

// leads reports whether requirements lead from one purpose to another.
func leads(purposes []*catalogue.Purpose, from, to string, path []string) bool {
	if from == to {
		return true
	}
	i := slices.IndexFunc(purposes, func(p *catalogue.Purpose) bool { return p.ID == from })
	if i < 0 || slices.Contains(path, from) {
		return false
	}
	return slices.ContainsFunc(purposes[i].Requires, func(next string) bool { return leads(purposes, next, to, append(path, from)) })
}

// C1 and C2 are where the curve leans: out of both ends.
func (e Edge) C1() int { return e.X1 + e.Bend }

// C2 is the other end's.
func (e Edge) C2() int {
	if e.X1 == e.X2 {
		return e.X2 + e.Bend
	}
	return e.X2 - e.Bend
}

// depths is how many purposes stand, one behind another, under each. A ring, which cannot be published, ends where it
// began.
func depths(purposes []*catalogue.Purpose) map[string]int {
	byID, out := map[string]*catalogue.Purpose{}, map[string]int{}
	for _, p := range purposes {
		byID[p.ID] = p
	}
	var depth func(id string, path []string) int
	depth = func(id string, path []string) (deep int) {
		p := byID[id]
		if p == nil || slices.Contains(path, id) {
			return 0
		}
		for _, under := range p.Requires {
			if byID[under] != nil {
				deep = max(deep, 1+depth(under, append(path, id)))
			}
		}
		return deep
	}
	for id := range byID {
		out[id] = depth(id, nil)
	}
	return out
}

// cut shortens a text to so many letters.
func cut(text string, letters int) string {
	if r := []rune(text); len(r) > letters {
		return string(r[:letters-1]) + "…"
	}
	return text
}
