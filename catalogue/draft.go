package catalogue

import (
	"context"
	"fmt"
	"time"

	"assent"
	"assent/store"
)

// Draft is an item that is being written: nobody is shown it, and it may still be wrong. There is one for each item,
// shared by all who write. Whoever saves it names the revision that she has read, so that nobody
// overwrites unseen what another has written meanwhile.
type Draft struct {
	Item
	Base     string    // the version in force when it was begun; empty: none was
	Revision int64     // 0: it is not saved yet
	Author   assent.ID // operator who saved it last
	Saved    time.Time
}

// Kind and Key name the item.
func (d Draft) Kind() string { return d.kind() }

// Key is the identifier of the item among those of its kind.
func (d Draft) Key() string { return d.key() }

// NewDraft begins a draft of an item; what of it is in force now becomes its base.
func (c *Catalogue) NewDraft(i Item) Draft {
	d := Draft{Item: i}
	if before, ok := c.Find(i.kind(), i.key()); ok {
		d.Base = before.version()
	}
	return d
}

// Find returns the version in force of an item, by kind and identifier.
func (c *Catalogue) Find(kind, id string) (Item, bool) {
	switch kind {
	case KindSettings:
		return c.settings, id == KindSettings && c.settings.Version > 0
	case KindBrand:
		return found(c.Brand(id))
	case KindPurpose:
		return found(c.Purpose(id))
	case KindNotice:
		return found(c.Notice(id, ""))
	case KindPartnerList:
		return found(last(c.lists[id]))
	case KindCollectionPoint:
		return found(c.CollectionPoint(id))
	case KindPage:
		return found(c.Page(id))
	}
	return nil, false
}

func found[T Item](i T, ok bool) (Item, bool) { return i, ok }

// Versions returns every published version of an item, the oldest first. Of settings, brands, collection points and
// pages only the one in force is at hand.
func (c *Catalogue) Versions(kind, id string) []Item {
	switch kind {
	case KindPurpose:
		return items(c.purposes[id])
	case KindNotice:
		return items(c.notices[id])
	case KindPartnerList:
		return items(c.lists[id])
	}
	if i, ok := c.Find(kind, id); ok {
		return []Item{i}
	}
	return nil
}

func items[T Item](versions []T) []Item {
	out := make([]Item, len(versions))
	for i, v := range versions {
		out[i] = v
	}
	return out
}

// Version is the version of an item, as its publication names it.
func Version(i Item) string { return i.version() }

// Try says why an item cannot be published as the catalogue stands; nil if it can. Nothing is changed.
func (c *Catalogue) Try(i Item) error {
	_, err := c.clone().take([]Item{i})
	return err
}

// Drafts lists the drafts by kind and identifier.
func (s *Shelf) Drafts(ctx context.Context, org assent.ID) ([]Draft, error) {
	var out []Draft
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Drafts()
		if err != nil {
			return err
		}
		for _, row := range rows {
			d, err := draftOf(row)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// Draft finds the draft of an item.
func (s *Shelf) Draft(ctx context.Context, org assent.ID, kind, id string) (d Draft, found bool, err error) {
	err = s.archive.Read(ctx, org, func(v *store.View) error {
		d, found, err = readDraft(v, kind, id)
		return err
	})
	return d, found, err
}

func readDraft(v *store.View, kind, id string) (Draft, bool, error) {
	row, found, err := v.Draft(kind, id)
	if err != nil || !found {
		return Draft{}, false, err
	}
	d, err := draftOf(row)
	return d, true, err
}

func draftOf(row store.DraftRow) (Draft, error) {
	i, err := decode(row.Kind, row.Body)
	if err != nil {
		return Draft{}, fmt.Errorf("draft %s %s: %w", row.Kind, row.ID, err)
	}
	return Draft{Item: i, Base: row.Base, Revision: row.Revision, Author: row.Author, Saved: row.Saved}, nil
}

// SaveDraft keeps what was written. d.Revision is the revision that its author has read; a Problem of code
// DRAFT_MOVED says that another has been saved, published or dropped since.
func (s *Shelf) SaveDraft(ctx context.Context, org assent.ID, d Draft) error {
	if p := named(d.Item); p != nil {
		return p
	}
	body, err := encode(d.Item)
	if err != nil {
		return err
	}
	row := store.DraftRow{Kind: d.kind(), ID: d.key(), Base: d.Base, Revision: d.Revision + 1, Body: body, Author: d.Author}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return moved(tx.PutDraft(row)) })
}

// DropDraft throws a draft away.
func (s *Shelf) DropDraft(ctx context.Context, org assent.ID, kind, id string, revision int64) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return moved(tx.DropDraft(kind, id, revision)) })
}

// PublishDraft brings a draft into force as [Shelf.Publish] does, and it is no draft any more. It must be the revision
// that was read; a Problem of code VERSION_MOVED says that another version was published since it was begun.
func (s *Shelf) PublishDraft(ctx context.Context, org assent.ID, actor assent.Actor, now time.Time, kind, id string, revision int64) error {
	return s.write(ctx, org, func(tx *store.Tx, c *Catalogue) error {
		d, found, err := readDraft(&tx.View, kind, id)
		if err != nil {
			return err
		}
		if !found || d.Revision != revision {
			return errDraftMoved
		}
		if p := c.still(d); p != nil {
			return p
		}
		if err := s.publish(tx, c, actor, now, d.Item); err != nil {
			return err
		}
		return moved(tx.DropDraft(kind, id, revision))
	})
}

// still asks that what is in force is what the draft was begun from.
func (c *Catalogue) still(d Draft) *assent.Problem {
	if now := c.NewDraft(d.Item); now.Base != d.Base {
		return assent.Problemf("VERSION_MOVED", "Version %s was published since this draft was begun. Look at what it changed, and say that your draft comes after it.", now.Base).
			In("base").OfKind(assent.Conflict)
	}
	return nil
}

var errDraftMoved = assent.Problemf("DRAFT_MOVED", "Somebody else has saved, published or dropped this draft since you opened it. What you typed is still here and is not saved.").
	In("revision").OfKind(assent.Conflict)

func moved(done bool, err error) error {
	if err == nil && !done {
		return errDraftMoved
	}
	return err
}
