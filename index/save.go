package index

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"assent"
)

// A saved table is a file that is mapped, not read, so that a restart with ten million contact points takes
// no longer than looking at them once. Sections come first, each at the beginning of a page; then the
// contents, as JSON; last, where they begin. Every section and the contents have a checksum. The file has
// neither addresses nor keys: see the package comment.

const (
	magic    = "assent index 2\n"
	pageSize = 4096
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// contents say what stands where.
type contents struct {
	Stamp    string // of what made the decisions: program, law; see [Table.Save]
	Position int64
	Last     assent.ID // the event before Position
	Size     int
	Live     [len(kinds)]int
	Entries  []section
	ByHash   []savedShard
	ByPerson []savedShard
	Columns  []savedColumn
}

type section struct {
	At, Bytes int64
	Sum       uint32
}

type savedShard struct {
	section
	Used int
}

type savedColumn struct {
	Class   string
	Reach   uint8
	Rows    []section // of segments without rows, empty
	Due     []uint32
	Answers []*Answer
	Places  []*Place
	Kept    int
	Counts  []savedCount
	Since   int64
	Newest  time.Time
}

type savedCount struct {
	Answer uint32
	Place  uint16
	N      int
}

// Save writes the table. The stamp says what made the decisions, and last is the event before the
// table's position: [Load] wants the same. Nothing changes meanwhile.
func (t *Table) Save(to io.Writer, stamp string, last func(position int64) (assent.ID, error)) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	w := &saver{to: to}
	c := contents{Stamp: stamp, Position: t.position, Size: t.size, Live: t.live}
	var err error
	if c.Last, err = last(t.position); err != nil {
		return err
	}
	for i := range t.segments {
		c.Entries = append(c.Entries, w.section(t.segments[i].bytes()))
	}
	c.ByHash, c.ByPerson = w.finder(&t.byHash), w.finder(&t.byPerson)
	for class, column := range t.columns {
		c.Columns = append(c.Columns, w.column(class, column))
	}
	return w.end(&c)
}

func (b *block[T]) bytes() []byte { return bytesOf(b.values) }

type saver struct {
	to  io.Writer
	at  int64
	err error
}

func (w *saver) write(b []byte) {
	if w.err == nil {
		_, w.err = w.to.Write(b)
		w.at += int64(len(b))
	}
}

func (w *saver) section(b []byte) section {
	s := section{At: w.at, Bytes: int64(len(b)), Sum: crc32.Checksum(b, castagnoli)}
	w.write(b)
	if rest := len(b) % pageSize; rest != 0 {
		w.write(make([]byte, pageSize-rest))
	}
	return s
}

func (w *saver) finder(f *finder) []savedShard {
	out := make([]savedShard, len(f.shards))
	for i := range f.shards {
		out[i] = savedShard{w.section(f.shards[i].bytes()), f.shards[i].used}
	}
	return out
}

func (w *saver) column(class string, c *Column) savedColumn {
	out := savedColumn{
		Class: class, Reach: c.reach, Due: c.due, Answers: c.answers.list, Places: c.places.list,
		Kept: c.kept, Since: c.since, Newest: c.newest,
	}
	for i := range c.rows {
		out.Rows = append(out.Rows, w.section(c.rows[i].bytes()))
	}
	for k, n := range c.counts {
		out.Counts = append(out.Counts, savedCount{k.answer, k.place, n})
	}
	return out
}

// end writes the contents, and behind them where they begin and their checksum.
func (w *saver) end(c *contents) error {
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("save index: %w", err)
	}
	tail := append([]byte(magic), make([]byte, 16)...)
	binary.LittleEndian.PutUint64(tail[len(magic):], uint64(w.at))
	binary.LittleEndian.PutUint32(tail[len(magic)+8:], crc32.Checksum(text, castagnoli))
	binary.LittleEndian.PutUint32(tail[len(magic)+12:], uint32(len(text)))
	w.write(text)
	w.write(tail)
	return w.err
}
