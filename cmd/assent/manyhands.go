package main

import (
	"context"

	"assent"
	"assent/screen"
)

// longList is from how many bytes on a list is worth deciding about everyone beforehand.
const longList = 4 << 20

// manyHands is the desk for a list of some size: one that keeps its decisions, so that all cores can work. While a withdrawal
// waits in the spool nothing is screened.
func (h *house) manyHands(ctx context.Context, q assent.Question, bytes int64) (screen.Current, error) {
	if h.spool.Waiting() > 0 || !q.At.IsZero() {
		return h.ask, nil
	}
	if err := h.decide.Index(ctx, h.org); err != nil {
		return nil, err
	}
	if bytes < longList {
		return h.ask, nil
	}
	return h.ask, h.decide.Warm(ctx, h.org, q, nil)
}
