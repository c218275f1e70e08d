package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"assent/jobs"
	"assent/ledger"
	"assent/store"
)

// portion is a part of the work on an event, and the functions that it is known by. A sample of the profile belongs to the
// innermost of its functions that a portion knows.
type portion struct {
	name string
	of   []string // beginnings of their names
}

var portions = []portion{
	{"reading the file into acts", []string{"assent/imports.", "assent/sheet."}},
	{"normalising addresses", []string{"assent/address."}},
	{"keyed hash of addresses", []string{"assent/vault.(*Vault).Pseudonym", "assent/vault.(*Vault).pseudonym", "assent/vault.(*keyedHash)"}},
	{"sealing: a key of her own, wrapped; her address; commitments and what opens them", []string{"assent/vault.", "assent.Commit"}},
	{"rules: checking the act, the catalogue, the receipt", []string{"assent/intake.", "assent/catalogue."}},
	{"folding the event into the state", []string{"assent.(*State)"}},
	{"encoding events and states", []string{"assent.Encode", "assent/store.encodeState", "assent/store.values"}},
	{"store: looking up who is known", []string{"assent/store.(*View)"}},
	{"store: inserting rows, the writer's turn", []string{"assent/store.(*Tx).flush", "assent/store.(*Tx).put", "assent/store.(*Tx).say", "assent/store.(*Tx).exec", "assent/store.(*Tx).moveLog"}},
	{"store: committing, the writer's turn", []string{"assent/store.(*committer).end", "assent/store.(*committer).begin"}},
	{"store: folding the log of the database back", []string{"assent/store.foldWAL"}},
	{"store: batches, slates, waiting for one another", []string{"assent/store."}},
	{"tree: leaf hash", []string{"assent/store.leafHash"}},
	{"tree: reading events, inner nodes, tiles, checkpoints", []string{"assent/jobs.", "assent/ledger."}},
	{"collecting garbage, beside all", []string{"runtime.gcBgMarkWorker", "runtime.bgsweep", "runtime.bgscavenge"}},
}

const otherwise = "changing between goroutines, and what is no one's"

// brokenDown is where the processor time of one event goes.
type brokenDown struct {
	name  string
	each  time.Duration
	parts map[string]time.Duration
}

// breakDown runs recording and importing on SQLite under the profiler, the growing of the tree included.
func breakDown(ctx context.Context, s size) (all []brokenDown, err error) {
	for _, way := range []struct {
		name string
		run  func(h *house) (lap, error)
	}{
		{"recorded by 256 writers", func(h *house) (lap, error) {
			return writing{writers: 256, acts: s.acts}.measure(ctx, []*house{h})
		}},
		{"imported", func(h *house) (lap, error) { return (&importing{rows: s.rows}).run(ctx, h) }},
	} {
		h, err := build(ctx, "", store.Options{})
		if err != nil {
			return nil, err
		}
		b, err := h.breakDown(ctx, way.run)
		if err = errors.Join(err, h.close()); err != nil {
			return nil, err
		}
		b.name = way.name
		all = append(all, b)
	}
	return all, nil
}

func (h *house) breakDown(ctx context.Context, run func(*house) (lap, error)) (b brokenDown, err error) {
	path := filepath.Join(h.dir, "profile")
	var l lap
	if err := written(path, func(w io.Writer) (err error) {
		if err := pprof.StartCPUProfile(w); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		cpu := processor()
		if l, err = run(h); err == nil {
			err = h.growTree(ctx)
		}
		l.cpu = processor() - cpu
		return err
	}); err != nil {
		return b, err
	}
	b.each = l.cpu / time.Duration(l.count)
	shares, err := sortSamples(path)
	b.parts = map[string]time.Duration{}
	for name, share := range shares {
		b.parts[name] = time.Duration(share * float64(b.each))
	}
	return b, err
}

// growTree puts all events under checkpoints, as the follower of the log does.
func (h *house) growTree(ctx context.Context) error {
	signer, err := h.vault.LogSigner()
	if err != nil {
		return err
	}
	log, err := ledger.New(h.archive.LedgerStorage(h.org), signer, h.vault.LogVerifierKey())
	if err != nil {
		return err
	}
	tree := jobs.Grow(h.archive, h.org, log)
	for more := true; more && err == nil; {
		more, err = tree.Round(ctx)
	}
	return err
}

// sortSamples has Go's own tool write the samples of a profile out, and says what share of the time each portion has.
func sortSamples(path string) (map[string]float64, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "tool", "pprof", "-traces", exe, path).Output()
	if err != nil {
		return nil, err
	}
	shares, all := map[string]float64{}, 0.0
	for sample := range bytes.SplitSeq(out, []byte("-----------+")) {
		took, name := whose(sample)
		shares[name] += took.Seconds()
		all += took.Seconds()
	}
	for name := range shares {
		shares[name] /= all
	}
	return shares, nil
}

// whose reads one sample: its time, and its functions from the innermost on.
func whose(sample []byte) (took time.Duration, name string) {
	for lines := bufio.NewScanner(bytes.NewReader(sample)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) > 1 && took == 0 {
			took, _ = time.ParseDuration(f[0])
			f = f[1:]
		}
		if took == 0 || len(f) == 0 {
			continue
		}
		if name := portionOf(f[0]); name != "" {
			return took, name
		}
	}
	return took, otherwise
}

// portionOf finds the portion that a function belongs to: the one that knows it by the longest beginning.
func portionOf(function string) (name string) {
	longest := 0
	for _, p := range portions {
		for _, begins := range p.of {
			if strings.HasPrefix(function, begins) && len(begins) > longest {
				name, longest = p.name, len(begins)
			}
		}
	}
	return name
}

func writeBreakdown(b *strings.Builder, all []brokenDown) {
	if len(all) == 0 {
		return
	}
	b.WriteString("\n### CPU per event broken down\n\nData: SQLite, newcomers, all cores together, the growing of the ledger's tree included; from profiles of one run of each.\n\n| work |")
	for _, d := range all {
		fmt.Fprintf(b, " %s |", d.name)
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(all)) + "\n")
	row := func(name string, of func(brokenDown) time.Duration) {
		fmt.Fprintf(b, "| %s |", name)
		for _, d := range all {
			fmt.Fprintf(b, " %.1f µs |", of(d).Seconds()*1e6)
		}
		b.WriteString("\n")
	}
	for _, p := range portions {
		row(p.name, func(d brokenDown) time.Duration { return d.parts[p.name] })
	}
	row(otherwise, func(d brokenDown) time.Duration { return d.parts[otherwise] })
	row("**all**", func(d brokenDown) time.Duration { return d.each })
}
