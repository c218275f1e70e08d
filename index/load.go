package index

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"assent"
)

// errSaved is what is wrong with a saved table: it is built anew then.
var errSaved = assent.Problemf("INDEX_UNUSABLE", "The saved index is broken, or of another program, law or archive; it is built anew.").OfKind(assent.Unusable)

// Load maps a table that [Table.Save] wrote. The file may be removed afterwards, and is never changed. What was
// saved under another stamp, is broken anywhere, or whose last event is not what last says, is refused with a Problem.
func Load(path, stamp string, last func(position int64) (assent.ID, error)) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := mapped(f)
	if err != nil {
		return nil, err
	}
	t, err := read(raw, stamp, last)
	if err != nil {
		release(raw)
	}
	return t, err
}

func read(raw []byte, stamp string, last func(int64) (assent.ID, error)) (*Table, error) {
	c, ok := contentsOf(raw)
	if !ok || c.Stamp != stamp || !c.sound(raw) {
		return nil, errSaved
	}
	if id, err := last(c.Position); err != nil || id != c.Last {
		return nil, errSaved
	}
	t := At(c.Position)
	t.size, t.live = c.Size, c.Live
	for _, s := range c.Entries {
		t.segments = append(t.segments, blockIn[entry](raw, s))
	}
	if len(c.ByHash) != len(t.byHash.shards) || len(c.ByPerson) != len(t.byPerson.shards) || t.size > len(t.segments)*segmentSize {
		return nil, errSaved
	}
	for i := range c.ByHash {
		t.byHash.shards[i] = shard{blockIn[uint64](raw, c.ByHash[i].section), c.ByHash[i].Used}
		t.byPerson.shards[i] = shard{blockIn[uint64](raw, c.ByPerson[i].section), c.ByPerson[i].Used}
	}
	for i := range c.Columns {
		t.columns[c.Columns[i].Class] = c.Columns[i].column(t, raw)
	}
	return t, nil
}

func (s *savedColumn) column(t *Table, raw []byte) *Column {
	c := &Column{table: t, reach: s.Reach, due: s.Due, kept: s.Kept, since: s.Since, newest: s.Newest, counts: map[tally]int{}}
	for _, rows := range s.Rows {
		c.rows = append(c.rows, blockIn[Row](raw, rows))
	}
	c.answers, c.places = lexiconOf(s.Answers, maxAnswers), lexiconOf(s.Places, maxPlaces)
	for _, n := range s.Counts {
		c.counts[tally{n.Answer, n.Place}] = n.N
	}
	return c
}

func lexiconOf[T comparable](list []*T, most uint32) lexicon[T] {
	l := lexicon[T]{list: list, numbers: map[T]uint32{}, most: most}
	for i, v := range list[1:] {
		l.numbers[*v] = uint32(i + 1)
	}
	return l
}

// contentsOf finds the contents from the end of the file.
func contentsOf(raw []byte) (c contents, ok bool) {
	tail := len(magic) + 16
	if len(raw) < tail || string(raw[len(raw)-tail:len(raw)-16]) != magic {
		return c, false
	}
	end := raw[len(raw)-16:]
	at, sum, n := binary.LittleEndian.Uint64(end), binary.LittleEndian.Uint32(end[8:]), uint64(binary.LittleEndian.Uint32(end[12:]))
	if at > uint64(len(raw)) || n > uint64(len(raw))-at {
		return c, false
	}
	text := raw[at : at+n]
	return c, crc32.Checksum(text, castagnoli) == sum && json.Unmarshal(text, &c) == nil
}

// sound compares every section with its checksum, with all cores.
func (c *contents) sound(raw []byte) bool {
	var broken atomic.Bool
	sections := make(chan section)
	var hands sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		hands.Go(func() {
			for s := range sections {
				if s.At < 0 || s.Bytes < 0 || s.At > int64(len(raw)) || s.Bytes > int64(len(raw))-s.At ||
					crc32.Checksum(raw[s.At:s.At+s.Bytes], castagnoli) != s.Sum {
					broken.Store(true)
				}
			}
		})
	}
	for _, s := range c.sections() {
		sections <- s
	}
	close(sections)
	hands.Wait()
	return !broken.Load()
}

func (c *contents) sections() []section {
	out := append([]section{}, c.Entries...)
	for _, list := range [][]savedShard{c.ByHash, c.ByPerson} {
		for _, s := range list {
			out = append(out, s.section)
		}
	}
	for _, column := range c.Columns {
		out = append(out, column.Rows...)
	}
	return out
}

// blockIn is a block in a mapped file. It is never given back by itself.
func blockIn[T any](raw []byte, s section) block[T] {
	return block[T]{values: valuesIn[T](raw[s.At : s.At+s.Bytes])}
}
