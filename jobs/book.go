package jobs

import (
	"context"
	"errors"

	"assent"
	"assent/store"
)

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
