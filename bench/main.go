// Command bench measures assent beside what else one could use for the same job, in one run on one
// machine, and writes what it found into docs/performance.md.
//
// There are two kinds of measurement. A job takes nanoseconds and is done again and again by contestants in turn
// (job, measure.go): decisions beside CEL, OPA and a plain walk. Before any clock starts, every contestant answers
// the same drawn questions, and the run ends if two of them disagree. The French table is written down once more
// here (table.go), rule by rule in three languages: Go for a plain walk, CEL, and Rego; the pack itself is the
// fourth. A race takes seconds and is measured as a whole (race.go): recording, importing, answering over HTTP, each
// beside a rival or beside what the disk, the database or the network does with nothing else to do.
//
// The module is apart from the product's, so that rivals never enter its go.mod. Nothing here is a
// test, and no figure can make a build fail.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// size is how much of each race is run.
type size struct {
	acts, rows, people, laps int
	only, profile, listmonk  string
}

func main() {
	out := flag.String("out", "", "write the figures into this page as well")
	s := size{}
	flag.IntVar(&s.acts, "acts", 100_000, "acts of the races of recording")
	flag.IntVar(&s.rows, "rows", 200_000, "rows of the races of importing (3000000 is the full size)")
	flag.IntVar(&s.people, "people", 5_000, "people of the races by HTTP")
	flag.StringVar(&s.listmonk, "listmonk", "", "a checkout of github.com/knadh/listmonk, to be built and raced")
	flag.IntVar(&s.laps, "laps", 5, "runs of each race, of which the median counts")
	flag.StringVar(&s.only, "only", "", "run only races whose name contains this")
	flag.StringVar(&s.profile, "profile", "", "write CPU profiles of our runs into this folder")
	plainAt := flag.String("plain", "", "be a plain server at this address (used by the bench itself)")
	database := flag.String("database", "", "for the plain server: read a row of this database")
	testing.Init()
	flag.Parse()
	if os.Getenv("GOGC") == "" { // as the program does
		debug.SetGCPercent(400)
	}
	if *plainAt != "" {
		if err := servePlain(*plainAt, *database); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(context.Background(), os.Stdout, *out, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, page string, s size) error {
	before := busy()
	tidy, err := ownFolder()
	if err != nil {
		return err
	}
	defer tidy()
	results, err := measureJobs(ctx, s)
	if err != nil {
		return err
	}
	writeTable(w, results)
	finished, err := holdRaces(ctx, w, s)
	if err != nil || page == "" {
		return err
	}
	return writePage(page, fmt.Sprintf("%s; load average %s before the run and %s after it", thisMachine(), before, busy()), s, results, finished)
}

// ownFolder has all temporary files of the run made in one folder, and removed with it.
func ownFolder() (tidy func(), err error) {
	dir, err := os.MkdirTemp("", "assent-bench")
	if err != nil {
		return nil, err
	}
	tidy = func() { _ = os.RemoveAll(dir) }
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL runs as somebody else
		return tidy, err
	}
	return tidy, os.Setenv("TMPDIR", dir)
}

func measureJobs(ctx context.Context, s size) ([]result, error) {
	if s.only != "" {
		return nil, nil
	}
	jobs, err := decisionJobs(ctx)
	if err != nil {
		return nil, err
	}
	inProcess, closeHouse, err := deskJobs(ctx)
	if err != nil {
		return nil, err
	}
	defer closeHouse()
	var results []result
	for _, j := range append(jobs, inProcess...) {
		results = append(results, j.measure())
	}
	return results, nil
}

func holdRaces(ctx context.Context, w io.Writer, s size) ([]raced, error) {
	pg, err := startPostgres(ctx)
	if err != nil {
		fmt.Fprintln(w, "without PostgreSQL:", err)
	}
	defer pg.stop()
	front, unready := openShopfront(ctx)
	if unready == nil {
		defer front.close()
	}
	rival, absent := openListmonk(ctx, s.listmonk, pg)
	if absent == nil {
		defer rival.close()
	}
	asks, end := askRaces(ctx, pg, front, unready, 10*s.people, s.people)
	defer end()
	races := slices.Concat(writingRaces(pg, s.acts), importRaces(pg, s.rows), webRaces(front, unready, rival, absent, s.people), asks)
	var out []raced
	for _, r := range races {
		if !strings.Contains(r.name, s.only) {
			continue
		}
		f := r.hold(ctx, s.laps, s.profile)
		f.write(w)
		out = append(out, f)
	}
	return out, nil
}
