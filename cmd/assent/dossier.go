package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"assent"
	"assent/dossier"
	"assent/prove"
	"assent/rights"
)

type dossierVerb struct {
	where   `embed:""`
	To      []string `help:"Whose evidence: e-mail addresses, phone numbers (+33…) or customer numbers." placeholder:"ADDRESS"`
	Person  []string `help:"Whose evidence: identifiers of records." placeholder:"ID"`
	Purpose string   `help:"Only what bears on this purpose; of everybody, if nobody is named."`
	Share   string   `help:"Who will read it: regulator (addresses are shown), person (every personal value), minimal (none)." enum:"person,regulator,minimal" default:"regulator"`
	Out     string   `help:"The zip to write." required:"" type:"path"`
	JSON    bool     `help:"As JSON."`
}

func (v *dossierVerb) Run(ctx context.Context, con console) error {
	return v.inHouse(ctx, con, func(h *house) error {
		ask, err := v.ask(ctx, h)
		if err != nil {
			return err
		}
		d, err := h.dossiers().Open(ctx, h.org, ask)
		if err != nil {
			return err
		}
		for _, id := range ask.People {
			if err := h.people().Show(ctx, h.org, id, atTheKeyboard, rights.ShownExport); err != nil {
				return err
			}
		}
		var sum dossier.Summary
		err = writeNew(v.Out, 0o600, func(w io.Writer) (err error) { sum, err = d.Write(ctx, w); return err })
		if err != nil {
			return err
		}
		return con.print(v.JSON, sum, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "Wrote %s: %d acts of %d people, %d of them too recent for a proof.\nAnyone can check it, offline: assent verify %s --key %s\n",
				v.Out, sum.Events, sum.People, sum.Waiting, v.Out, h.vault.LogVerifierKey())
			return err
		})
	})
}

func (v *dossierVerb) ask(ctx context.Context, h *house) (dossier.Ask, error) {
	ask := dossier.Ask{Purpose: v.Purpose, Share: prove.Share(v.Share)}
	people := h.people()
	for _, to := range v.To {
		id, err := whose{To: to}.find(ctx, h, people)
		if err != nil {
			return ask, err
		}
		ask.People = append(ask.People, id)
	}
	for _, person := range v.Person {
		id, err := whose{Person: person}.find(ctx, h, people)
		if err != nil {
			return ask, err
		}
		ask.People = append(ask.People, id)
	}
	return ask, nil
}

// dossiers is the desk of the files for regulators.
func (h *house) dossiers() *dossier.Desk {
	return &dossier.Desk{Archive: h.archive, Shelf: h.shelf, Proofs: prove.New(h.archive, h.vault), Key: h.vault.LogVerifierKey(), Now: h.now}
}

// isDossier reports whether a file to verify is a dossier.
func isDossier(path string) (bool, error) {
	f, err := openInput(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	begin := make([]byte, 4)
	_, err = io.ReadFull(f, begin)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false, nil
	}
	return dossier.Is(begin), err
}

// dossier checks a whole dossier with nothing but the file and the key.
func (v *verifyVerb) dossier(con console) error {
	f, err := openInput(v.Bundle)
	if err != nil {
		return err
	}
	defer f.Close()
	files, err := unzip(f)
	if err != nil {
		return err
	}
	found := dossier.Verify(files, v.Key)
	if err := con.print(v.JSON, found, func(w io.Writer) error { return tellDossier(w, found) }); err != nil {
		return err
	}
	if !found.OK() {
		return errNo
	}
	return nil
}

func unzip(f *os.File) (*zip.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, assent.Problemf("BAD_ZIP", "%s is no whole zip file; it may have been cut off on its way.", f.Name())
	}
	return files, nil
}

func tellDossier(w io.Writer, v dossier.Verdict) error {
	verdict := "OK  Consistent; signer not established: compare the signer's key with one you got from elsewhere."
	switch {
	case !v.OK():
		verdict = "REFUSED  This dossier is not what was written."
	case v.Established:
		verdict = "OK  Proven: every act is recorded as shown in the log whose key you trust."
		if v.Unproven > 0 {
			verdict = "OK  Proven as far as there are proofs: these acts are recorded as shown in the log whose key you trust."
		}
	}
	_, err := fmt.Fprintf(w, "%s\n\n  %d files, %d proofs, %d of them with the wording that was shown\n  signed by %s\n", verdict, v.Files, v.Proofs, v.Wordings, v.Signer)
	if v.Unproven > 0 {
		_, err = fmt.Fprintf(w, "  %d acts of events.csv have no proof yet: ask for the file again after the next checkpoint\n", v.Unproven)
	}
	for _, flaw := range v.Flaws {
		_, err = fmt.Fprintf(w, "  %s\n", flaw)
	}
	return err
}
