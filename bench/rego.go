package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// regoTable is the table as a Rego module. Cells are written one by one, as equalities, since those are
// what OPA can index.
type regoTable struct{ query rego.PreparedEvalQuery }

// newRego compiles the module; bodies gives the rule bodies of a rule of the table.
func newRego(ctx context.Context, bodies func(rule) []string) (*regoTable, error) {
	query, err := rego.New(rego.Query("data.french.permit"), rego.Module("french.rego", regoText(bodies))).PrepareForEval(ctx)
	return &regoTable{query}, err
}

// permits decides on an input that is parsed already.
func (t *regoTable) permits(ctx context.Context, in ast.Value) (bool, error) {
	out, err := t.query.Eval(ctx, rego.EvalParsedInput(in))
	return err == nil && out.Allowed(), err
}

// must decides while the clock runs: an error then is a fault of this program.
func (t *regoTable) must(ctx context.Context, in ast.Value) bool {
	permit, err := t.permits(ctx, in)
	if err != nil {
		panic(err)
	}
	return permit
}

func regoText(bodies func(rule) []string) string {
	var b strings.Builder
	say := func(head string, body ...string) { fmt.Fprintf(&b, "%s if {\n%s\n}\n", head, strings.Join(body, "\n")) }
	b.WriteString("package french\ndefault permit := false\n")
	say("permit", "admissible", "not closed")
	say("related_contract", `input.relationship == "contract_running"`, "input.runs", "input.object_related")
	for _, c := range conditions {
		for _, body := range bodies(c) {
			say("c_"+c.name, body)
		}
	}
	for _, base := range bases {
		body := []string{"true"}
		for _, n := range base.needs {
			body = append(body, "c_"+n)
		}
		say("b_"+base.name, body...)
	}
	for _, r := range rows {
		for _, cell := range regoCells(r.channels, r.recipients) {
			for _, base := range r.bases {
				say("admissible", cell, map[string]string{"": "", "before": "input.day < {change}", "after": "input.day >= {change}"}[r.when], "b_"+base)
			}
		}
	}
	for _, g := range gates {
		spared := ""
		if g.spared != "" {
			spared = "not spared_" + g.name
			say("spared_"+g.name, "input.outside_hours", "b_"+g.spared)
		}
		for _, cell := range regoCells(g.channels, g.recipients) {
			for _, body := range bodies(g.rule) {
				say("closed", cell, body, spared)
			}
		}
	}
	return dated(b.String())
}

// regoCells are the conditions of each cell.
func regoCells(channels, recipients []string) []string {
	var out []string
	for _, c := range orAny(channels, "input.channel") {
		for _, r := range orAny(recipients, "input.recipient") {
			out = append(out, c+"\n"+r)
		}
	}
	return out
}

func orAny(words []string, of string) []string {
	if words == nil {
		return []string{"true"}
	}
	var out []string
	for _, w := range words {
		out = append(out, fmt.Sprintf("%s == %q", of, w))
	}
	return out
}

func regoOfFacts(r rule) []string    { return r.rego }
func regoOfPrepared(r rule) []string { return list("input." + r.name) }
