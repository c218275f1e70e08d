package main

import (
	"cmp"
	"flag"
	"slices"
	"testing"
)

// job is one piece of work and those who do it, ours first.
type job struct {
	name        string
	data        string // what it works on
	contestants []contestant
}

// contestant does the work once for each call; i counts the calls. The answer is counted, so that no
// compiler can leave the work out.
type contestant struct {
	name string
	do   func(i int) bool
}

// result is what a job took.
type result struct {
	job
	took []figure // of each contestant
}

// figure is the median of five runs.
type figure struct {
	nanos  float64 // of one call
	allocs int64
}

const runs = 5

// measure times every contestant, turn and turn about, so that a slow spell of the machine hits all.
func (j job) measure() result {
	_ = flag.Set("test.benchtime", "300ms")
	all := make([][]testing.BenchmarkResult, len(j.contestants))
	for range runs {
		for i, c := range j.contestants {
			all[i] = append(all[i], testing.Benchmark(func(b *testing.B) {
				b.ReportAllocs()
				yes := 0
				for n := 0; b.Loop(); n++ {
					if c.do(n) {
						yes++
					}
				}
				b.ReportMetric(float64(yes)/float64(b.N), "yes/op")
			}))
		}
	}
	r := result{job: j}
	for _, five := range all {
		r.took = append(r.took, median(five))
	}
	return r
}

func median(of []testing.BenchmarkResult) figure {
	slices.SortFunc(of, func(a, b testing.BenchmarkResult) int { return cmp.Compare(nanos(a), nanos(b)) })
	m := of[len(of)/2]
	return figure{nanos: nanos(m), allocs: m.AllocsPerOp()}
}

func nanos(r testing.BenchmarkResult) float64 { return float64(r.T.Nanoseconds()) / float64(r.N) }
