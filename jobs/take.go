package jobs

import (
	"context"
	"time"

	"assent/store"
)

// takers is how many groups are looked at and taken at once.
const takers = 4

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

// take claims deliveries for this process: it moves their next try beyond our patience, unless somebody else
// has moved it or the errand does not admit it. Budgets are locked before all else: what is let go ahead here is seen by whoever
// takes after, and two who take the same deliveries in another order cannot wait for each other.
func (c *Carrier) take(ctx context.Context, list []taken) (out []taken, err error) {
	err = c.archive.Update(ctx, c.org, func(tx *store.Tx) error {
		if err := tx.LockBudgets(); err != nil {
			return err
		}
		now := c.now().UTC().Truncate(time.Millisecond)
		claimed, err := claim(tx, list, now.Add(patience))
		if err != nil {
			return err
		}
		verdicts, err := admit(tx, claimed)
		if err != nil {
			return err
		}
		out = nil
		var held []store.Delivery // back, from being taken
		for i, t := range claimed {
			switch v := verdicts[i]; {
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

// claim returns those of the deliveries that nobody else has taken meanwhile.
func claim(tx *store.Tx, list []taken, until time.Time) (out []taken, err error) {
	for _, t := range list {
		ours, err := tx.ClaimDelivery(t.Delivery, until)
		if err != nil {
			return nil, err
		}
		if ours {
			out = append(out, t)
		}
	}
	return out, nil
}

// admit asks each group about those of its tries that are in the list, whose groups lie one after the other.
func admit(tx *store.Tx, list []taken) (out []Verdict, err error) {
	for len(list) > 0 {
		n := alike(list, func(t *taken) *Group { return t.group })
		verdicts, err := list[0].group.admit(tx, list[:n])
		if err != nil {
			return nil, err
		}
		out, list = append(out, verdicts...), list[n:]
	}
	return out, nil
}

// admit answers for tries of the group.
func (g *Group) admit(tx *store.Tx, list []taken) ([]Verdict, error) {
	out := make([]Verdict, len(list))
	var asked, places []int
	for i, t := range list {
		if out[i].Drop = t.try().Drop; out[i].Drop == "" && g.Admit != nil {
			asked, places = append(asked, i), append(places, t.place)
		}
	}
	if len(asked) == 0 {
		return out, nil
	}
	verdicts, err := g.Admit(tx, places)
	if err != nil {
		return nil, err
	}
	for i, v := range verdicts {
		out[asked[i]] = v
	}
	return out, nil
}
