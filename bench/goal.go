package main

import (
	"fmt"
	"strings"
)

// goal is a figure that was to be reached, and how it is read from the finishes of a race.
type goal struct {
	want        string
	of          func([]finish) (value float64, ok bool)
	least, most float64 // of which one is set
	bound       string  // what keeps it from being better
}

// verdict says whether a goal was reached, and if not by how much.
func (g goal) verdict(all []finish) (measured, verdict string) {
	value, ok := g.of(all)
	switch {
	case !ok:
		return "not run", "not shown"
	case g.least > 0 && value >= g.least, g.most > 0 && value <= g.most:
		return number(value), "**reached**"
	case g.least > 0:
		return number(value), fmt.Sprintf("not reached: %.0f %% of it", 100*value/g.least)
	}
	return number(value), fmt.Sprintf("not reached: %s × too much", number(value/g.most))
}

func number(x float64) string {
	if x >= 100 {
		return thousands(x)
	}
	return fmt.Sprintf("%.2g", x)
}

// named finds a runner by the beginning of its name.
func named(all []finish, name string) (finish, bool) {
	for _, f := range all {
		if strings.HasPrefix(f.name, name) {
			return f, f.err == nil && f.took > 0 && all[0].err == nil
		}
	}
	return finish{}, false
}

// ratioTo is how many times the rate of another ours is.
func ratioTo(name string) func([]finish) (float64, bool) {
	return func(all []finish) (float64, bool) {
		f, ok := named(all, name)
		return all[0].rate() / f.rate(), ok
	}
}

// timesOf is how many times as long as another ours takes.
func timesOf(name string) func([]finish) (float64, bool) {
	return func(all []finish) (float64, bool) {
		f, ok := named(all, name)
		return f.rate() / all[0].rate(), ok
	}
}

// processorOver is how many times the processor time of another ours takes.
func processorOver(name string) func([]finish) (float64, bool) {
	return func(all []finish) (float64, bool) {
		f, ok := named(all, name)
		return all[0].each() / f.each(), ok && f.cpu > 0 && all[0].cpu > 0
	}
}

// rateTimes is how many times a fixed rate ours is.
func rateTimes(rate float64) func([]finish) (float64, bool) {
	return func(all []finish) (float64, bool) { return all[0].rate() / rate, all[0].err == nil }
}

func rateOf(all []finish) (float64, bool) { return all[0].rate(), all[0].err == nil }

func tookMillis(all []finish) (float64, bool) {
	return all[0].took.Seconds() * 1e3, all[0].err == nil
}

func slowestMillis(all []finish) (float64, bool) {
	return all[0].p99.Seconds() * 1e3, all[0].err == nil && all[0].p99 > 0
}

// met is a goal that was not that of a race.
type met struct {
	work, want, measured string
	reached              bool
	bound                string
}

// writeGoals writes all goals as one table.
func (f findings) writeGoals(b *strings.Builder) {
	b.WriteString("\n## What was to be reached\n\n| work | to reach | measured | | what bounds it |\n|---|---|--:|---|---|\n")
	before := ""
	row := func(work, want, measured, verdict, bound string) {
		name := work
		if work == before {
			name = ""
		}
		before = work
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, want, measured, verdict, bound)
	}
	for _, r := range f.races {
		for _, g := range r.goals {
			measured, verdict := g.verdict(r.finishes)
			row(r.name, g.want, measured, verdict, g.bound)
		}
	}
	for _, m := range f.others() {
		verdict := "**reached**"
		if !m.reached {
			verdict = "not reached"
		}
		row(m.work, m.want, m.measured, verdict, m.bound)
	}
}

// others are the goals of what was no race.
func (f findings) others() (all []met) {
	if f.index != nil {
		all = append(all, f.index.goals()...)
	}
	if l := f.leaving; l != nil {
		all = append(all, met{"withdraw, then ask", "every node denies after an acknowledged withdrawal", fmt.Sprintf("%d misses in %s", l.misses, thousands(float64(l.trials))), l.misses == 0, "each question waits for a look at the log's head that began after it"})
	}
	if f.console != nil {
		all = append(all, f.console.goals()...)
	}
	return append(all, jobGoals(f.jobs)...)
}

// jobGoals are the goals of single decisions.
func jobGoals(jobs []result) (all []met) {
	for _, j := range jobs {
		took := j.took[0]
		measured := fmt.Sprintf("%s, %d allocations", duration(took.nanos), took.allocs)
		switch j.name {
		case preparedDecision:
			all = append(all, met{j.name, "≤ 25 ns, no allocation", measured, took.nanos <= 25 && took.allocs == 0, "comparing bit masks"})
		case wholeDecision:
			all = append(all, met{j.name, "≤ 1.5 µs", measured, took.nanos <= 1500, "a look at the log's head, the keyed hash, and three waits for memory"})
		}
	}
	return all
}
