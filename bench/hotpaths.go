package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"assent/api"
	"assent/auth"
	"assent/campaign"
	"assent/imports"
	"assent/store"
)

// hotPath is one of the three ways that are gone most, with where its processor time and its allocations are.
type hotPath struct {
	name, data  string
	do          func(context.Context) (lap, error)
	cpu, allocs []share
	each        lap
	bytes       uint64 // allocated by one piece
}

// share is what a function takes by itself.
type share struct{ percent, function string }

const shares = 15

// profileHotPaths runs each once more under the profilers, apart from the races, so that no race is slowed by them.
func profileHotPaths(ctx context.Context, s screening) ([]hotPath, error) {
	handler, err := s.entrance(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.serve(ctx, handler); err != nil { // so that nobody is asked about for the first time
		return nil, err
	}
	paths := []hotPath{
		{name: "recording", data: "newcomers by 256 writers, SQLite; the writers are in it", do: s.newcomersElsewhere},
		{name: "one decision by HTTP", data: "the handler of /v1/decisions from header to answer, 64 callers, about people who were asked about before, without net/http and sockets", do: func(ctx context.Context) (lap, error) { return s.serve(ctx, handler) }},
		{name: "screening", data: "as in the race, all cores", do: s.screen(runtime.GOMAXPROCS(0))},
	}
	for i := range paths {
		if err := paths[i].profile(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", paths[i].name, err)
		}
	}
	return paths, nil
}

// newcomersElsewhere records in a house of its own, so that the town stays as it is.
func (s screening) newcomersElsewhere(ctx context.Context) (lap, error) {
	h, err := build(ctx, "", store.Options{})
	if err != nil {
		return lap{}, err
	}
	defer h.close()
	return writing{writers: 256, acts: 40_000}.measure(ctx, []*house{h})
}

// entrance is the API over the town, with as many rooms as a decision needs.
func (t *town) entrance(ctx context.Context) (_ http.Handler, err error) {
	defer func() {
		if lacks := recover(); lacks != nil { // a new room of the entrance's must not cost the whole run
			err = fmt.Errorf("the entrance wants a room that it does not get here: %v", lacks)
		}
	}()
	keys := auth.New(t.archive, auth.Options{Now: time.Now, Random: rand.Reader})
	text, _, err := keys.Create(ctx, t.org, "bench", auth.Scopes())
	if err != nil {
		return nil, err
	}
	entrance := api.New(api.Config{
		Org: t.org, Version: "bench", PublicURL: "https://bench.example", Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Rooms: api.Rooms{
			Keys: keys, Intake: t.intake, Decide: t.desk, Catalogue: t.shelf, Campaigns: campaign.New(campaign.Config{}), Imports: &imports.Office{},
			Ready: func(context.Context, string) error { return nil },
		},
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+text)
		entrance.ServeHTTP(w, r)
	}), nil
}

// serve has as many callers as the race put questions to the handler.
func (s screening) serve(ctx context.Context, handler http.Handler) (lap, error) {
	const asks, callers = 400_000, 64
	var next atomic.Int64
	var failed atomic.Pointer[error]
	return timed(func() (int, error) {
		var all sync.WaitGroup
		for range callers {
			all.Go(func() {
				for i := next.Add(1); i <= asks && failed.Load() == nil; i = next.Add(1) {
					if err := serveOne(ctx, handler, citizen(int(i)%familiar)); err != nil {
						failed.Store(&err)
					}
				}
			})
		}
		all.Wait()
		if err := failed.Load(); err != nil {
			return 0, *err
		}
		return asks, nil
	})
}

func serveOne(ctx context.Context, handler http.Handler, email string) error {
	body := fmt.Appendf(nil, `{"contact":{"email":%q},"channel":"email","purpose":"newsletter"}`, email)
	r, err := http.NewRequestWithContext(ctx, "POST", "/v1/decisions", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	w := &unheard{header: http.Header{}}
	if handler.ServeHTTP(w, r); w.status >= http.StatusBadRequest {
		return fmt.Errorf("answered with status %d", w.status)
	}
	return nil
}

// unheard takes answers and keeps none.
type unheard struct {
	header http.Header
	status int
}

func (u *unheard) Header() http.Header         { return u.header }
func (u *unheard) WriteHeader(status int)      { u.status = status }
func (u *unheard) Write(p []byte) (int, error) { return len(p), nil }

// profile runs the path twice: under the profiler of time, and between two pictures of what was allocated.
func (p *hotPath) profile(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "assent-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cpu, before, after := filepath.Join(dir, "cpu"), filepath.Join(dir, "before"), filepath.Join(dir, "after")
	if err := written(cpu, func(w io.Writer) (err error) {
		if err := pprof.StartCPUProfile(w); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		p.each, err = p.do(ctx)
		return err
	}); err != nil {
		return err
	}
	if err := p.allocations(ctx, before, after); err != nil {
		return err
	}
	if p.cpu, err = top(cpu); err != nil {
		return err
	}
	p.allocs, err = top("-sample_index=alloc_space", "-base="+before, after)
	return err
}

func (p *hotPath) allocations(ctx context.Context, before, after string) error {
	picture := func(w io.Writer) error {
		runtime.GC()
		return pprof.Lookup("allocs").WriteTo(w, 0)
	}
	if err := written(before, picture); err != nil {
		return err
	}
	var at, then runtime.MemStats
	runtime.ReadMemStats(&at)
	l, err := p.do(ctx)
	if err != nil {
		return err
	}
	runtime.ReadMemStats(&then)
	p.bytes = (then.TotalAlloc - at.TotalAlloc) / uint64(l.count)
	return written(after, picture)
}

func written(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f)
}

// shapes are the type parameters of a function's name, which are long and say little.
var shapes = regexp.MustCompile(`\[.*\]`)

// top has Go's own tool say which functions take most by themselves.
func top(args ...string) ([]share, error) {
	out, err := exec.Command("go", append([]string{"tool", "pprof", "-top", fmt.Sprintf("-nodecount=%d", shares)}, args...)...).Output()
	if err != nil {
		return nil, err
	}
	_, table, found := strings.Cut(string(out), "cum%\n")
	if !found {
		return nil, fmt.Errorf("this is no table of a profile: %s", out)
	}
	var all []share
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) >= 6 && f[1] != "0%" {
			all = append(all, share{f[1], shapes.ReplaceAllString(f[5], "[…]")})
		}
	}
	return all, nil
}

func writeHotPaths(b *strings.Builder, all []hotPath) {
	if len(all) == 0 {
		return
	}
	b.WriteString("\n## The three hot paths\n\nEach run once more under the profilers, apart from the races: what functions take by themselves, callees apart.\n\n" +
		"![Functions that take most processor time and allocate most](pictures/hot-paths.svg)\n")
	for _, p := range all {
		fmt.Fprintf(b, "\n### %s, in profile\n\nData: %s; %s and %s bytes allocated for each.\n\n| processor time | | allocated bytes | |\n|--:|---|--:|---|\n",
			upper(p.name), p.data, finish{lap: p.each}.cost(), thousands(float64(p.bytes)))
		for i := range shares {
			fmt.Fprintf(b, "| %s | %s |\n", at(p.cpu, i), at(p.allocs, i))
		}
	}
}

func at(all []share, i int) string {
	if i >= len(all) {
		return " | "
	}
	return all[i].percent + " | `" + all[i].function + "`"
}
