package store

// What changes no facts changes nothing that acts are worked out from. So where the database has one writer, an Update does not end
// a stream: it rides with the next batch, in its transaction and before its rows, each in a savepoint of its own (docs/adr/0025).

// come returns the first of those who come that does not ride.
func (c *committer) come(up *flight, next func() *act) *act {
	for {
		a := c.kept
		c.kept = nil
		if a == nil {
			a = next()
		}
		if a == nil || !c.boards(a, up) {
			return a
		}
	}
}

// boards lets an act that changes no facts ride with the batch after the flight.
func (c *committer) boards(a *act, up *flight) bool {
	if up == nil || a.facts || a.org != up.org {
		return false
	}
	c.riders = append(c.riders, a)
	return true
}

// board calls those who ride.
func (c *committer) board() []*act {
	riders := c.riders
	c.riders = nil
	return riders
}

// ride commits by themselves those who would have ridden with a batch that came to nothing.
func (c *committer) ride(riders []*act, err error) {
	switch {
	case len(riders) == 0:
	case hopeless(err):
		refuse(riders, err)
	default:
		c.settle(riders)
	}
}

// carry gives those who ride their turns.
func (tx *Tx) carry(b *batch) error {
	for _, a := range b.riders {
		result, err := tx.protect(a)
		if err != nil {
			return err
		}
		b.rode = append(b.rode, result)
	}
	return nil
}
