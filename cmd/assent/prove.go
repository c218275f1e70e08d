package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assent/prove"
)

type proveVerb struct {
	where `embed:""`
	Event string `arg:"" help:"Transaction code (7K2M-9QXD-3FTA) or identifier of the event."`
	Share string `help:"Who will read it: person (every personal value is opened), regulator (the address), minimal (none)." enum:"person,regulator,minimal" default:"regulator"`
	Key   string `help:"The custodian's key file, to open for a regulator what is kept of somebody who was erased." name:"custodian-key" type:"path"`
	Out   string `help:"File to write; standard output if not given." type:"path"`
}

func (v *proveVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	desk := prove.New(h.archive, h.vault)
	if v.Key != "" {
		custodian, err := readCustodian(v.Key)
		if err != nil {
			return err
		}
		desk = desk.With(custodian)
	}
	bundle, err := desk.Prove(ctx, h.org, v.Event, prove.Share(v.Share))
	if err != nil {
		return err
	}
	if v.Out == "" {
		_, err = con.out.Write(bundle)
		return err
	}
	if err := writeNew(v.Out, 0o600, func(w io.Writer) error { _, err := w.Write(bundle); return err }); err != nil {
		return err
	}
	fmt.Fprintf(con.out, "Wrote %s. Anyone can check it, offline: assent verify %s --key %s\n", v.Out, v.Out, h.vault.LogVerifierKey())
	return nil
}
