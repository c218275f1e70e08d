package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"assent"
	"assent/imports"
)

// Imports bounds what operators upload.
type Imports struct {
	MaxUpload  int `toml:"max_upload_mib" env:"ASSENT_IMPORTS_MAX_UPLOAD_MIB" help:"How large an uploaded file may be, in MiB. 0: any size. The verb import has no bound."`
	ForgetDays int `toml:"forget_days" env:"ASSENT_IMPORTS_FORGET_DAYS" help:"After how many days an upload that nobody runs is deleted. 0: never."`
}

func (i Imports) check() error {
	if i.MaxUpload < 0 || i.ForgetDays < 0 {
		return assent.Problemf("BAD_IMPORTS", "imports.max_upload_mib and imports.forget_days are not negative; 0 is no bound.").In("imports")
	}
	return nil
}

// office keeps the imports.
func (h *house) office() *imports.Office {
	return &imports.Office{
		Archive: h.archive, Intake: h.intake, Dir: filepath.Join(h.folder, "imports"), Now: h.now, Random: rand.Reader,
		Most: int64(h.cfg.Imports.MaxUpload) << 20, Forget: time.Duration(h.cfg.Imports.ForgetDays) * 24 * time.Hour,
	}
}

// importsVerb is the list of what was taken over, by the console, the API and the verb import.
type importsVerb struct {
	List listImports `cmd:"" help:"List the imports, the latest first."`
	Undo undoImport  `cmd:"" help:"Undo an import: its yeses and dealings count no more; its noes stay. It cannot be taken back."`
}

type listImports struct {
	where `embed:""`
	JSON  bool `help:"As JSON."`
}

func (v *listImports) Run(ctx context.Context, con console) error {
	return v.inHouse(ctx, con, func(h *house) error {
		all, err := h.imports.Jobs(ctx, h.org, assent.ID{})
		if err != nil {
			return err
		}
		return con.print(v.JSON, all, func(w io.Writer) (err error) {
			for _, j := range all {
				taken := 0
				if j.Report != nil {
					taken = j.Report.Taken
				}
				_, wrong := fmt.Fprintf(w, "%s  %s  %-8s  %8d taken  %s\n", j.ID, j.Created.UTC().Format(time.DateTime), j.Stage, taken, j.Name)
				err = errors.Join(err, wrong)
			}
			return err
		})
	})
}

type undoImport struct {
	where  `embed:""`
	Import string `arg:"" help:"Its identifier, as \"assent imports list\" shows it."`
	JSON   bool   `help:"As JSON."`
}

func (v *undoImport) Run(ctx context.Context, con console) error {
	id, err := assent.ParseID(v.Import)
	if err != nil {
		return imports.ErrNoJob
	}
	return v.inHouse(ctx, con, func(h *house) error {
		j, err := h.imports.UndoNow(ctx, h.org, id)
		if err != nil {
			return err
		}
		return con.print(v.JSON, j, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "Undone for %d people.\n", j.People)
			return err
		})
	})
}
