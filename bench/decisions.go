package main

import (
	"context"
	"fmt"

	"assent/law"

	"github.com/google/cel-go/cel"
	"github.com/open-policy-agent/opa/v1/ast"
)

// questions is how many drawn questions the contestants decide in turn while the clock runs, and
// agreed on how many they must agree before it does.
const (
	questions = 4096
	agreed    = 40_000
)

// asked is one question in the form that each contestant takes. What a contestant prepares for
// itself (parsing, laying out) is done before the clock starts.
type asked struct {
	in       *Input
	question law.Question
	facts    *law.Facts
	moment   law.Moment

	compiled             law.Prepared
	truths               []bool
	celFacts, celTruths  cel.Activation
	regoFacts, regoTruth ast.Value
}

// contest is the French table, four times.
type contest struct {
	book                 *law.Book
	walker               *walker
	celFacts, celTruths  *celTable
	regoFacts, regoTruth *regoTable
	asked                []*asked
}

const preparedDecision = "one decision, truths of the rules prepared"

// decisionJobs sets the contest up, and makes sure that all answer alike.
func decisionJobs(ctx context.Context) ([]job, error) {
	c, err := newContest(ctx)
	if err != nil {
		return nil, err
	}
	permits, err := c.agree(ctx)
	if err != nil {
		return nil, err
	}
	data := fmt.Sprintf("%d drawn questions of own marketing in France by e-mail, text message, call and post", questions)
	data += fmt.Sprintf("; beforehand all contestants gave the same answers to %d, permitting %d", agreed, permits)
	at := func(i int) *asked { return c.asked[i%questions] }
	return []job{
		{preparedDecision, data, []contestant{
			{"assent: compiled masks", func(i int) bool { return at(i).compiled.Permits() }},
			{"the same table, walked in Go", func(i int) bool { return c.walkTruths(at(i)) }},
			{"CEL (cel-go)", func(i int) bool { return c.celTruths.must(at(i).celTruths) }},
			{"Rego (OPA)", func(i int) bool { return c.regoTruth.must(ctx, at(i).regoTruth) }},
		}},
		{"one decision from the facts", data, []contestant{
			{"assent: Book.Permits", func(i int) bool { a := at(i); return c.book.Permits(a.facts, a.question, a.moment) }},
			{"the same table, walked in Go over flat facts", func(i int) bool { return c.walkFacts(at(i)) }},
			{"CEL (cel-go) over flat facts", func(i int) bool { return c.celFacts.must(at(i).celFacts) }},
			{"Rego (OPA) over flat facts", func(i int) bool { return c.regoFacts.must(ctx, at(i).regoFacts) }},
		}},
		{"reading the facts into truths, to decide on again and again", data, []contestant{
			{"assent: Book.Prepare", func(i int) bool { a := at(i); return c.book.Prepare(a.facts, a.question, a.moment).Permits() }},
		}},
		{"one decision with reasons, citations, obligations, expiry and the moment at which it turns", data, []contestant{
			{"assent: Book.Decide", func(i int) bool { a := at(i); return c.book.Decide(a.facts, a.question, a.moment).Permit }},
		}},
	}, nil
}

func newContest(ctx context.Context) (*contest, error) {
	c := &contest{walker: newWalker()}
	sample := draw(1)[0]
	var err error
	if c.book, err = law.Embedded(); err != nil {
		return nil, err
	}
	if c.celFacts, err = newCEL(flat(sample), celOfFacts); err != nil {
		return nil, err
	}
	if c.celTruths, err = newCEL(prepared(sample, c.walker), celOfPrepared); err != nil {
		return nil, err
	}
	if c.regoFacts, err = newRego(ctx, regoOfFacts); err != nil {
		return nil, err
	}
	if c.regoTruth, err = newRego(ctx, regoOfPrepared); err != nil {
		return nil, err
	}
	for _, in := range draw(questions) {
		a, err := c.ask(in)
		if err != nil {
			return nil, err
		}
		c.asked = append(c.asked, a)
	}
	return c, nil
}

func (c *contest) ask(in *Input) (*asked, error) {
	a := &asked{in: in, question: in.question(), facts: in.facts(), moment: in.moment(), truths: c.walker.truths(in)}
	a.compiled = c.book.Prepare(a.facts, a.question, a.moment)
	for from, into := range map[*cel.Activation]map[string]any{&a.celFacts: flat(in), &a.celTruths: prepared(in, c.walker)} {
		activation, err := cel.NewActivation(into)
		if err != nil {
			return nil, err
		}
		*from = activation
	}
	for from, into := range map[*ast.Value]map[string]any{&a.regoFacts: flat(in), &a.regoTruth: prepared(in, c.walker)} {
		value, err := ast.InterfaceToValue(into)
		if err != nil {
			return nil, err
		}
		*from = value
	}
	return a, nil
}

func (c *contest) walkTruths(a *asked) bool {
	return c.walker.permits(a.in, func(rule int) bool { return a.truths[rule] })
}

func (c *contest) walkFacts(a *asked) bool {
	return c.walker.permits(a.in, func(rule int) bool { return c.walker.rules[rule].holds(a.in) })
}
