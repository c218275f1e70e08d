package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"assent"
	"assent/law"
)

type lawVerb struct {
	List  lawListVerb  `cmd:"" help:"The packs there are."`
	Show  lawShowVerb  `cmd:"" help:"The law of one jurisdiction as a table, with its sources."`
	Diff  lawDiffVerb  `cmd:"" help:"What changes in the law of one jurisdiction between two days, in words."`
	Check lawCheckVerb `cmd:"" help:"Check the packs: every cell exactly once, every rule cited and exercised by a case."`
	Test  lawTestVerb  `cmd:"" help:"Run worked cases."`

	Forecast lawForecastVerb `cmd:"" help:"How many people become unreachable, or reachable, in the coming weeks if nothing happens."`
}

// packsFlag adds packs of the operator's own.
type packsFlag struct {
	Packs string `help:"Folder with law packs of your own, read beside those inside the program." type:"path"`
}

type lawListVerb struct {
	packsFlag `embed:""`
	JSON      bool `help:"As JSON."`
}

// packLine is one pack of the list.
type packLine struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Extends string   `json:"extends,omitzero"`
	Aliases []string `json:"aliases,omitzero"`
	State   string   `json:"state"`
}

func (v *lawListVerb) Run(con console) error {
	book, err := statutes(v.Packs)
	if err != nil {
		return err
	}
	var lines []packLine
	for _, p := range book.Jurisdictions() {
		lines = append(lines, packLine{p.Code, p.Name, p.Extends, p.Aliases, p.State.String()})
	}
	return con.print(v.JSON, lines, func(w io.Writer) error {
		for _, l := range lines {
			fmt.Fprintf(w, "%-6s %-32s as of %s\n", l.Code, l.Name, l.State)
		}
		return nil
	})
}

type lawShowVerb struct {
	packsFlag    `embed:""`
	Jurisdiction string `arg:"" help:"Code of the jurisdiction, as in FR."`
	Channel      string `help:"Only this channel."`
	At           string `help:"The law in force on this day, as in 2026-08-11. Today, if not given."`
	JSON         bool   `help:"As JSON."`
}

func (v *lawShowVerb) Run(con console) error {
	book, err := statutes(v.Packs)
	if err != nil {
		return err
	}
	on := law.DateOf(time.Now())
	if v.At != "" {
		if on, err = law.ParseDate(v.At); err != nil {
			return err
		}
	}
	shown, err := book.Show(v.Jurisdiction, assent.Channel(v.Channel), on)
	if err != nil {
		return err
	}
	return con.print(v.JSON, shown, shown.WriteText)
}

type lawCheckVerb struct {
	Dir     string `arg:"" optional:"" help:"Folder with law packs of your own, checked beside those inside the program." type:"path"`
	Mutants bool   `help:"Spoil every rule a little, one at a time, and name what neither the checker nor a case notices."`
	JSON    bool   `help:"As JSON."`
}

func (v *lawCheckVerb) Run(con console) error {
	book, err := statutes(v.Dir)
	if err != nil {
		return err
	}
	if v.Mutants {
		return checkMutants(con, book, v.JSON)
	}
	report := book.Check()
	if err := con.print(v.JSON, report, func(w io.Writer) error { return tellCheck(w, report) }); err != nil {
		return err
	}
	if len(report.Findings) > 0 {
		return errNo
	}
	return nil
}

// tellCheck writes the coverage of each pack and what is not in order.
func tellCheck(w io.Writer, r law.Report) error {
	fmt.Fprintf(w, "%-6s %7s %8s %6s %6s %10s\n", "pack", "cells", "changes", "rules", "cases", "exercised")
	for _, p := range r.Packs {
		fmt.Fprintf(w, "%-6s %7d %8d %6d %6d %10d\n", p.Pack, p.Cells, p.Changes, p.Rules, p.Cases, p.Exercised)
	}
	if len(r.Findings) == 0 {
		_, err := fmt.Fprintln(w, "\nEvery cell exists exactly once; every rule is cited and exercised by a case.")
		return err
	}
	fmt.Fprintln(w)
	for _, f := range r.Findings {
		fmt.Fprintf(w, "%s %s: %s\n", f.Pack, f.Rule, f.Text)
	}
	return nil
}

type lawTestVerb struct {
	packsFlag `embed:""`
	Files     []string `arg:"" help:"Files of worked cases (assent-law-cases/1)." type:"path"`
	JSON      bool     `help:"One JSON object for each case."`
}

func (v *lawTestVerb) Run(_ context.Context, con console) error {
	book, err := statutes(v.Packs)
	if err != nil {
		return err
	}
	failed, total := 0, 0
	for _, name := range v.Files {
		results, err := runCases(book, name)
		if err != nil {
			return err
		}
		for _, r := range results {
			total++
			if !r.OK {
				failed++
			}
			if err := v.tell(con.out, r); err != nil {
				return err
			}
		}
	}
	if !v.JSON {
		fmt.Fprintf(con.out, "%d cases, %d failed\n", total, failed)
	}
	if failed > 0 {
		return errNo
	}
	return nil
}

func (v *lawTestVerb) tell(w io.Writer, r law.CaseResult) error {
	if v.JSON {
		return json.NewEncoder(w).Encode(r)
	}
	if r.OK {
		_, err := fmt.Fprintf(w, "ok      %s\n", r.ID)
		return err
	}
	_, err := fmt.Fprintf(w, "FAILED  %s\n", r.ID)
	for _, d := range r.Diff {
		_, err = fmt.Fprintf(w, "        %s\n", d)
	}
	return err
}

func runCases(book *law.Book, name string) (_ []law.CaseResult, err error) {
	f, err := openInput(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	results, err := law.RunCases(book, f)
	if p, ok := assent.AsProblem(err); ok {
		return nil, assent.Problemf(p.Code, "%s: %s", name, p.Detail).OfKind(p.Kind)
	}
	return results, err
}
