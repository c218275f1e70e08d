package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assent"
	"assent/audit"
)

// audited is what verify says of a whole store.
type audited struct {
	OK         bool        `json:"ok"`
	Events     int64       `json:"events"`
	Waiting    int64       `json:"waiting"` // not under a checkpoint yet
	People     int         `json:"people"`
	Values     int         `json:"values"`
	Outside    int         `json:"outside_checkpoints"`
	Checkpoint string      `json:"checkpoint,omitzero"`
	Findings   []foundFlaw `json:"findings,omitzero"`
}

// foundFlaw is the first difference of one sort.
type foundFlaw struct {
	Sort   audit.Sort `json:"sort"`
	Detail string     `json:"detail"`
}

// store audits everything.
func (v *verifyVerb) store(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	outside, err := readAll(v.Checkpoint)
	if err != nil {
		return err
	}
	bar := con.progress("auditing")
	a := audit.Auditor{Archive: h.archive, Org: h.org, Key: h.vault.LogVerifierKey(), Vault: h.vault, Progress: bar.to}
	report, err := a.Check(ctx, outside...)
	bar.end()
	if err != nil {
		return err
	}
	out := auditedFrom(report)
	if err := con.print(v.JSON, out, out.tell); err != nil {
		return err
	}
	if !out.OK {
		return errNo
	}
	return v.keep(report)
}

// keep writes the checkpoint that the audit ended with.
func (v *verifyVerb) keep(r audit.Report) error {
	if v.Keep == "" {
		return nil
	}
	if len(r.Head.Note) == 0 {
		return assent.Problemf("NO_CHECKPOINT", "The log has no checkpoint yet; it gets one within a second of its first event, while the server runs.").OfKind(assent.NotFound)
	}
	return writeNew(v.Keep, 0o644, func(w io.Writer) error { _, err := w.Write(r.Head.Note); return err })
}

func auditedFrom(r audit.Report) audited {
	out := audited{
		OK: r.Holds(), Events: r.Events, Waiting: r.Waiting, People: r.People, Values: r.Values, Outside: r.Outside,
		Checkpoint: string(r.Head.Note),
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, foundFlaw{f.Sort, f.String()})
	}
	return out
}

func (a audited) tell(w io.Writer) error {
	verdict := "OK  Everything holds."
	if !a.OK {
		verdict = "FAILED  This store is not what its log says."
	}
	_, err := fmt.Fprintf(w, "%s\n\n  %d events, %d of them not yet under a checkpoint\n  %d people folded anew and compared\n  %d personal values opened and compared\n  %d checkpoints from elsewhere continued\n",
		verdict, a.Events, a.Waiting, a.People, a.Values, a.Outside)
	for _, f := range a.Findings {
		_, err = fmt.Fprintf(w, "  %-10s %s\n", f.Sort, f.Detail)
	}
	return err
}

// readAll reads the checkpoints that were kept elsewhere.
func readAll(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		b, err := readBundle(p)
		if err != nil {
			return nil, err
		}
		out = append(out, string(b))
	}
	return out, nil
}
