package index_test

import (
	"bufio"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/index"
)

// people is how many contact points the benchmarks have.
const people = 1_000_000

func hashOf(i int) (h index.Hash) {
	binary.LittleEndian.PutUint64(h[:], uint64(i+1)*0x9e3779b97f4a7c15)
	binary.LittleEndian.PutUint64(h[8:], uint64(i))
	return h
}

func idOf(i int) (id assent.ID) {
	binary.BigEndian.PutUint64(id[:], uint64(i))
	return id
}

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// crowd is a table with everyone decided about.
func crowd(n int) (*index.Table, *index.Column) {
	t := index.At(1)
	for i := range n {
		t.Add(index.Point{ID: idOf(i), Person: idOf(i / 2), Kind: assent.EmailAddress, Hash: hashOf(i)})
	}
	c := t.Column("newsletter", assent.Email)
	some := make([]index.Of, 0, 1000)
	for i := range n {
		k := index.Kept{Answer: index.Answer{Decision: assent.Allow, Basis: assent.ConsentBasis, Reason: "CONSENT_VALID"}, Place: index.Place{Country: "FR"}, Turn: monday.AddDate(0, 0, 1+i%900)}
		if i%3 == 0 {
			k.Answer = index.Answer{Decision: assent.Deny, Basis: assent.NoBasis, Reason: "NO_BASIS"}
		}
		if some = append(some, index.Of{Kept: k, Hash: hashOf(i)}); len(some) == cap(some) {
			c.Keep(1, monday, some)
			some = some[:0]
		}
	}
	c.Keep(1, monday, some)
	return t, c
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		crowd(people)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/people, "ns/point")
}

func BenchmarkLook(b *testing.B) {
	_, c := crowd(people)
	var hands sync.WaitGroup
	for b.Loop() {
		for h := range runtime.GOMAXPROCS(0) {
			hands.Go(func() {
				hashes, found := make([]index.Hash, 1000), make([]index.Found, 1000)
				for part := h; part < people/1000; part += runtime.GOMAXPROCS(0) {
					for i := range hashes {
						hashes[i] = hashOf((part*1000 + i) * 7919 % people)
					}
					c.Look(monday, hashes, found, nil)
				}
			})
		}
		hands.Wait()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/people, "ns/point")
}

func BenchmarkCounts(b *testing.B) {
	_, c := crowd(people)
	for b.Loop() {
		c.Counts(monday)
	}
}

func BenchmarkSaveAndLoad(b *testing.B) {
	t, _ := crowd(people)
	path := filepath.Join(b.TempDir(), "index")
	last := func(int64) (assent.ID, error) { return assent.ID{}, nil }
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if err := t.Save(w, "1", last); err != nil {
		b.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/people, "bytes/point")
	for b.Loop() {
		if _, err := index.Load(path, "1", last); err != nil {
			b.Fatal(err)
		}
	}
}
