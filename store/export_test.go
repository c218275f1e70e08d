package store

import "context"

// Tend gives the database its regular care now.
func (a *Archive) Tend(ctx context.Context) { a.engine.tend(ctx) }

// Waiting is how many callers queue for the pen.
func (a *Archive) Waiting() int { return len(a.writes.queue) }

// StatementTexts gives tests the statements of one database.
var StatementTexts = statementTexts
