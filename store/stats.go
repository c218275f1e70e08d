package store

// Counter is how often something happened in a span of time, seen from one side: in the week 2026-W47,
// consents were given to the purpose newsletter by email, in the country FR, so many times.
type Counter struct {
	Grain     string `json:"period"`  // day, week, month
	Dimension string `json:"by"`      // which side; empty: by purpose and channel alone
	Span      string `json:"span"`    // 2026-11-22, 2026-W47, 2026-11
	Fact      string `json:"fact"`    // granted, withdrawn …
	Purpose   string `json:"purpose"` // or "*"
	Channel   string `json:"channel"` // or "*"
	Value     string `json:"value"`   // of the dimension
	Count     int64  `json:"count"`
}

func (c *Counter) fields() []any {
	return []any{&c.Grain, &c.Dimension, &c.Span, &c.Fact, &c.Purpose, &c.Channel, &c.Value, &c.Count}
}

// Counters returns the counters of a grain and a side, from the first span to the last, both included.
func (v *View) Counters(grain, dimension, first, last string) ([]Counter, error) {
	return list[Counter](v, "counters", grain, dimension, first, last)
}

// AllCounters returns every counter but those of one fact.
func (v *View) AllCounters(but string) ([]Counter, error) {
	return list[Counter](v, "all_counters_but", but)
}

// Count adds to each counter what its Count says. None may be named twice.
func (tx *Tx) Count(counters ...Counter) error {
	rows := make([][]any, len(counters))
	for i := range counters {
		rows[i] = values(counters[i].fields())
	}
	return tx.putAll("add_to_counter", rows)
}

// DropEmptyCounters removes those that say 0.
func (tx *Tx) DropEmptyCounters() error { return tx.put("drop_empty_counters") }

// MoveCursor says that a follower which had seen all events before the number from has seen those before to,
// unless it stands elsewhere by now: another process was faster.
func (tx *Tx) MoveCursor(follower string, from, to int64) (moved bool, err error) {
	n, err := tx.exec("move_cursor", follower, from, to)
	return n > 0, err
}
