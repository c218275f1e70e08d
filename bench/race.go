package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// race is a job that takes seconds and is measured as a whole: how much is done in a second, at what cost.
type race struct {
	name  string
	data  string // what it works on
	unit  string // what is counted
	goals []goal // what was to be reached
	field []runner
}

// runner does the job once and says how much was done. Ours comes first.
type runner struct {
	name string
	run  func(ctx context.Context) (lap, error)
}

// lap is one run.
type lap struct {
	count int
	took  time.Duration
	cpu   time.Duration // of this process; of what else took part, zero
	p99   time.Duration // of one piece, where that was measured
}

func (l lap) rate() float64 { return float64(l.count) / l.took.Seconds() }

// finish is the median of the laps of a runner.
type finish struct {
	runner
	lap
	laps int // of which it is the median
	err  error
}

type raced struct {
	race
	finishes []finish
}

// timed measures one run of do, which counts what it has done.
func timed(do func() (int, error)) (lap, error) {
	cpu, began := processor(), time.Now()
	n, err := do()
	return lap{count: n, took: time.Since(began), cpu: processor() - cpu}, err
}

// processor is the time that this process has had on the processors (getrusage).
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// hold runs the race, the runners turn and turn about. One that cannot run is left out, with its reason. No lap begins
// after the patience is over, but each runner has one.
func (r race) hold(ctx context.Context, laps int, patience time.Duration, profile string) raced {
	all := make([][]lap, len(r.field))
	out := raced{race: r, finishes: make([]finish, len(r.field))}
	began := time.Now()
	for n := range laps {
		if n > 0 && time.Since(began)*time.Duration(n+1)/time.Duration(n) > patience {
			break
		}
		for i, who := range r.field {
			if out.finishes[i].err != nil {
				continue
			}
			l, err := profiled(profile, r.name, i, func() (lap, error) { return who.run(ctx) })
			all[i], out.finishes[i].err = append(all[i], l), err
		}
	}
	for i, who := range r.field {
		slices.SortFunc(all[i], func(a, b lap) int { return cmp.Compare(a.rate(), b.rate()) })
		out.finishes[i].runner, out.finishes[i].lap, out.finishes[i].laps = who, all[i][len(all[i])/2], len(all[i])
	}
	return out
}

// profiled runs ours under the profiler, if a folder for profiles is named.
func profiled(dir, name string, runner int, run func() (lap, error)) (lap, error) {
	if dir == "" || runner > 0 {
		return run()
	}
	f, err := os.Create(filepath.Join(dir, strings.NewReplacer(", ", "-", " ", "-").Replace(name)+".pprof"))
	if err != nil {
		return lap{}, err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return lap{}, err
	}
	defer pprof.StopCPUProfile()
	return run()
}

// write writes the race for a terminal.
func (r raced) write(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\n", r.name)
	for i, f := range r.finishes {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", f.name, f.perSecond(r.unit), f.cost(), f.slowest(), r.times(i))
	}
	_ = t.Flush()
}

// page writes the race as a section.
func (r raced) page(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s\n\nData: %s. Laps: %d.\n\n", upper(r.name), r.data, r.finishes[0].laps)
	fmt.Fprintf(b, "| who | %s/s | CPU each | p99 | ours is |\n|---|--:|--:|--:|--:|\n", r.unit)
	for i, f := range r.finishes {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", f.name, f.perSecond(""), f.cost(), f.slowest(), r.times(i))
	}
}

func (f finish) perSecond(unit string) string {
	if f.err != nil {
		return "did not run: " + strings.ReplaceAll(f.err.Error(), "\n", " ")
	}
	if unit != "" {
		unit = " " + unit + "/s"
	}
	return thousands(f.rate()) + unit
}

// each is the processor time of one piece, in nanoseconds.
func (f finish) each() float64 { return float64(f.cpu.Nanoseconds()) / float64(f.count) }

func (f finish) cost() string {
	if f.err != nil || f.cpu == 0 {
		return ""
	}
	return duration(f.each())
}

func (f finish) slowest() string {
	if f.err != nil || f.p99 == 0 {
		return ""
	}
	return duration(float64(f.p99.Nanoseconds()))
}

// times is how many times a runner's rate ours is.
func (r raced) times(i int) string {
	if i == 0 || r.finishes[i].err != nil || r.finishes[0].err != nil {
		return ""
	}
	return number(r.finishes[0].rate()/r.finishes[i].rate()) + " ×"
}

// thousands writes a number with three figures and commas.
func thousands(x float64) string {
	if x < 1000 {
		return fmt.Sprintf("%.3g", x)
	}
	scale := 1.0
	for x/scale >= 1000 {
		scale *= 10
	}
	digits := fmt.Sprintf("%d", int64(x/scale+0.5)*int64(scale))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
