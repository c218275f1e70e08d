package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"assent"
	"assent/store"
)

// states folds each person's events anew and compares the outcome with the stored state.
func (c *check) states() error {
	var after assent.ID
	for more := true; more; {
		err := c.Archive.Read(c.ctx, c.Org, func(v *store.View) error {
			states, err := v.States(after, chunk)
			if err != nil {
				return err
			}
			for _, s := range states {
				if err := c.person(v, s); err != nil {
					return err
				}
				after = s.Person
			}
			more = len(states) == chunk
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// person checks one person on a snapshot.
func (c *check) person(v *store.View, stored *assent.State) error {
	id := stored.Person
	c.people[id] = true
	c.report.People++
	events, err := v.EventsOf(id)
	switch {
	case errors.Is(err, assent.ErrNotCanonical):
		c.report.find(BadState, "The state of person %s cannot be compared: one of her events was changed.", id)
		return nil
	case err != nil:
		return err
	case len(events) == 0:
		c.report.find(BadState, "There is a state of person %s, of whom the log says nothing.", id)
		return nil
	}
	folded := assent.NewState(id)
	for _, e := range events {
		folded.Apply(e.Event)
		if l := e.Event.Link; l != nil && !l.From.IsZero() && e.Number >= c.tree.Size() { // recorded since the log was read
			c.join(l.From, id)
		}
	}
	if !same(folded, stored) {
		c.report.find(BadState, "The state of person %s is not what her events say.", id)
	}
	if err := c.records(v, id); err != nil {
		return err
	}
	return c.personal(v, folded, events)
}

func same(a, b *assent.State) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(x, y)
}

// records compares the person's records with the merges in the log.
func (c *check) records(v *store.View, person assent.ID) error {
	have, err := v.RecordsOf(person)
	if err != nil {
		return err
	}
	for _, r := range have {
		if c.root(r.ID) != person || r.ID == person && !r.Into.IsZero() {
			c.report.find(BadPerson, "Record %s stands for person %s, and no event in the log has joined them.", r.ID, person)
		}
	}
	for _, id := range append([]assent.ID{person}, c.joined[person]...) {
		if !slices.ContainsFunc(have, func(r store.Person) bool { return r.ID == id }) {
			c.report.find(BadPerson, "Record %s of person %s is missing or stands for another.", id, person)
		}
	}
	return nil
}

// missing looks once more for the persons of whom the log speaks and for whom no state was
// found: they may have been merged meanwhile.
func (c *check) missing() error {
	var left []assent.ID
	for person, compared := range c.people {
		if !compared && c.root(person) == person {
			left = append(left, person)
		}
	}
	slices.SortFunc(left, func(a, b assent.ID) int { return bytes.Compare(a[:], b[:]) })
	for _, person := range left {
		err := c.Archive.Read(c.ctx, c.Org, func(v *store.View) error { return c.again(v, person) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *check) again(v *store.View, person assent.ID) error {
	now, found, err := v.Person(person)
	if err != nil {
		return err
	}
	if found && now.ID != person {
		s, err := v.State(now.ID)
		if err != nil {
			return err
		}
		if err := c.person(v, s); err != nil {
			return err
		}
	}
	if c.root(person) == person {
		c.report.find(BadState, "The state of person %s is missing.", person)
	}
	return nil
}
