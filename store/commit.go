package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"assent"
)

var (
	errNoBegin = errors.New("no transaction could begin")
	errWarned  = errors.New("the database warned while it committed")
)

// commit runs the batch as one transaction. It returns the result of each act, or one error
// if nothing of the batch is kept (or, errUnknown, if that cannot be told).
func (c *committer) commit(batch []*act) ([]error, error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Patience)
	defer cancel()
	results, err := c.attempt(ctx, batch)
	return results, orLate(ctx, err)
}

func (c *committer) attempt(ctx context.Context, batch []*act) ([]error, error) {
	tx, err := c.begin(ctx, batch)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.tx.Rollback() }() // after a commit it does nothing
	results := make([]error, len(batch))
	for i, a := range batch {
		if len(batch) == 1 {
			if err := a.offer(tx.as(a)); err != nil {
				return nil, err
			}
		} else if results[i], err = tx.protect(a); err != nil {
			return nil, err
		}
	}
	if err := tx.moveLog(); err != nil {
		return nil, err
	}
	warned, err := c.end(tx)
	if err != nil || warned {
		err = c.verdict(tx, err)
	}
	if err == nil && tx.log != nil {
		c.tail.keep(tx.org, tx.log.fresh)
	}
	return results, err
}

// end commits, and reports whether the server warned meanwhile: PostgreSQL does when somebody
// cancels the wait for its standby, and then calls the commit a success.
func (c *committer) end(tx *Tx) (warned bool, err error) {
	before := c.engine.warnings.Load()
	err = tx.tx.Commit()
	return c.engine.warnings.Load() != before, err
}

// begin opens the transaction and, if the batch has facts to record, locks the log row first.
func (c *committer) begin(ctx context.Context, batch []*act) (*Tx, error) {
	sqlTx, err := c.engine.write.BeginTx(within(ctx, batch[0].org), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoBegin, err)
	}
	view := View{ctx: c.engine.patient(ctx), tx: sqlTx, sql: c.sql, org: batch[0].org}
	tx := &Tx{View: view, now: c.opts.Now().UTC().Truncate(time.Millisecond)}
	for _, a := range batch {
		if a.facts {
			err = tx.lockLog()
			break
		}
	}
	if err != nil {
		_ = sqlTx.Rollback()
		return nil, fmt.Errorf("%w: %w", errNoBegin, err)
	}
	return tx, nil
}

// lockLog takes the organisation's log row, made on first use. Time does not run backwards
// in a log, whatever the clock says.
func (tx *Tx) lockLog() error {
	log, found, err := one[logRow](&tx.View, "lock_log")
	if err == nil && !found {
		if err = tx.put("open_log"); err == nil {
			log, _, err = one[logRow](&tx.View, "lock_log")
		}
	}
	if log.recorded.After(tx.now) {
		tx.now = log.recorded
	}
	tx.log = &log
	return err
}

// as is the transaction as this act may use it.
func (tx *Tx) as(a *act) *Tx {
	own := *tx
	if !a.facts {
		own.log = nil
	}
	return &own
}

// protect gives one act its turn inside a savepoint and returns its result; the error is that
// of the transaction itself.
func (tx *Tx) protect(a *act) (result, err error) {
	if err := tx.plain("SAVEPOINT act"); err != nil {
		return nil, err
	}
	var before logRow
	if tx.log != nil {
		before = *tx.log
	}
	result = a.offer(tx.as(a))
	if result == nil {
		return nil, tx.plain("RELEASE SAVEPOINT act")
	}
	if tx.log != nil {
		*tx.log = before
	}
	if err := tx.plain("ROLLBACK TO SAVEPOINT act"); err != nil {
		return result, err
	}
	return result, tx.plain("RELEASE SAVEPOINT act")
}

func (tx *Tx) plain(command string) error {
	if _, err := tx.tx.ExecContext(tx.ctx, command); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	return nil
}

// moveLog writes the log row, if events were appended.
func (tx *Tx) moveLog() error {
	if tx.log == nil || tx.log.last.IsZero() {
		return nil
	}
	return tx.put("move_log", tx.log.fields()...)
}

// verdict finds out whether a commit that returned an error took place after all: the
// connection may have been lost on the way back. If it did, all is well (nil). Without a cause
// it finds out whether a commit that came with a warning holds.
func (c *committer) verdict(tx *Tx, cause error) error {
	if tx.log == nil || tx.log.last.IsZero() {
		if cause != nil && c.engine.down(cause) {
			return fmt.Errorf("%w: %w", errUnknown, cause)
		}
		return cause
	}
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Patience)
	defer cancel()
	recorded, err := c.confirm(ctx, tx.org, tx.log.last)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", errUnknown, errors.Join(cause, err))
	case recorded:
		return nil
	}
	return cause
}

// confirm reports whether an event is in the log to stay. It locks the log row, and so waits for
// a transaction that may still be ending on the server; and it writes the row, since the
// commit of that is acknowledged only when all before it has reached whatever disks must have it.
func (c *committer) confirm(ctx context.Context, org, event assent.ID) (bool, error) {
	sqlTx, err := c.engine.write.BeginTx(within(ctx, org), nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = sqlTx.Rollback() }()
	tx := &Tx{View: View{ctx: ctx, tx: sqlTx, sql: c.sql, org: org}}
	if err := tx.lockLog(); err != nil {
		return false, err
	}
	var stored Stored
	found, err := tx.scan("event_by_id", stored.fields(), event)
	if err != nil || !found {
		return false, err
	}
	if err := tx.put("move_log", tx.log.fields()...); err != nil {
		return false, err
	}
	warned, err := c.end(tx)
	if warned && err == nil {
		err = errWarned
	}
	return err == nil, err
}
