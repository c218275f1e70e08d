// Command bench measures assent beside what else one could use for the same job, in one run on one
// machine, and writes what it found into docs/performance.md.
//
// A job takes nanoseconds and is done again and again by contestants in turn (job, measure.go): decisions beside CEL, OPA and a
// plain walk. Before any clock starts, every contestant answers the same drawn questions, and the run ends if two of
// them disagree. The French table is written down once more here (table.go), rule by rule in three languages: Go
// for a plain walk, CEL, and Rego; the pack itself is the fourth. A race takes seconds and is measured as a whole
// (race.go): recording, importing, screening, answering over HTTP, each beside a rival or beside what the disk, the database
// or the network does with nothing else to do. Each race has goals (goal.go), and the page begins with a table of which
// were reached. Some things are measured once, without a rival: the index of very many (indexing.go), growth
// (growth.go), withdraw-then-ask on three nodes (leaving.go), every screen of the console (screens.go), and the profiles of the hot
// paths (hotpaths.go).
//
// The module is apart from the product's, so that rivals never enter its go.mod. Nothing here is a
// test, and no figure can make a build fail.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// size is how much of each race is run.
type size struct {
	acts, rows, long             int
	people, laps                 int
	town, screened, drawn, grown int
	trials, office               int
	patience                     time.Duration
	only, profile, listmonk      string
	towns                        string
}

func main() {
	out := flag.String("out", "", "write the figures into this page as well")
	s := size{}
	flag.IntVar(&s.acts, "acts", 40_000, "acts of the races of recording")
	flag.IntVar(&s.rows, "rows", 50_000, "rows of the races of importing")
	flag.IntVar(&s.long, "long", 0, "rows of a long file, imported once beside its bare insertion (3000000 is the full size; it takes some minutes)")
	flag.IntVar(&s.people, "people", 3_000, "people of the races by HTTP")
	flag.IntVar(&s.town, "town", 1_000_000, "people on record in the races of screening, counting and writing out")
	flag.IntVar(&s.screened, "screened", 1_000_000, "rows of the list that is screened (10000000 is the full size)")
	flag.IntVar(&s.drawn, "drawn", 10_000_000, "contact points of the index without a store")
	flag.IntVar(&s.grown, "grown", 1_000_000, "people of the biggest town of the curve of growth, which begins at 10000")
	flag.IntVar(&s.trials, "trials", 5_000, "trials of withdraw-then-ask on three nodes (1000000 is the full size)")
	flag.IntVar(&s.office, "office", 100_000, "people on record when every screen of the console is opened (1000000 is the full size)")
	flag.StringVar(&s.towns, "towns", "", "keep the towns in this folder, and open those that are there already (10000000 people take some 20 GB)")
	flag.DurationVar(&s.patience, "patience", 22*time.Second, "how long a race may take before it makes do with fewer laps")
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
	if page != "" && s.only != "" {
		return errors.New("-only runs a part, and a page holds all: leave one of -only and -out away")
	}
	found := findings{}
	if found.jobs, err = measureJobs(ctx, s); err != nil {
		return err
	}
	writeTable(w, found.jobs)
	if err := measureAll(ctx, w, s, &found); err != nil {
		return err
	}
	fmt.Fprint(w, found.extras())
	if page == "" {
		return nil
	}
	found.where = fmt.Sprintf("%s; load average %s before the run and %s after it", thisMachine(), before, busy())
	return found.writePage(page, s)
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
	if !s.wanted("decisions in process") {
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
	kept, end, err := indexJobs(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	var results []result
	for _, j := range slices.Concat(jobs, inProcess, kept) {
		results = append(results, j.measure())
	}
	return results, nil
}
