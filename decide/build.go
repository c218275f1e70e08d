package decide

import (
	"context"
	"slices"

	"assent"
	"assent/catalogue"
	"assent/index"
	"assent/store"
)

// Index has the desk keep its decisions about an organisation from now on. It returns when every contact point
// on record is known; decisions are kept as they are asked for, and by [Desk.Warm]. Until then, and
// whenever the index cannot answer, the store is asked.
func (d *Desk) Index(ctx context.Context, org assent.ID) error {
	h := &hall{desk: d, org: org, hasher: d.vault.Hasher(org), hashes: d.vault.Hashes(org), head: d.archive.Head(org), classes: map[class]*asked{}}
	h.heads.check = h.follow
	if old, loaded := d.halls.LoadOrStore(org, h); loaded {
		h = old.(*hall)
	}
	return h.build(ctx)
}

// build takes every contact point from one snapshot.
func (h *hall) build(ctx context.Context) error {
	h.catchUp.Lock()
	defer h.catchUp.Unlock()
	if h.ready.Load() {
		return nil
	}
	if h.load(ctx) {
		h.ready.Store(true)
		return nil
	}
	err := h.desk.archive.Read(ctx, h.org, func(v *store.View) error {
		head, err := v.Head()
		if err != nil {
			return err
		}
		h.table = index.At(head)
		return h.all(v)
	})
	if err == nil {
		h.ready.Store(true)
	}
	return err
}

// all takes every contact point, merge and suppression.
func (h *hall) all(v *store.View) error {
	err := v.EachPoint(func(w *store.Where) error {
		h.table.Add(pointOf(w))
		return nil
	})
	if err != nil {
		return err
	}
	err = v.EachMerge(func(record, into assent.ID) error {
		h.table.Join(record, into)
		return nil
	})
	if err != nil {
		return err
	}
	return v.EachSuppressed(func(p assent.Pseudonym) error {
		h.table.Bar(p.Hash)
		return nil
	})
}

func pointOf(w *store.Where) index.Point {
	return index.Point{ID: w.ID, Person: w.Person, Kind: w.Kind, Hash: w.Pseudonym.Hash, Key: w.Pseudonym.KeyID}
}

// stretch is how many events are taken at once; farBehind how many a question does not wait for.
const (
	stretch   = 2000
	farBehind = 20_000
)

// follow asks how long the log is, and brings the table up to that length.
func (h *hall) follow() (int64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	head, err := h.head.Read(ctx)
	if err != nil {
		return 0, err
	}
	behind := head - h.table.Position()
	if behind <= 0 {
		return head, nil
	}
	if behind > farBehind || !h.tryToTake(ctx, head) {
		go func() { _ = h.advance(context.Background(), head) }() // who asks next sees how far it got
		return head, errBehind
	}
	return head, nil
}

// tryToTake takes the events up to a position, unless somebody else is at it or there is no time.
func (h *hall) tryToTake(ctx context.Context, head int64) bool {
	if !h.catchUp.TryLock() {
		return false
	}
	defer h.catchUp.Unlock()
	return h.take(ctx, head) == nil
}

// advanceToHead brings the table up to the present length of the log, however long that takes.
func (h *hall) advanceToHead(ctx context.Context) error {
	head, err := h.head.Read(ctx)
	if err != nil {
		return err
	}
	return h.advance(ctx, head)
}

// advance takes the events up to a position; what is under way already is waited for.
func (h *hall) advance(ctx context.Context, head int64) error {
	h.catchUp.Lock()
	defer h.catchUp.Unlock()
	return h.take(ctx, head)
}

func (h *hall) take(ctx context.Context, head int64) error {
	for h.table.Position() < head {
		if err := h.desk.archive.Read(ctx, h.org, h.step); err != nil {
			return err
		}
	}
	return nil
}

// step takes some events.
func (h *hall) step(v *store.View) error {
	from := h.table.Position()
	steps, err := v.Steps(from, stretch)
	if err != nil || len(steps) == 0 {
		return err
	}
	events := make([]index.Event, len(steps))
	published := false
	for i, s := range steps {
		if events[i], err = eventOf(v, s); err != nil {
			return err
		}
		published = published || events[i].Type == assent.CataloguePublished
	}
	rows, err := v.PointsTouched(from, from+int64(len(steps)))
	if err != nil {
		return err
	}
	points := make([]index.Point, len(rows))
	for i := range rows {
		points[i] = pointOf(&rows[i])
	}
	if err := h.bar(v, steps); err != nil {
		return err
	}
	h.table.Advance(events, points)
	if published {
		h.mu.Lock()
		clear(h.classes)
		h.mu.Unlock()
	}
	return nil
}

// bar takes the addresses that erasures have left a no for, if some of them may be news: an address that came and was
// erased before the table looked is on no contact point any more. One erasure by itself, in a log
// that the table had read to its end, has nothing new: its addresses are known.
func (h *hall) bar(v *store.View, steps []store.Step) error {
	caughtUp := h.caughtUp
	head, err := v.Head()
	if err != nil {
		return err
	}
	h.caughtUp = steps[len(steps)-1].Number+1 == head
	erased := slices.ContainsFunc(steps, func(s store.Step) bool { return s.Type == assent.PersonErased })
	if !erased || caughtUp && h.caughtUp && len(steps) == 1 {
		return nil
	}
	return v.EachSuppressed(func(p assent.Pseudonym) error {
		h.table.Bar(p.Hash)
		return nil
	})
}

// eventOf is what the index needs to know of an event. What a merge joined, and what was published, is in its body.
func eventOf(v *store.View, s store.Step) (index.Event, error) {
	e := index.Event{Number: s.Number, Type: s.Type, Person: s.Person}
	if s.Type != assent.ContactLinked && s.Type != assent.CataloguePublished {
		return e, nil
	}
	stored, _, err := v.EventAt(s.Number)
	if err != nil {
		return e, err
	}
	if l := stored.Event.Link; l != nil {
		e.Joined = l.From
	}
	if p := stored.Event.Publication; p != nil && p.Kind == catalogue.KindNotice {
		e.Type = "" // no decision rests on the wording of a notice
	}
	return e, nil
}
