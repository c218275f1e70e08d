package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"assent"
	"assent/decide"
	"assent/intake"
	"assent/store"
)

// leaving is the promise put to the test: once a withdrawal is acknowledged by one of three nodes on one PostgreSQL, every
// node denies.
type leaving struct {
	trials, misses int
	took           time.Duration
}

// node is one of several programs on one database.
type node struct {
	*house
	desk *decide.Desk
}

// tryLeaving has people join, be asked about, leave, and be asked about at every node, many at a time.
func tryLeaving(ctx context.Context, pg *server, trials int) (leaving, error) {
	nodes, end, err := threeNodes(ctx, pg)
	if err != nil {
		return leaving{}, err
	}
	defer end()
	var next, misses atomic.Int64
	var failed atomic.Pointer[error]
	var hands sync.WaitGroup
	began := time.Now()
	for range 96 {
		hands.Go(func() {
			for n := next.Add(1); n <= int64(trials) && failed.Load() == nil; n = next.Add(1) {
				missed, err := leave(ctx, nodes, n)
				if err != nil {
					failed.Store(&err)
				}
				misses.Add(int64(missed))
			}
		})
	}
	hands.Wait()
	if err := failed.Load(); err != nil {
		return leaving{}, *err
	}
	return leaving{trials, int(misses.Load()), time.Since(began)}, nil
}

func threeNodes(ctx context.Context, pg *server) (_ []node, end func(), err error) {
	var nodes []node
	end = func() {
		for _, n := range nodes {
			_ = n.close()
		}
	}
	if pg == nil {
		return nil, end, errNoPostgres
	}
	url, err := pg.fresh(ctx)
	if err != nil {
		return nil, end, err
	}
	first, err := build(ctx, url, store.Options{})
	if err != nil {
		return nil, end, err
	}
	for h := first; ; {
		nodes = append(nodes, node{house: h})
		n := &nodes[len(nodes)-1]
		if n.desk, err = h.openDesk(decide.Saved{}); err == nil {
			err = n.desk.Index(ctx, h.org)
		}
		if err != nil || len(nodes) == 3 {
			return nodes, end, err
		}
		if h, err = first.again(ctx, store.Options{}); err != nil {
			return nodes, end, err
		}
	}
}

// leave is one trial. Nodes take turns at each part, and all are asked at the end.
func leave(ctx context.Context, nodes []node, n int64) (missed int, err error) {
	joinAt, leaveAt := nodes[n%3], nodes[n/3%3]
	if _, err := joinAt.intake.Record(ctx, joinAt.org, claim(n)); err != nil {
		return 0, err
	}
	q := newsletter
	q.Contact = claim(n).Contact
	for _, at := range nodes { // so that each node keeps a yes
		d, err := at.desk.MaySend(ctx, at.org, q)
		if err != nil {
			return 0, err
		}
		if d.Decision != assent.Allow {
			return 0, fmt.Errorf("who has just agreed may not be written to: %s", d.Reason)
		}
	}
	_, err = leaveAt.intake.Record(ctx, leaveAt.org, intake.Act{
		Type: assent.ConsentWithdrawn, Contact: q.Contact, Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
		Scope: &assent.Scope{Brand: assent.Any, Purpose: "newsletter", Channel: string(assent.Email), Party: assent.Any},
	})
	if err != nil {
		return 0, err
	}
	for _, at := range nodes {
		if d, err := at.desk.MaySend(ctx, at.org, q); err != nil || d.Decision != assent.Deny {
			missed++
		}
	}
	return missed, nil
}

func (l leaving) page() string {
	return fmt.Sprintf("\n### Withdraw, then ask\n\nThree nodes on one PostgreSQL, each with an index of its own. A person agrees at one node, all three say yes (and keep it), she withdraws at "+
		"one node, and as soon as that is acknowledged all three are asked again: **%s trials, %s questions after the withdrawal, %d misses**, in %s. (`-trials` sets how many.)\n",
		thousands(float64(l.trials)), thousands(float64(3*l.trials)), l.misses, l.took.Round(time.Second/10))
}
