package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"assent"
)

// grown is what single operations cost in a town of some size.
type grown struct {
	people int
	costs  [len(operations)]time.Duration
}

var operations = [...]string{"one decision, first asked for", "one decision, asked for again", "screening a row, all cores", "counting everyone", "recording an act, 256 writers"}

// growth measures towns of growing size. The biggest is the town of the races, if it has its size.
func growth(ctx context.Context, sizes []int, biggest *town, folder string) ([]grown, error) {
	var out []grown
	for _, people := range sizes {
		t := biggest
		if t == nil || people != t.people {
			var err error
			if t, err = openTown(ctx, people, folder); err != nil {
				return nil, err
			}
		}
		g, err := t.grown(ctx)
		if t != biggest {
			t.close()
		}
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// grown records last: it makes the town bigger.
func (t *town) grown(ctx context.Context) (grown, error) {
	g := grown{people: t.people}
	path, err := t.list(max(200_000, t.people))
	if err != nil {
		return g, err
	}
	s := screening{town: t, path: path, rows: max(200_000, t.people)}
	for i, do := range [...]func(context.Context) (lap, error){
		t.decisions,
		t.decisions,
		s.screen(runtime.GOMAXPROCS(0)),
		func(ctx context.Context) (lap, error) { l, err := s.counts(ctx); l.count = 1; return l, err },
		t.newcomers,
	} {
		for range 3 {
			l, err := do(ctx)
			if err != nil {
				return g, fmt.Errorf("%s among %d: %w", operations[i], t.people, err)
			}
			if took := l.took / time.Duration(l.count); g.costs[i] == 0 || took < g.costs[i] {
				g.costs[i] = took
			}
			if i == 0 || i == len(operations)-1 {
				break // it is not the first time any more; the town is bigger now
			}
		}
	}
	return g, nil
}

// newcomers records people whom the town has not seen, nor has an earlier run.
func (t *town) newcomers(ctx context.Context) (lap, error) {
	return writing{writers: 256, acts: 20_000, first: time.Now().UnixMilli()}.measure(ctx, []*house{t.house})
}

// familiar is how many people are asked about again and again.
const familiar = 10_000

// decisions asks about some people, spread over the town, one by one and in process.
func (t *town) decisions(ctx context.Context) (lap, error) {
	q := newsletter
	return timed(func() (int, error) {
		for i := range familiar {
			q.Contact = assent.Contactable{Email: citizen(i * (t.people / familiar))}
			if _, err := t.desk.MaySend(ctx, t.org, q); err != nil {
				return i, err
			}
		}
		return familiar, nil
	})
}

func writeGrowth(b *strings.Builder, all []grown) {
	if len(all) == 0 {
		return
	}
	b.WriteString("\n### Growing\n\nData: SQLite, one process, the best of three runs (of first questions and of recording: one). Wall time of one operation among so many people.\n\n| people |")
	for _, o := range operations {
		b.WriteString(" " + o + " |")
	}
	b.WriteString("\n|--:|" + strings.Repeat("--:|", len(operations)) + "\n")
	for _, g := range all {
		fmt.Fprintf(b, "| %s |", thousands(float64(g.people)))
		for _, c := range g.costs {
			fmt.Fprintf(b, " %s |", duration(float64(c.Nanoseconds())))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n![What an operation costs among ten thousand people and more](pictures/growing.svg)\n")
}
