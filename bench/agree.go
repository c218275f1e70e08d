package main

import (
	"context"
	"fmt"

	"github.com/google/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/ast"
)

// agree has all contestants answer many questions; the error names the first on which they differ. It
// returns how many are permitted.
func (c *contest) agree(ctx context.Context) (permits int, err error) {
	for i, in := range draw(agreed) {
		a, err := c.ask(in)
		if err != nil {
			return 0, err
		}
		want := c.book.Decide(a.facts, a.question, a.moment).Permit
		if want {
			permits++
		}
		got, err := c.all(ctx, a)
		if err != nil {
			return 0, err
		}
		for name, permit := range got {
			if permit != want {
				return 0, fmt.Errorf("question %d: %s answers %v, assent %v; has the French pack changed? %+v", i, name, permit, want, *in)
			}
		}
	}
	return permits, nil
}

// all asks every other contestant.
func (c *contest) all(ctx context.Context, a *asked) (map[string]bool, error) {
	out := map[string]bool{
		"the compiled form":    a.compiled.Permits(),
		"Book.Permits":         c.book.Permits(a.facts, a.question, a.moment),
		"the walk over truths": c.walkTruths(a),
		"the walk over facts":  c.walkFacts(a),
	}
	for name, t := range map[string]struct {
		table *celTable
		in    cel.Activation
	}{"CEL over truths": {c.celTruths, a.celTruths}, "CEL over facts": {c.celFacts, a.celFacts}} {
		permit, err := t.table.permits(t.in)
		if err != nil {
			return nil, err
		}
		out[name] = permit
	}
	for name, t := range map[string]struct {
		table *regoTable
		in    ast.Value
	}{"Rego over truths": {c.regoTruth, a.regoTruth}, "Rego over facts": {c.regoFacts, a.regoFacts}} {
		permit, err := t.table.permits(ctx, t.in)
		if err != nil {
			return nil, err
		}
		out[name] = permit
	}
	return out, nil
}
