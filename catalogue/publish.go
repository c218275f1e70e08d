package catalogue

import (
	"bytes"
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Publish brings items into force, together or not at all, each as one event. An item that
// says what is in force already is passed over, so publishing twice changes nothing; another
// gets the next version (a notice bears its author's). Items may refer to each other in
// any order. A [assent.Problem] of code BAD_CATALOGUE_ITEM, or of code NOTICE_PUBLISHED for a
// change to a notice that people may have read, says what to mend.
func (s *Shelf) Publish(ctx context.Context, org assent.ID, actor assent.Actor, now time.Time, items ...Item) error {
	return s.write(ctx, org, func(tx *store.Tx, c *Catalogue) error { return s.publish(tx, c, actor, now, items...) })
}

// write does something to the catalogue as it stands in a transaction of its own.
func (s *Shelf) write(ctx context.Context, org assent.ID, do func(*store.Tx, *Catalogue) error) error {
	err := s.archive.Write(ctx, org, func(tx *store.Tx) error {
		published, err := tx.Published()
		if err != nil {
			return err
		}
		c, err := load(&tx.View, published)
		if err != nil {
			return err
		}
		return do(tx, c)
	})
	if err != nil {
		return err
	}
	_, err = s.Current(ctx, org)
	return err
}

// publish checks items against a catalogue of the transaction's own, and records those that are new.
func (s *Shelf) publish(tx *store.Tx, c *Catalogue, actor assent.Actor, now time.Time, items ...Item) error {
	fresh, err := c.take(items)
	if err != nil {
		return err
	}
	for _, i := range fresh {
		if err := s.append(tx, actor, now, i); err != nil {
			return err
		}
	}
	return nil
}

// take numbers the items that are new, puts them into c, and then checks each.
func (c *Catalogue) take(items []Item) ([]Item, error) {
	var fresh []Item
	for _, i := range items {
		numbered, isNew, err := c.number(i)
		if err != nil {
			return nil, err
		}
		if isNew {
			c.put(numbered)
			fresh = append(fresh, numbered)
		}
	}
	for _, i := range fresh {
		if err := checkTexts(i); err != nil {
			return nil, err
		}
		if problem := i.check(c); problem != nil {
			return nil, problem
		}
	}
	return fresh, nil
}

// number gives an item its version and reports whether it says anything new.
func (c *Catalogue) number(i Item) (Item, bool, error) {
	before := c.latest(i)
	version := 1
	if before != nil {
		version, _ = strconv.Atoi(before.version()) // a notice's is not a number and not used
		same, err := equal(before, i.numbered(version))
		if err != nil || same {
			return i, false, err
		}
		version++
	}
	if n, isNotice := i.(*Notice); isNotice {
		if problem := c.succeeds(n, before != nil); problem != nil {
			return i, false, problem
		}
	}
	return i.numbered(version), true, nil
}

// succeeds asks that a notice is a new version, later than the latest.
func (c *Catalogue) succeeds(n *Notice, published bool) *assent.Problem {
	if published {
		return assent.Problemf("NOTICE_PUBLISHED", "Version %s of notice %s is published and people may have read it, so it cannot change; raise MINOR for a change of wording, MAJOR if people must be asked again.", n.Version, n.ID).
			In("version").OfKind(assent.Conflict)
	}
	if last, ok := c.Notice(n.ID, ""); ok && compareVersions(n.Version, last.Version) < 0 {
		return assent.Problemf("NOTICE_PUBLISHED", "Notice %s is at version %s already; %s would go back.", n.ID, last.Version, n.Version).
			In("version").OfKind(assent.Conflict)
	}
	return nil
}

// compareVersions orders MAJOR.MINOR.
func compareVersions(a, b string) int {
	aMajor, aMinor := parts(a)
	bMajor, bMinor := parts(b)
	return cmp.Or(cmp.Compare(aMajor, bMajor), cmp.Compare(aMinor, bMinor))
}

func parts(version string) (major, minor int) {
	a, b, _ := strings.Cut(version, ".")
	major, _ = strconv.Atoi(a)
	minor, _ = strconv.Atoi(b)
	return major, minor
}

func equal(a, b Item) (bool, error) {
	x, err := encode(a)
	if err != nil {
		return false, err
	}
	y, err := encode(b)
	return bytes.Equal(x, y), err
}

// append records one publication.
func (s *Shelf) append(tx *store.Tx, actor assent.Actor, now time.Time, i Item) error {
	body, err := encode(i)
	if err != nil {
		return err
	}
	now = now.UTC().Truncate(time.Millisecond)
	e := &assent.Event{
		Format: 1, Type: assent.CataloguePublished, Occurred: now, Received: now,
		Actor: actor, Method: assent.Automatic,
		Publication: &assent.Publication{Kind: i.kind(), ID: i.key(), Version: i.version(), Digest: digest(body)},
	}
	if e.ID, err = assent.NewID(now, s.random); err != nil {
		return err
	}
	if e.Code, err = assent.NewTransactionCode(s.random); err != nil {
		return err
	}
	if err := tx.Append(e, nil); err != nil {
		return err
	}
	return tx.PutItem(store.Item{Kind: i.kind(), ID: i.key(), Version: i.version(), Body: body, Number: e.Number})
}
