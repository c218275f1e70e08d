package console

import (
	"fmt"
	"slices"
	"testing"

	"assent/catalogue"
	"assent/locale"

	"pgregory.net/rapid"
)

func TestEachDependencyIsOneEdgeBetweenBoxesThatDoNotOverlap(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := &call{words: words.Printer("en")}
	rapid.Check(t, func(t *rapid.T) {
		var purposes []*catalogue.Purpose
		edges := 0
		for n := range rapid.IntRange(0, 8).Draw(t, "purposes") {
			p := &catalogue.Purpose{ID: fmt.Sprint("p", n)}
			for other := range n { // what comes later requires what came before, so there is no ring
				switch rapid.IntRange(0, 3).Draw(t, "how") {
				case 0:
					p.Requires, edges = append(p.Requires, fmt.Sprint("p", other)), edges+1
				case 1:
					p.Withdraws, edges = append(p.Withdraws, fmt.Sprint("p", other)), edges+1
				}
			}
			purposes = append(purposes, p)
		}
		g := graph(c, purposes, "p0")
		if len(g.Edges) != edges {
			t.Fatalf("%d edges, want %d", len(g.Edges), edges)
		}
		for i, a := range g.Nodes {
			if a.X+a.W > g.Width || a.Y+a.H > g.Height {
				t.Fatalf("%s stands out of the picture", a.ID)
			}
			for _, b := range g.Nodes[i+1:] {
				if a.X == b.X && a.Y == b.Y {
					t.Fatalf("%s covers %s", a.ID, b.ID)
				}
			}
		}
		for _, p := range purposes {
			for _, under := range p.Requires {
				at := func(id string) int { return slices.IndexFunc(g.Nodes, func(n Node) bool { return n.ID == id }) }
				if g.Nodes[at(p.ID)].X <= g.Nodes[at(under)].X {
					t.Fatalf("%s does not stand right of %s, which it requires", p.ID, under)
				}
			}
		}
	})
}

func TestARingIsDrawnAndNotWalkedForEver(t *testing.T) {
	ring := []*catalogue.Purpose{{ID: "a", Requires: []string{"b"}}, {ID: "b", Requires: []string{"a"}}}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	g := graph(&call{words: words.Printer("en")}, append(ring, &catalogue.Purpose{ID: "c", Requires: []string{"a"}}), "")
	if len(g.Nodes) != 3 || len(g.Edges) != 3 || g.Nodes[0].X != edgeOf {
		t.Errorf("the ring is drawn as %+v", g)
	}
	for _, e := range g.Edges {
		if inRing := e.From != "c"; e.Ring != inRing {
			t.Errorf("from %s to %s is marked as of a ring: %v", e.From, e.To, e.Ring)
		}
	}
}
