package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"assent"
)

// Options tune an archive; the zero value is good.
type Options struct {
	Now      func() time.Time // the clock, read from several goroutines; time.Now
	Patience time.Duration    // how long one transaction may take; 10 s
	Batch    int              // most callers in one commit; 256
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Batch == 0 {
		o.Batch = 256
	}
	return o
}

// Archive is an open database. Its methods may be called from any goroutine.
type Archive struct {
	engine  *engine
	reading statements
	writes  *committer
	updates *committer // the same as writes where the database has one writer
	tail    *tail
	stop    context.CancelFunc
	care    sync.WaitGroup
}

// Open opens the archive at url ("sqlite:/path/file.db", "postgres://user@host/name"). It
// returns a Problem if the URL, the durability of the database or its schema will not do; see
// [Migrate]. Close it when done.
func Open(ctx context.Context, url string, opts Options) (*Archive, error) {
	e, err := openEngine(ctx, url)
	if err != nil {
		return nil, err
	}
	a, err := open(ctx, e, opts.withDefaults())
	if err != nil {
		return nil, errors.Join(explain(e, err), e.close())
	}
	return a, nil
}

func open(ctx context.Context, e *engine, opts Options) (*Archive, error) {
	if err := e.checkSchema(ctx); err != nil {
		return nil, err
	}
	texts, err := statementTexts(e.name)
	if err != nil {
		return nil, err
	}
	reading, err := prepare(ctx, e.read, texts)
	if err != nil {
		return nil, err
	}
	writing := reading
	if e.write != e.read {
		if writing, err = prepare(ctx, e.write, texts); err != nil {
			return nil, err
		}
	}
	a := &Archive{engine: e, reading: reading, tail: &tail{}}
	a.writes = newCommitter(e, writing, reading, opts, a.tail)
	a.updates = a.writes
	if !e.oneDoor {
		a.updates = newCommitter(e, writing, reading, opts, a.tail)
	}
	a.startCare()
	return a, nil
}

// startCare has the database tended to once a second, and when much was written, until the archive is closed.
func (a *Archive) startCare() {
	ctx, stop := context.WithCancel(context.Background())
	a.stop = stop
	if a.engine.tend == nil {
		return
	}
	a.care.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				a.engine.tend(ctx)
			case <-a.engine.hurry:
				a.engine.tend(ctx)
			case <-ctx.Done():
				return
			}
		}
	})
}

// Close lets the writers finish what they have begun, refuses what still waits, and closes the database.
func (a *Archive) Close() error {
	a.stop()
	a.care.Wait()
	a.writes.close()
	if a.updates != a.writes {
		a.updates.close()
	}
	return a.engine.close()
}

// Write records facts. It calls fn with the organisation's log locked and returns after what
// fn wrote is durable, or with the error that fn returned, in which case nothing of it is kept.
//
// Many callers are committed together. fn runs on the caller's goroutine, when its turn
// comes; it may run more than once, since a commit that fails is tried again caller by
// caller: so it must only assign its results, and should be quick, since others wait. It must
// not call the archive itself. If one of its statements failed, nothing of it is kept, even if it returns nil.
//
// A caller may leave by its context while it waits; nothing is recorded then. If it leaves,
// or the database vanishes, between its turn and the end of the commit, the answer is a
// Problem of code OUTCOME_UNKNOWN: an idempotency key makes it safe to ask again.
func (a *Archive) Write(ctx context.Context, org assent.ID, fn func(*Tx) error) error {
	act := newAct(ctx, org, fn)
	act.facts = true
	return a.writes.do(act)
}

// Record is [Archive.Write] for acts that come by the thousand: those that wait together are worked out beside the
// commit of those before them, and their rows are written together. In fn, look-ups of one record, contact point,
// state, answer or event, and the adding of new ones, are at no cost of a journey to the database, the more so if
// ahead names them. If fn asks for anything else, it is run again as Write would.
func (a *Archive) Record(ctx context.Context, org assent.ID, ahead Ahead, fn func(*Tx) error) error {
	act := newAct(ctx, org, fn)
	act.facts, act.ahead = true, &ahead
	return a.writes.do(act)
}

// Start is Record in two halves: it takes a place in the queue and returns, so that who has more can go on and
// still be taken in order; wait returns what Record would have. fn runs on another goroutine. Acts of all other sorts may
// pass those in the queue.
func (a *Archive) Start(ctx context.Context, org assent.ID, ahead Ahead, fn func(*Tx) error) (wait func() error) {
	act := newAct(ctx, org, fn)
	act.facts, act.ahead, act.part = true, &ahead, true
	return a.writes.start(act)
}

// Update is [Archive.Write] for rows that are no facts: cursors, deliveries, keys, tiles. It
// does not lock the log, and fn cannot append to it.
func (a *Archive) Update(ctx context.Context, org assent.ID, fn func(*Tx) error) error {
	return a.updates.do(newAct(ctx, org, fn))
}

// Read calls fn with one consistent snapshot, on the caller's goroutine. It waits for no
// writer. fn must not read from the archive again: snapshots are as many as connections.
func (a *Archive) Read(ctx context.Context, org assent.ID, fn func(*View) error) error {
	tx, err := a.engine.read.BeginTx(within(ctx, org), &a.engine.snapshot)
	if err != nil {
		return explain(a.engine, fmt.Errorf("begin to read: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	err = fn(&View{ctx: a.engine.patient(ctx), tx: tx, sql: a.reading, org: org, tail: a.tail})
	return explain(a.engine, orLate(ctx, err))
}

// orLate gives the reason why a transaction was over before its function was.
func orLate(ctx context.Context, err error) error {
	if ctx.Err() != nil && (errors.Is(err, sql.ErrTxDone) || dropped(err)) {
		return ctx.Err()
	}
	return err
}

// dropped reports whether a statement was closed along with its transaction; database/sql has no variables for it.
func dropped(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "sql: statement is closed") || strings.Contains(err.Error(), "sql: Rows are closed"))
}

// Orgs returns the organisations whose logs the archive keeps.
func (a *Archive) Orgs(ctx context.Context) ([]Org, error) {
	tx, err := a.engine.read.BeginTx(acrossAll(ctx), &a.engine.snapshot)
	if err != nil {
		return nil, explain(a.engine, fmt.Errorf("begin to read: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	rows, err := tx.StmtContext(ctx, a.reading["organisations"]).QueryContext(ctx)
	if err != nil {
		return nil, explain(a.engine, err)
	}
	defer rows.Close()
	var out []Org
	for rows.Next() {
		var o Org
		if err := rows.Scan(targets(o.fields())...); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, explain(a.engine, rows.Err())
}

// explain puts a Problem of code UNAVAILABLE before an error that means: the database cannot answer now.
func explain(e *engine, err error) error {
	if err == nil || !e.down(err) && !errors.Is(err, context.DeadlineExceeded) && !closed(err) {
		return err
	}
	if _, told := assent.AsProblem(err); told {
		return err
	}
	return fmt.Errorf("%w: %w", errUnavailable, err)
}

// closed reports whether the archive was closed under a reader; database/sql has no variable for it.
func closed(err error) bool { return strings.Contains(err.Error(), "sql: database is closed") }

var errUnavailable = assent.Problemf("UNAVAILABLE",
	"The database does not answer now; nothing was recorded. Try again in a moment.").OfKind(assent.Unavailable)
