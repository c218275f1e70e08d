package decide

import (
	"context"

	"assent"
	"assent/index"
)

// Count is how many contact points have one answer to one question in one country and language.
type Count = index.Group

// Counts counts everyone on record whom the question's channel reaches, as of now, by answer, country and language, and
// tells the position of the log that it reflects. What is kept is counted along, so this takes no longer for
// millions; what is not decided yet is decided first. Without an index there is a Problem of code NO_INDEX.
func (d *Desk) Counts(ctx context.Context, org assent.ID, q assent.Question) (counts []Count, position int64, err error) {
	h := d.hallOf(org)
	if h == nil || !keeps(&q) {
		return nil, 0, errNoIndex
	}
	if err := h.advanceToHead(ctx); err != nil {
		return nil, 0, err
	}
	c, err := h.asked(ctx, &q)
	if err != nil {
		return nil, 0, err
	}
	if c == nil {
		return nil, 0, errNoIndex
	}
	now := h.desk.moment(&q)
	_, open := c.Counts(now)
	if open > warmPage && open > h.table.Len()/10 {
		if err := d.Warm(ctx, org, q, nil); err != nil {
			return nil, 0, err
		}
	}
	if err := h.settle(ctx, c, q); err != nil {
		return nil, 0, err
	}
	groups, _ := c.Counts(now)
	return groups, h.table.Position(), nil
}

// settle decides what is open, some at a time. What cannot be kept (see steady) stays open, and is not counted.
func (h *hall) settle(ctx context.Context, c *asked, q assent.Question) error {
	s, open := &Sieve{hall: h, question: q}, 0
	for {
		_, now := c.Counts(h.desk.moment(&q))
		if now == 0 || now == open {
			return nil
		}
		open = now
		points := c.Open(h.desk.moment(&q), warmPage)
		if _, err := s.Points(ctx, points, make([]Brief, len(points))); err != nil {
			return err
		}
	}
}

var errNoIndex = assent.Problemf("NO_INDEX", "Nothing is counted here: decisions about this question are not kept. Ask without at, known_at and facts, of an organisation that is served.").OfKind(assent.Unusable)
