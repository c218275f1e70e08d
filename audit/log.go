package audit

import (
	"crypto/sha256"

	"assent"
	"assent/ledger"
	"assent/store"
)

// log reads all events in order.
func (c *check) log() error {
	c.tree.Full = func(t ledger.Tile) { c.tiles = append(c.tiles, t) }
	c.grown()
	for done := false; !done; {
		err := c.Archive.Read(c.ctx, c.Org, func(v *store.View) (err error) {
			done, err = c.events(v)
			return err
		})
		if err == nil {
			err = c.compareTiles()
		}
		if err != nil {
			return err
		}
		if c.Progress != nil {
			c.Progress(c.tree.Size(), max(c.tree.Size(), c.report.Head.Size))
		}
	}
	c.short()
	c.report.Events = c.tree.Size()
	c.report.Waiting = max(0, c.tree.Size()-c.report.Head.Size)
	return nil
}

// events reads a chunk; done is true when there are no more.
func (c *check) events(v *store.View) (done bool, err error) {
	rows, err := v.EventRows(c.tree.Size(), chunk)
	if err != nil {
		return false, err
	}
	if err := c.numbers(v, rows); err != nil {
		return false, err
	}
	for _, row := range rows {
		c.row(row)
		c.tree.Add(row.Body)
		c.grown()
	}
	if len(rows) == chunk {
		return false, nil
	}
	return true, c.end(v)
}

// numbers checks that each event is found by its identifier.
func (c *check) numbers(v *store.View, rows []store.Stored) error {
	ids := make([]assent.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	numbers, err := v.Numbers(ids)
	for _, row := range rows {
		if n, found := numbers[row.ID]; err == nil && (!found || n != row.Number) {
			c.report.find(BadColumn, "Event %d is not found by its identifier.", row.Number)
		}
	}
	return err
}

// end compares the log's own row with the last events.
func (c *check) end(v *store.View) error {
	next, err := v.Head()
	if err != nil {
		return err
	}
	published, err := v.Published()
	if err != nil {
		return err
	}
	if next != c.tree.Size() {
		c.report.find(Gap, "The log counts %d events and %d are there.", next, c.tree.Size())
	}
	if err := c.suppressions(v); err != nil {
		return err
	}
	if err := c.keys(v); err != nil {
		return err
	}
	if published != c.published {
		c.report.find(BadColumn, "The log names event %d as the last publication of the catalogue; it is %d (-1 is none).", published, c.published)
	}
	return nil
}

// row checks one event by itself and against the one before, and takes what later steps need.
func (c *check) row(row store.Stored) {
	number := c.tree.Size()
	if row.Number != number {
		c.report.find(Gap, "Event %d is missing: in its place stands %d.", number, row.Number)
	}
	if sha256.Sum256(append([]byte{0}, row.Body...)) != row.Leaf {
		c.report.find(BadColumn, "The leaf stored for event %d is not the hash of the event.", row.Number)
	}
	e, err := assent.Decode(row.Body)
	if err != nil {
		c.report.find(BadEvent, "Event %d is not in its one encoding: it was changed.", row.Number)
		return
	}
	if e.Org != c.Org || e.Number != row.Number {
		c.report.find(BadEvent, "In the place of event %d stands one that was recorded as %d.", row.Number, e.Number)
	}
	if e.ID != row.ID || e.Code != row.Code || e.Type != row.Type || e.Person != row.Person || !e.Recorded.Equal(row.Recorded) {
		c.report.find(BadColumn, "The columns of event %d say something else than the event.", row.Number)
	}
	if e.Recorded.Before(c.recorded) {
		c.report.find(BadEvent, "Event %d was recorded before the one that precedes it.", row.Number)
	}
	c.recorded = e.Recorded
	c.take(e)
}

// take collects what the event says of persons and of the catalogue.
func (c *check) take(e *assent.Event) {
	if !e.Person.IsZero() {
		c.people[e.Person] = false
	}
	if e.Link != nil && !e.Link.From.IsZero() {
		c.people[e.Link.From] = false
		c.join(e.Link.From, e.Person)
	}
	c.left.take(e)
	if e.Trail != nil {
		c.seals[e.Number] = *e.Trail
	}
	if p := e.Publication; p != nil {
		c.published = e.Number
		c.items[version{p.Kind, p.ID, p.Version}] = publication{e.Number, p.Digest}
	}
}
