package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"assent"
	"assent/index"
)

// indexed is what an index of many drawn contact points costs, with one column of answers.
type indexed struct {
	points            int
	entered, kept     time.Duration
	resident, file    int64 // bytes
	saved, loaded     time.Duration
	counted, lookedUp time.Duration // all; one address
}

// measureIndex builds an index without a store, saves it, and maps it again, as a restart does.
func measureIndex(points int) (indexed, error) {
	x := indexed{points: points}
	before := resident()
	t, c := x.build()
	x.resident = resident() - before
	x.ask(c)
	if err := x.restart(t); err != nil {
		return x, err
	}
	return x, nil
}

func drawnHash(i int) (h index.Hash) {
	binary.LittleEndian.PutUint64(h[:], uint64(i+1)*0x9e3779b97f4a7c15)
	binary.LittleEndian.PutUint64(h[8:], uint64(i))
	return h
}

func drawnID(i int) (id assent.ID) {
	binary.BigEndian.PutUint64(id[:], uint64(i))
	return id
}

func (x *indexed) build() (*index.Table, *index.Column) {
	began := time.Now()
	t := index.At(1)
	some := make([]index.Point, 0, 1000)
	for i := range x.points {
		if some = append(some, index.Point{ID: drawnID(i), Person: drawnID(i), Kind: assent.EmailAddress, Hash: drawnHash(i)}); len(some) == cap(some) || i == x.points-1 {
			t.Add(some...)
			some = some[:0]
		}
	}
	x.entered = time.Since(began)
	began = time.Now()
	c := t.Column("newsletter", assent.Email)
	keep := make([]index.Of, 0, 1000)
	for i := range x.points {
		k := index.Kept{Answer: index.Answer{Decision: assent.Allow, Basis: assent.ConsentBasis, Reason: "CONSENT_VALID"}, Place: index.Place{Country: "FR"}, Turn: began.AddDate(0, 0, 1+i%900)}
		if keep = append(keep, index.Of{Kept: k, Hash: drawnHash(i)}); len(keep) == cap(keep) || i == x.points-1 {
			c.Keep(1, began, keep)
			keep = keep[:0]
		}
	}
	x.kept = time.Since(began)
	return t, c
}

func (x *indexed) ask(c *index.Column) {
	now := time.Now()
	began := time.Now()
	c.Counts(now)
	x.counted = time.Since(began)
	hashes, found := make([]index.Hash, 1000), make([]index.Found, 1000)
	const rounds = 1000
	began = time.Now()
	for r := range rounds {
		for i := range hashes {
			hashes[i] = drawnHash((r*len(hashes) + i) * 7919 % x.points)
		}
		c.Look(now, hashes, found, nil)
	}
	x.lookedUp = time.Since(began) / time.Duration(rounds*len(hashes))
}

func (x *indexed) restart(t *index.Table) error {
	last := func(int64) (assent.ID, error) { return assent.ID{}, nil }
	dir, err := os.MkdirTemp("", "assent-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "index")
	began := time.Now()
	if x.file, err = save(path, t, last); err != nil {
		return err
	}
	x.saved = time.Since(began)
	began = time.Now()
	loaded, err := index.Load(path, "bench", last)
	if err == nil && loaded.Len() != x.points {
		err = fmt.Errorf("%d of %d points were loaded", loaded.Len(), x.points)
	}
	x.loaded = time.Since(began)
	return err
}

func save(path string, t *index.Table, last func(int64) (assent.ID, error)) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := t.Save(w, "bench", last); err != nil {
		return 0, err
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	if err := f.Sync(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	return info.Size(), err
}

// resident is how much memory the process holds, garbage given back.
func resident() int64 {
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(text) {
		if kilo, found := strings.CutPrefix(string(line), "VmRSS:"); found {
			n, _ := strconv.ParseInt(strings.Fields(kilo)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}

func (x indexed) goals() []met {
	size := float64(x.file)
	return []met{
		{"index", "RSS ≤ 1.3 × its size", fmt.Sprintf("%.2f ×", float64(x.resident)/size), float64(x.resident) <= 1.3*size, "free places of an open-addressed table; the heap sees none of it"},
		{"index", fmt.Sprintf("a restart with %s contact points in ≤ 3 s", thousands(float64(x.points))), x.loaded.Round(time.Millisecond).String(), x.loaded <= 3*time.Second, "the checksum is computed over the whole file"},
		{"index", fmt.Sprintf("%s counted in ≤ 20 ms", thousands(float64(x.points))), x.counted.Round(time.Microsecond).String(), x.counted <= 20*time.Millisecond, "counts are kept along; this is without the store's head"},
	}
}

func (x indexed) page(b *strings.Builder) {
	per := func(bytes int64) string { return fmt.Sprintf("%.0f bytes", float64(bytes)/float64(x.points)) }
	each := func(d time.Duration) string { return duration(float64(d.Nanoseconds()) / float64(x.points)) }
	fmt.Fprintf(b, "\n### The index of %s contact points\n\nData: drawn hashes, one column of answers, no store, one core; run once.\n\n| what | all | for a contact point |\n|---|--:|--:|\n", thousands(float64(x.points)))
	fmt.Fprintf(b, "| resident memory | %.2g GB | %s |\n", float64(x.resident)/1e9, per(x.resident))
	fmt.Fprintf(b, "| saved file | %.2g GB | %s |\n", float64(x.file)/1e9, per(x.file))
	for _, r := range []struct {
		what string
		took time.Duration
	}{{"entering contact points", x.entered}, {"keeping an answer about each", x.kept}, {"saving, with fsync", x.saved}, {"mapping the saved file, checksum compared", x.loaded}} {
		fmt.Fprintf(b, "| %s | %s | %s |\n", r.what, duration(float64(r.took.Nanoseconds())), each(r.took))
	}
	fmt.Fprintf(b, "| counting answers | %s | |\n| looking an address up, of 1,000 at once | | %s |\n", duration(float64(x.counted.Nanoseconds())), duration(float64(x.lookedUp.Nanoseconds())))
}
