package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// writeTable writes the figures for a terminal.
func writeTable(w io.Writer, results []result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range results {
		fmt.Fprintf(t, "%s\n", r.name)
		for i, c := range r.contestants {
			fmt.Fprintf(t, "  %s\t%s\t%d allocations\t%s\n", c.name, duration(r.took[i].nanos), r.took[i].allocs, r.ratio(i))
		}
	}
	_ = t.Flush()
}

// begins and ends mark the part of docs/performance.md that is written here; the rest is written by hand.
const (
	begins = "<!-- written by make bench -->\n"
	ends   = "<!-- end of what make bench writes -->\n"
)

// writePage writes the findings into docs/performance.md, between what is written there by hand, and the pictures beside it.
func (f findings) writePage(path string, s size) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), begins)
	_, after, ended := strings.Cut(rest, ends)
	if !found || !ended {
		return fmt.Errorf("%s has no place for the figures: it must hold the lines %s and %s", path, strings.TrimSpace(begins), strings.TrimSpace(ends))
	}
	if err := f.draw(filepath.Join(filepath.Dir(path), "pictures")); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(before + begins)
	fmt.Fprintf(&b, "\nMachine: %s. Medians of up to %d laps, the contestants turn and turn about; a race that has taken %s has fewer.\n", f.where, s.laps, s.patience)
	f.writeGoals(&b)
	b.WriteString("\n## Races\n\n\"Ours is\" says how many times the other's rate ours is; CPU is that of our process, all cores together.\n")
	for _, r := range f.races {
		r.page(&b)
	}
	b.WriteString(f.extras())
	writeJobs(&b, f.jobs)
	b.WriteString("\n" + ends + after)
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// draw makes the pictures of the page.
func (f findings) draw(folder string) error {
	pictures := map[string]string{}
	if len(f.growth) > 1 {
		pictures["growing.svg"] = plotGrowth(f.growth)
	}
	if len(f.paths) > 0 {
		pictures["hot-paths.svg"] = plotPaths(f.paths)
	}
	for name, svg := range pictures {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(svg), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// extras are the measurements that are no races.
func (f findings) extras() string {
	var b strings.Builder
	if f.town != nil {
		f.town.page(&b)
	}
	if f.index != nil {
		f.index.page(&b)
	}
	writeBreakdown(&b, f.broken)
	if f.leaving != nil {
		b.WriteString(f.leaving.page())
	}
	if f.console != nil {
		b.WriteString(f.console.page())
	}
	writeGrowth(&b, f.growth)
	writeHotPaths(&b, f.paths)
	return b.String()
}

func writeJobs(b *strings.Builder, results []result) {
	fmt.Fprintf(b, "\n## Decisions in process\n\n%s\nEach run takes 0.3 s.\n", preface)
	before := ""
	for _, r := range results {
		fmt.Fprintf(b, "\n### %s\n\n", upper(r.name))
		if r.data != before {
			fmt.Fprintf(b, "Data: %s.\n\n", r.data)
			before = r.data
		}
		b.WriteString("| who | each | allocations | times ours |\n|---|--:|--:|--:|\n")
		for i, c := range r.contestants {
			fmt.Fprintf(b, "| %s | %s | %d | %s |\n", c.name, duration(r.took[i].nanos), r.took[i].allocs, r.ratio(i))
		}
	}
}

const preface = `Before any clock starts, all contestants answer the same questions, and the run ends if two of them disagree. What is compared:

- **Truths prepared**: where all conditions and gates have been read, what does the choice itself cost? assent has found its cell then and compares
  bit masks; the others still look their row up, as tables in those languages do. The walk is plain Go over the rows; CEL is one
  compiled and optimised expression; Rego is a prepared query whose cells are written so that OPA can index them.
- **From the facts**: assent reads consents, noes, relationships and registers as they are recorded; the others get them laid flat, with what is derived from
  many (whether a contract runs, since when an address ages, whether it is an hour for calls) worked out beforehand, and parsed into their own form.
  That favours them, and the walk most of all: a table written as Go code over flat facts is what a team would write by hand for one country, and
  the price of packs that are data, of any number of consents and noes, and of days on the recipient's calendar is the difference.
`

// ratio is how many times ours a contestant takes.
func (r result) ratio(i int) string {
	if i == 0 {
		return "1"
	}
	times := r.took[i].nanos / r.took[0].nanos
	switch {
	case times < 1:
		return fmt.Sprintf("%.2f", times)
	case times < 10:
		return fmt.Sprintf("%.1f", times)
	}
	return fmt.Sprintf("%.0f", times)
}

// duration writes nanoseconds in the unit that fits.
func duration(nanos float64) string {
	switch {
	case nanos < 1e3:
		return fmt.Sprintf("%.3g ns", nanos)
	case nanos < 1e6:
		return fmt.Sprintf("%.3g µs", nanos/1e3)
	case nanos < 1e9:
		return fmt.Sprintf("%.3g ms", nanos/1e6)
	}
	return fmt.Sprintf("%.3g s", nanos/1e9)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
