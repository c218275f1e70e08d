package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assent"
	"assent/rights"
)

type dueVerb struct {
	where `embed:""`
	Until string `help:"The last day to look at, as in 2027-06-30; three months ahead, if not given."`
	JSON  bool   `help:"As JSON."`
}

// Run lists who is due; nothing is done to them.
func (v *dueVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	until := assent.Day(v.Until)
	if until == "" {
		until = assent.DayOf(h.now().AddDate(0, 3, 0))
	}
	list := []rights.Due{}
	err = h.people().Due(ctx, h.org, h.decide, until, func(d rights.Due) error {
		list = append(list, d)
		return nil
	})
	if err != nil {
		return err
	}
	return con.print(v.JSON, list, func(w io.Writer) error { return tellDue(w, list, until) })
}

func tellDue(w io.Writer, list []rights.Due, until assent.Day) error {
	erase := 0
	for _, d := range list {
		if d.Do == rights.DoErase {
			erase++
		}
	}
	_, err := fmt.Fprintf(w, "By %s: %s people to erase, %s answers that end and may be asked for again.\n", until, thousands(erase), thousands(len(list)-erase))
	const row = "%-36s  %-10s  %-5s  %-16s  %-9s  %s\n"
	for i, d := range list {
		if i == 0 {
			fmt.Fprintf(w, "\n"+row, "person", "on", "do", "purpose", "channel", "because")
		}
		_, err = fmt.Fprintf(w, row, d.Person, d.On, d.Do, d.Purpose, d.Channel, d.Reason)
	}
	return err
}
