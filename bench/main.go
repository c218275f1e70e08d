// Command bench measures assent beside what else one could use for the same job, in one run on one
// machine, and writes what it found to docs/performance.md.
//
// A rival is only worth measuring on the same work. So before any clock starts, every
// contestant answers the same drawn questions, and the run ends if two of them disagree. The French
// table is written down once more here (table.go), rule by rule in three languages: Go for a plain
// walk, CEL, and Rego; the pack itself is the fourth.
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
	"testing"
)

func main() {
	out := flag.String("out", "", "write the page here as well as the table to standard output")
	testing.Init()
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, page string) error {
	jobs, err := decisionJobs(ctx)
	if err != nil {
		return err
	}
	inProcess, closeHouse, err := deskJobs(ctx)
	if err != nil {
		return err
	}
	defer closeHouse()
	var results []result
	for _, j := range append(jobs, inProcess...) {
		results = append(results, j.measure())
	}
	writeTable(w, results)
	if page == "" {
		return nil
	}
	return writePage(page, thisMachine(), results)
}
