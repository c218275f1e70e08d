package main

import "assent/law"

type lawDiffVerb struct {
	packsFlag    `embed:""`
	Jurisdiction string `arg:"" help:"Code of the jurisdiction, as in FR."`
	From         string `arg:"" help:"The earlier day, as in 2026-08-10."`
	To           string `arg:"" help:"The later day, as in 2026-08-11."`
	JSON         bool   `help:"As JSON."`
}

func (v *lawDiffVerb) Run(con console) error {
	book, err := statutes(v.Packs)
	if err != nil {
		return err
	}
	from, err := law.ParseDate(v.From)
	if err != nil {
		return err
	}
	to, err := law.ParseDate(v.To)
	if err != nil {
		return err
	}
	changed, err := book.Diff(v.Jurisdiction, from, to)
	if err != nil {
		return err
	}
	return con.print(v.JSON, changed, changed.WriteText)
}
