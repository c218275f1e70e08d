package catalogue

import (
	"context"
	"io"
	"sync"

	"assent"
	"assent/store"
)

// Shelf holds the current catalogue of each organisation at hand, and publishes. It is safe
// for concurrent use.
type Shelf struct {
	archive *store.Archive
	random  io.Reader

	mu    sync.RWMutex
	kept  map[assent.ID]*Catalogue // read from committed snapshots only
	heads map[assent.ID]*store.Head
}

// New returns a shelf over the archive; random is the source of event identifiers and codes.
func New(archive *store.Archive, random io.Reader) *Shelf {
	return &Shelf{archive: archive, random: random, kept: map[assent.ID]*Catalogue{}, heads: map[assent.ID]*store.Head{}}
}

// Current returns the catalogue in force.
func (s *Shelf) Current(ctx context.Context, org assent.ID) (*Catalogue, error) {
	c, head := s.at(org)
	if c != nil {
		published, err := head.Published(ctx)
		if err != nil {
			return nil, err
		}
		if published == c.published {
			return c, nil
		}
	}
	err := s.archive.Read(ctx, org, func(v *store.View) (err error) {
		c, err = s.Snapshot(v)
		return err
	})
	return c, err
}

// at returns the catalogue that is kept of an organisation, if any, and what tells whether it still is in force.
func (s *Shelf) at(org assent.ID) (*Catalogue, *store.Head) {
	s.mu.RLock()
	c, head := s.kept[org], s.heads[org]
	s.mu.RUnlock()
	if head != nil {
		return c, head
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.heads[org] == nil {
		s.heads[org] = s.archive.Head(org)
	}
	return s.kept[org], s.heads[org]
}

// AtHand returns the catalogue that was in force when it was last looked at, or the one in force: good enough to
// prepare what is then done with the catalogue of a transaction ([Shelf.Of]).
func (s *Shelf) AtHand(ctx context.Context, org assent.ID) (*Catalogue, error) {
	if c, _ := s.at(org); c != nil {
		return c, nil
	}
	return s.Current(ctx, org)
}

// Snapshot returns the catalogue as a view of [store.Archive.Read] shows it, and keeps it at hand.
func (s *Shelf) Snapshot(v *store.View) (*Catalogue, error) {
	c, err := s.Of(v)
	if kept, _ := s.at(v.Org()); err == nil && c != kept {
		s.mu.Lock()
		s.kept[v.Org()] = c
		s.mu.Unlock()
	}
	return c, err
}

// Of returns the catalogue as any view shows it. What is read inside a transaction may never be
// committed, so it is not kept.
func (s *Shelf) Of(v *store.View) (*Catalogue, error) {
	published, err := v.Published()
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	c := s.kept[v.Org()]
	s.mu.RUnlock()
	if c != nil && c.published == published {
		return c, nil
	}
	return load(v, published)
}

// load builds the catalogue from its items, oldest publication first.
func load(v *store.View, published int64) (*Catalogue, error) {
	items, err := v.Items()
	if err != nil {
		return nil, err
	}
	c := empty()
	c.published = published
	for _, row := range items {
		i, err := decode(row.Kind, row.Body)
		if err != nil {
			return nil, err
		}
		c.put(i)
	}
	return c, nil
}
