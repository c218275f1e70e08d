package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assent"
	"assent/screen"
	"assent/store"
)

// format is how the list is written.
func (v *screenVerb) format() screen.Format {
	if v.Format == "" && slices.Contains([]string{".ndjson", ".jsonl"}, strings.ToLower(filepath.Ext(v.File))) {
		return screen.NDJSON
	}
	return cmp.Or(screen.Format(v.Format), screen.CSV)
}

func (v *screenVerb) plan() screen.Plan {
	return screen.Plan{Purpose: v.Purpose, Channel: assent.Channel(v.Channel), Brand: v.Brand, Format: v.format(), Column: v.Column}
}

// screenTo screens a list. A file is screened once more if somebody spoke while it was written; what went to standard output is
// gone, and holds for when each row was written. So does the answer about another moment, which was asked for.
func screenTo(ctx context.Context, org assent.ID, in io.ReadSeeker, w io.Writer, desk screen.Current, q assent.Question, options screen.Options, progress func(screen.Progress)) (o screen.Outcome, err error) {
	if f, ok := w.(*os.File); ok && f != os.Stdout && q.At.IsZero() {
		out := screen.Digest(f)
		o.Tally, o.Position, err = screen.Settled(ctx, org, in, out, desk, q, options, progress)
		o.Result = out.Sum()
		return o, err
	}
	if o.Position, err = screen.Position(ctx, org, desk); err != nil {
		return o, err
	}
	sum := sha256.New()
	o.Tally, err = screen.Run(ctx, org, in, io.MultiWriter(w, sum), desk, q, options, progress)
	o.Result = hex.EncodeToString(sum.Sum(nil))
	return o, err
}

// noteScreening records that a list was given out.
func (h *house) noteScreening(ctx context.Context, p screen.Plan, o screen.Outcome, source string) error {
	return h.archive.Write(ctx, h.org, func(tx *store.Tx) error {
		e, err := screen.Event(tx.Now(), rand.Reader, atTheKeyboard, p, o, source)
		if err != nil {
			return err
		}
		return tx.Append(e, nil)
	})
}
