package law

import (
	"slices"

	"assent"
)

// edition is one pack read in one profile, compiled: for each stretch of time in which the
// law does not change, a table of cells.
type edition struct {
	code      string
	profile   Profile
	rules     *rules
	stopWords *StopWords
	holidays  calendar
	judged    []judged
	ranks     map[string]int // place of each rank in the headline list
	permits   []namedNode
	windows   map[assent.Channel][]namedWindow
	changes   []Date // first days of the stretches, ascending; the first is 0
	tables    []*table
}

// rules is a pack with everything that it takes over.
type rules struct {
	packFile
	layers  [][]CellRow // of cells: the pack's own first, then those it extends
	chain   []string    // the packs of the layers
	periods []Period    // that any expression counts
}

// The axes of a table, in the order of package assent.
var (
	channelAxis   = assent.Channels()
	recipientAxis = assent.RecipientKinds()
	kindAxis      = assent.MessageKinds()
)

type table [8][4][8]*cell

// cell is one field of the grid: the bases to try and the gates to watch.
type cell struct {
	row         *CellRow
	cites       []Citation
	bases       []*basisPlan
	first       []int // slot of each basis's first condition
	masks       []bits
	gates       []*gatePlan
	obligations []*obligationPlan
}

type basisPlan struct {
	name    string
	rule    *BasisRule
	about   int // index into conds; -1: always
	conds   []*condPlan
	reasons []namedNode
	cites   []Citation
}

type condPlan struct {
	name  string
	rule  *ConditionRule
	node  node
	rank  string
	cites []Citation
}

type gatePlan struct {
	name                 string
	rule                 *GateRule
	closed, open, unless *node
	rank                 string
	cites                []Citation
}

type obligationPlan struct {
	name string
	rule *ObligationRule
	when *node
	day  func(*view) Date
}

type namedNode struct {
	reason assent.Reason
	node   node
}

type judged struct {
	rule *Judgement
	when *node
}

// bits is a set of up to 128 conditions.
type bits [2]uint64

func (b *bits) set(i int)        { b[i>>6] |= 1 << (i & 63) }
func (b bits) has(i int) bool    { return b[i>>6]>>(i&63)&1 == 1 }
func (b bits) holds(m bits) bool { return b[0]&m[0] == m[0] && b[1]&m[1] == m[1] }

// table returns the table in force on a day.
func (ed *edition) table(day Date) *table {
	i, found := slices.BinarySearch(ed.changes, day)
	if !found {
		i--
	}
	return ed.tables[i]
}

// cell returns the field of the grid; nil if a word of the question is unknown.
func (ed *edition) cell(day Date, c assent.Channel, r assent.RecipientKind, k assent.MessageKind) *cell {
	x, y, z := slices.Index(channelAxis, c), slices.Index(recipientAxis, r), slices.Index(kindAxis, k)
	if x < 0 || y < 0 || z < 0 {
		return nil
	}
	return ed.table(day)[x][y][z]
}

// cells lists the different cells of a table.
func (t *table) cells() map[*cell]bool {
	out := map[*cell]bool{}
	for x := range t {
		for y := range t[x] {
			for _, c := range t[x][y] {
				if c != nil {
					out[c] = true
				}
			}
		}
	}
	return out
}
