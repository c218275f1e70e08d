package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"assent/rights"
)

type exportVerb struct {
	where  `embed:""`
	whose  `embed:""`
	Format string `help:"json, or csv for a spreadsheet." enum:"json,csv" default:"json"`
	Out    string `help:"File to write; standard output if not given." type:"path"`
}

func (v *exportVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	people := h.people()
	id, err := v.find(ctx, h, people)
	if err != nil {
		return err
	}
	if err := people.Show(ctx, h.org, id, atTheKeyboard, rights.ShownExport); err != nil {
		return err
	}
	copied, err := people.Export(ctx, h.org, id)
	if err != nil {
		return err
	}
	warnSeveral(con, copied.Person)
	data, err := v.encode(copied)
	if err != nil {
		return err
	}
	if v.Out == "" {
		_, err = con.out.Write(data)
		return err
	}
	if err := writeNew(v.Out, 0o600, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	fmt.Fprintf(con.out, "Wrote %s: %d contact points, %d events.\n", v.Out, len(copied.Person.Points), len(copied.Events))
	return nil
}

func (v *exportVerb) encode(x rights.Export) ([]byte, error) {
	if v.Format == "csv" {
		return x.CSV()
	}
	data, err := json.MarshalIndent(x, "", "  ")
	return append(data, '\n'), err
}

// warnSeveral says so if more than one person stands behind a record.
func warnSeveral(con console, p rights.Person) {
	if p.Several {
		fmt.Fprintln(con.err, "Two customer numbers share this record, so more than one person stands behind it: find out who asks before you hand anything over or erase it.")
	}
}
