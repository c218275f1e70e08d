package main

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
)

// celTable is the table as one CEL expression.
type celTable struct{ program cel.Program }

// newCEL compiles the table over the names of a sample input; text gives the expression of a rule.
func newCEL(sample map[string]any, text func(rule) string) (*celTable, error) {
	var vars []cel.EnvOption
	for name, value := range sample {
		t := cel.StringType
		switch value.(type) {
		case bool:
			t = cel.BoolType
		case int64:
			t = cel.IntType
		}
		vars = append(vars, cel.Variable(name, t))
	}
	env, err := cel.NewEnv(vars...)
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(celText(text))
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	return &celTable{program}, err
}

// permits decides on an input that is laid out already.
func (t *celTable) permits(in cel.Activation) (bool, error) {
	out, _, err := t.program.Eval(in)
	if err != nil {
		return false, err
	}
	permit, ok := out.Value().(bool)
	if !ok {
		return false, fmt.Errorf("CEL answers %v", out)
	}
	return permit, nil
}

// must decides while the clock runs: an error then is a fault of this program.
func (t *celTable) must(in cel.Activation) bool {
	permit, err := t.permits(in)
	if err != nil {
		panic(err)
	}
	return permit
}

func celText(text func(rule) string) string {
	basis := func(name string) string {
		needs := []string{"true"}
		for _, b := range bases {
			if b.name == name {
				for _, n := range b.needs {
					needs = append(needs, text(conditionNamed(n)))
				}
			}
		}
		return "(" + strings.Join(needs, " && ") + ")"
	}
	var closed, admissible []string
	for _, g := range gates {
		shut := celCells(g.channels, g.recipients) + text(g.rule)
		if g.spared != "" {
			shut += " && !(outside_hours && " + basis(g.spared) + ")"
		}
		closed = append(closed, "("+shut+")")
	}
	for _, r := range rows {
		var any []string
		for _, b := range r.bases {
			any = append(any, basis(b))
		}
		when := map[string]string{"": "", "before": "day < {change} && ", "after": "day >= {change} && "}[r.when]
		admissible = append(admissible, "("+celCells(r.channels, r.recipients)+when+"("+strings.Join(any, " || ")+"))")
	}
	return dated("(" + strings.Join(admissible, " || ") + ") && !(" + strings.Join(closed, " || ") + ")")
}

func celCells(channels, recipients []string) string {
	var out string
	if channels != nil {
		out += "channel in [" + quoted(channels) + "] && "
	}
	if recipients != nil {
		out += "recipient in [" + quoted(recipients) + "] && "
	}
	return out
}

func celOfFacts(r rule) string    { return "(" + r.cel + ")" }
func celOfPrepared(r rule) string { return r.name }
