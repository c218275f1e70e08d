package jobs

import (
	"context"
	"errors"
	"time"

	"assent"
	"assent/store"
)

// takers is how many groups are looked at and taken at once.
const takers = 4

// errUnknown stands in a delivery of another version of the program.
var errUnknown = errors.New("this version of the program knows no such errand")

// takeAll reads what the deliveries of a group need and takes them in one transaction. One that cannot even be
// begun is left for later, so that it hinders no other. The error is that of the database.
func (c *Carrier) takeAll(ctx context.Context, b *book, group []store.Delivery) ([]taken, error) {
	ready, err := c.lookAll(ctx, b, group)
	if err != nil || len(ready) == 0 {
		return nil, err
	}
	out, err := c.take(ctx, ready)
	if err == nil || unavailable(err) || len(ready) == 1 {
		return out, c.orPostpone(b, ready, err)
	}
	out = nil
	for _, t := range ready { // one of them has failed: each by itself
		one, err := c.take(ctx, []taken{t})
		if err = c.orPostpone(b, []taken{t}, err); err != nil {
			return out, err
		}
		out = append(out, one...)
	}
	return out, nil
}

// orPostpone leaves deliveries for later that could not be begun; what is the database's fault is returned.
func (c *Carrier) orPostpone(b *book, list []taken, err error) error {
	if err == nil || unavailable(err) {
		return err
	}
	for _, t := range list {
		c.postpone(b, t.Delivery, err)
	}
	return nil
}

func (c *Carrier) postpone(b *book, d store.Delivery, why error) {
	d.Next, d.LastError = c.now().UTC().Add(c.backoff.Most), why.Error()
	c.report(d)
	b.note(d)
}

// lookAll reads on one snapshot what the deliveries of a group need.
func (c *Carrier) lookAll(ctx context.Context, b *book, group []store.Delivery) (out []taken, err error) {
	err = c.archive.Read(ctx, c.org, func(v *store.View) error {
		for _, d := range group {
			e, known := c.errands[d.Follower]
			if !known {
				c.postpone(b, d, errUnknown)
				continue
			}
			try, err := e.look(v, d)
			switch {
			case unavailable(err):
				return err
			case err != nil:
				c.postpone(b, d, err)
			default:
				out = append(out, taken{d, e, try})
			}
		}
		return nil
	})
	return out, err
}

// take claims deliveries for this process: it moves their next try beyond our patience, under the
// log's lock, unless somebody else has moved it or the errand does not admit it.
func (c *Carrier) take(ctx context.Context, list []taken) (out []taken, err error) {
	err = c.archive.Write(ctx, c.org, func(tx *store.Tx) error {
		out = nil
		var held []store.Delivery // back, from being taken
		now := c.now().UTC().Truncate(time.Millisecond)
		for _, t := range list {
			claimed, err := tx.ClaimDelivery(t.Delivery, now.Add(patience))
			if err != nil {
				return err
			}
			if !claimed {
				continue
			}
			v, err := t.verdict(tx)
			if err != nil {
				return err
			}
			switch {
			case v.Drop != "":
				t.Done, t.LastError = now, v.Drop
				held = append(held, t.Delivery)
			case v.Wait.After(now):
				t.Next = v.Wait
				held = append(held, t.Delivery)
			default:
				t.Attempt, t.Next = t.Attempt+1, now.Add(patience)
				out = append(out, t)
			}
		}
		return tx.PutDeliveries(held)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// verdict asks the errand whether the try may begin.
func (t *taken) verdict(tx *store.Tx) (Verdict, error) {
	if t.try.Drop != "" || t.try.Admit == nil {
		return Verdict{Drop: t.try.Drop}, nil
	}
	return t.try.Admit(tx)
}

// book is where tries are noted; one goroutine writes down what has come together since it wrote last, so that very many
// notes are a few commits.
type book struct {
	archive *store.Archive
	org     assent.ID
	notes   chan store.Delivery
}

// openBook begins to write down; end waits until all is written, and must be called.
func (c *Carrier) openBook(ctx context.Context) (b *book, end func() error) {
	b = &book{c.archive, c.org, make(chan store.Delivery, hands)}
	written := make(chan error, 1)
	go func() { written <- b.write(ctx) }()
	return b, func() error { close(b.notes); return <-written }
}

func (b *book) note(d store.Delivery) { b.notes <- d }

// write writes until the book is closed. Notes that the database did not take are lost: those deliveries are still owed,
// from the end of our patience on.
func (b *book) write(ctx context.Context) (failed error) {
	for d := range b.notes {
		list := append(b.waiting(), d)
		err := b.archive.Update(ctx, b.org, func(tx *store.Tx) error { return tx.PutDeliveries(list) })
		failed = errors.Join(failed, err)
	}
	return failed
}

// waiting takes what has come so far.
func (b *book) waiting() (list []store.Delivery) {
	for len(list) < hands {
		select {
		case d, open := <-b.notes:
			if !open {
				return list
			}
			list = append(list, d)
		default:
			return list
		}
	}
	return list
}
