package index

import (
	"math"
	"time"

	"assent"
)

// Answer is what one class of question is answered with: few of them serve millions of people.
type Answer struct {
	Decision     assent.Verdict
	Basis        assent.Basis
	Reason       assent.Reason
	Jurisdiction string
	Obligations  string // codes, as in "OPT_OUT_LINK REMIND_BEFORE=2027-01-02"
}

// Place is where a person is and what she reads.
type Place struct{ Country, Language string }

// Row is a decision, or none yet if Answer is 0. Minutes count from 1970, days from 2000.
type Row struct {
	Answer  uint32
	Until   uint32 // minute at which allow and deny change places; 0 never
	Turn    uint32 // minute from which it is to be decided anew; 0 never
	Expires uint16 // last day of the basis; 0 none
	Place   uint16
}

// Column keeps the decisions of one class of question. It shares the lock of its table.
type Column struct {
	table   *Table
	reach   uint8 // kinds of contact point that its channel reaches
	rows    []block[Row]
	due     []uint32 // per segment, the earliest turn of a row
	answers lexicon[Answer]
	places  lexicon[Place]
	counts  map[tally]int // of contact points that the channel reaches
	kept    int           // their sum
	since   int64         // only what was read from the store at this position or later is kept
	newest  time.Time     // the latest moment at which a row was decided
}

// tally is what is counted apart.
type tally struct {
	answer uint32
	place  uint16
}

// never is the turn of a segment that has none; the others are how many different values a row can name.
const (
	never      = math.MaxUint32
	maxAnswers = math.MaxUint32
	maxPlaces  = math.MaxUint16
)

// Column returns the column of a class, made if there is none: class names it.
func (t *Table) Column(class string, channel assent.Channel) *Column {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.columns[class]
	if !ok {
		c = &Column{table: t, reach: reached(channel)}
		c.clear()
		t.columns[class] = c
	}
	return c
}

// clear forgets every row.
func (c *Column) clear() {
	for i := range c.rows {
		c.rows[i].free()
	}
	c.rows, c.due, c.kept, c.counts, c.since = nil, nil, 0, map[tally]int{}, c.table.position
	c.answers, c.places = newLexicon[Answer](maxAnswers), newLexicon[Place](maxPlaces)
}

func (c *Column) row(s uint32) Row {
	i := int(s / segmentSize)
	if i >= len(c.rows) || c.rows[i].values == nil {
		return Row{}
	}
	return c.rows[i].values[s%segmentSize]
}

// set replaces the row of an entry, and what is counted of it.
func (c *Column) set(s uint32, e *entry, r Row) {
	old := c.row(s)
	if old == r {
		return
	}
	i := int(s / segmentSize)
	for len(c.rows) <= i {
		c.rows, c.due = append(c.rows, block[Row]{}), append(c.due, never)
	}
	if c.rows[i].values == nil {
		c.rows[i] = newBlock[Row](segmentSize)
	}
	c.rows[i].values[s%segmentSize] = r
	if r.Turn != 0 {
		c.due[i] = min(c.due[i], r.Turn)
	}
	if c.counted(e) {
		c.count(old, -1)
		c.count(r, 1)
	}
}

// counted reports whether an entry is a contact point that the channel reaches.
func (c *Column) counted(e *entry) bool { return e.gone == 0 && c.reach>>e.kind&1 == 1 }

func (c *Column) count(r Row, n int) {
	if r.Answer == 0 {
		return
	}
	c.kept += n
	k := tally{r.Answer, r.Place}
	if c.counts[k] += n; c.counts[k] == 0 {
		delete(c.counts, k)
	}
}

// lexicon numbers values, from 1. A value stays where it is, so that pointers to it hold.
type lexicon[T comparable] struct {
	list    []*T
	numbers map[T]uint32
	most    uint32
	last    uint32 // that was asked for: mostly the next one too
}

func newLexicon[T comparable](most uint32) lexicon[T] {
	return lexicon[T]{list: []*T{new(T)}, numbers: map[T]uint32{}, most: most}
}

// number returns the number of a value; 0 when there are too many.
func (l *lexicon[T]) number(v T) uint32 {
	if l.last != 0 && *l.list[l.last] == v {
		return l.last
	}
	n, ok := l.numbers[v]
	if !ok {
		if n = uint32(len(l.list)); n >= l.most {
			return 0
		}
		l.list, l.numbers[v] = append(l.list, &v), n
	}
	l.last = n
	return n
}
