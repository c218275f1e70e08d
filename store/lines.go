package store

import (
	"bytes"
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"

	"assent"

	"golang.org/x/sync/errgroup"
)

// One core writes for all, so its turn is the bound of everything that is recorded. All that can be done beside it is:
// each row that a slate inserts is a line, and what the database is to be told of it is worked out by other cores. The
// turn binds them.

// line is a row on its way into the database.
type line struct {
	into string // the statement
	row  interface{ fields() []any }
	args []any // what the statement is told of it; nil before it is ready
}

// insert adds a row to what is to be written.
func (s *slate) insert(into string, row interface{ fields() []any }) {
	s.lines = append(s.lines, &line{into: into, row: row})
}

// ready works out what is to be said of the row, encoding what needs it.
func (l *line) ready() error {
	if l.args != nil {
		return nil
	}
	if r, ok := l.row.(interface{ encode() error }); ok {
		if err := r.encode(); err != nil {
			return err
		}
	}
	l.args = values(l.row.fields())
	return nil
}

// handy is how many lines are worth waking another core for.
const handy = 128

// ready makes all lines ready that are not yet, on all cores. A last handful is made ready here: who waits for another core
// to begin waits longer than that takes.
func (s *slate) ready() error {
	todo := s.lines[s.told:]
	s.told = len(s.lines)
	todo = slices.AppendSeq(slices.Clip(todo), s.states())
	var all errgroup.Group
	for share := max(handy, 1+len(todo)/runtime.GOMAXPROCS(0)); len(todo) > share; todo = todo[share:] {
		part := todo[:share]
		all.Go(func() error { return readyEach(part) })
	}
	return errors.Join(readyEach(todo), all.Wait())
}

func readyEach(lines []*line) error {
	for _, l := range lines {
		if err := l.ready(); err != nil {
			return err
		}
	}
	return nil
}

// states are the lines of the people whose row is written, each with her state as it was put last.
func (s *slate) states() func(yield func(*line) bool) {
	return func(yield func(*line) bool) {
		for _, r := range s.written.states {
			if !yield(&r.row.line) {
				return
			}
		}
	}
}

// settle puts the lines of a complete batch in the order in which they are written, a table after the other and each by its key, as
// its tree takes rows best. Statements that take lists get them.
func (s *slate) settle(org assent.ID, sql statements) {
	s.rows = map[string][][]any{}
	for _, l := range s.lines {
		s.rows[l.into] = append(s.rows[l.into], l.args)
	}
	for l := range s.states() {
		s.rows[l.into] = append(s.rows[l.into], l.args)
	}
	s.lists = map[string][]any{}
	for into, rows := range s.rows {
		slices.SortFunc(rows, byKey)
		if _, ok := sql[times(into, allRows)]; ok {
			s.lists[into] = asLists(org, rows)
		}
	}
}

// flush writes the slate into the database.
func (tx *Tx) flush(s *slate) error {
	for _, into := range insertedTogether {
		var err error
		if lists, ok := s.lists[into]; ok {
			err = tx.say(times(into, allRows), lists)
		} else {
			err = tx.putAll(into, s.rows[into])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// byKey compares rows of one table by their key, which comes first.
func byKey(a, b []any) int {
	switch key := a[0].(type) {
	case []byte:
		return bytes.Compare(key, b[0].([]byte))
	case string:
		return strings.Compare(key, b[0].(string))
	}
	return cmp.Compare(a[0].(int64), b[0].(int64))
}

// putAll says an insertion of all rows, as many at a time as there are texts for.
func (tx *Tx) putAll(name string, rows [][]any) error {
	var args []any
	for len(rows) > 0 {
		n, said := 1, name
		for _, many := range []int{fewRows, manyRows} {
			if len(rows) >= many {
				n, said = many, times(name, many)
			}
		}
		args = append(args[:0], tx.org[:])
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if err := tx.say(said, args); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// say runs a statement with arguments that are ready.
func (tx *Tx) say(name string, args []any) error {
	stmt, err := tx.statement(name)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(tx.ctx, args...)
	return tx.fail(name, err)
}
