package main

import (
	"fmt"
	"io"

	"assent/law"
)

// checkMutants prints the mutation score of every pack and the spoilings that survive.
func checkMutants(con console, book *law.Book, asJSON bool) error {
	report := book.CheckMutants()
	if err := con.print(asJSON, report, func(w io.Writer) error { return tellMutants(w, report) }); err != nil {
		return err
	}
	if !report.Clean() {
		return errNo
	}
	return nil
}

func tellMutants(w io.Writer, r law.MutationReport) error {
	fmt.Fprintf(w, "%-6s %8s %8s %11s %8s\n", "pack", "mutants", "noticed", "equivalent", "score")
	for _, p := range r.Packs {
		fmt.Fprintf(w, "%-6s %8d %8d %11d %7.1f%%\n", p.Pack, p.Mutants, p.Noticed, p.Equivalent, p.Score())
	}
	if r.Clean() {
		_, err := fmt.Fprintln(w, "\nEvery mutant is noticed by the checker or by a case, or proven to change no answer.")
		return err
	}
	for _, list := range [][]law.Finding{r.Survivors, r.Stale} {
		if len(list) > 0 {
			fmt.Fprintln(w)
		}
		for _, f := range list {
			fmt.Fprintf(w, "%s %s: %s\n", f.Pack, f.Rule, f.Text)
		}
	}
	return nil
}
