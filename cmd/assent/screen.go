package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"assent"
	"assent/screen"
)

// asked are the flags that say which message an audience is screened for.
type asked struct {
	Purpose string `help:"Identifier of the purpose." required:""`
	Channel string `help:"email, sms, im, push, auto_call, live_call, fax or post." default:"email"`
	Brand   string `help:"Identifier of the brand, if not the purpose's own."`
	At      moment `help:"As of this moment, as in 2026-11-21T10:00:00+01:00. Now, if not given."`
	Links   bool   `help:"Add unsubscribe_url and preferences_url, for mails that another product sends."`
	Page    string `help:"Variant of the pages to which those links lead; the default if not given."`
}

func (a asked) question() assent.Question {
	return assent.Question{Purpose: a.Purpose, Channel: assent.Channel(a.Channel), Brand: a.Brand, At: a.At.Time, Explain: assent.ExplainCodes}
}

// options are those of a screening: what is said of single rows, and the links if they are wanted.
func (a asked) options(con console, h *house) (screen.Options, error) {
	o := screen.Options{Findings: con.finding}
	switch {
	case a.Links && assent.Channel(a.Channel) != assent.Email:
		return o, assent.Problemf("LINKS_FOR_EMAIL", "--links makes the links of mails; leave it out for the channel %s.", a.Channel)
	case a.Links:
		o.Links = h.linker(a.Purpose, a.Page)
	}
	return o, nil
}

// linker makes the links of a mail to one contact. Of somebody unknown, to whom a service message may go, there
// is nothing to leave.
func (h *house) linker(purpose, page string) screen.Linker {
	desk := h.letters(noMailer{})
	return func(ctx context.Context, to assent.Contactable) (unsubscribe, preferences string, err error) {
		l, err := desk.Links(ctx, h.org, to, purpose, page)
		if p, ok := assent.AsProblem(err); ok && p.Code == "UNKNOWN_CONTACT" {
			return "", "", nil
		}
		return l.UnsubscribeURL, l.PreferencesURL, err
	}
}

type screenVerb struct {
	where  `embed:""`
	asked  `embed:""`
	File   string `arg:"" help:"CSV file with a column of addresses, or a file of JSON lines." type:"path"`
	Column string `help:"Title of that column, or name of that field, if it is not recognised."`
	Format string `help:"csv or ndjson; if not given, ndjson for files named .ndjson or .jsonl." enum:",csv,ndjson" default:""`
	Out    string `help:"File to write; standard output if not given." type:"path"`
	JSON   bool   `help:"The counts as JSON."`
}

func (v *screenVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	options, err := v.options(con, h)
	if err != nil {
		return err
	}
	options.Column, options.Format = v.Column, v.format()
	in, err := openInput(v.File)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	desk, err := h.manyHands(ctx, v.question(), info.Size())
	if err != nil {
		return err
	}
	list, o := screen.Digest(in), screen.Outcome{}
	err = writeOut(v.Out, con, func(w io.Writer) (err error) {
		bar := con.progress("screening")
		defer bar.end()
		o, err = screenTo(ctx, h.org, list, w, desk, v.question(), options, func(p screen.Progress) { bar.to(p.Bytes, info.Size()) })
		return err
	})
	if err != nil {
		return err
	}
	if err := h.noteScreening(ctx, v.plan(), o, list.Sum()); err != nil {
		return err
	}
	tally := o.Tally
	return con.counts(v.Out, v.JSON, tally)
}

type audienceVerb struct {
	where `embed:""`
	asked `embed:""`
	Out   string `help:"File to write; standard output if not given." type:"path"`
	JSON  bool   `help:"The counts as JSON."`
}

func (v *audienceVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	options, err := v.options(con, h)
	if err != nil {
		return err
	}
	desk, err := h.manyHands(ctx, v.question(), longList)
	if err != nil {
		return err
	}
	var tally screen.Tally
	err = writeOut(v.Out, con, func(w io.Writer) error {
		bar := con.progress("looking at people")
		defer bar.end()
		tally, err = screen.Audience(ctx, h.org, screen.People{Archive: h.archive, Vault: h.vault}, desk, v.question(), w,
			options, func(p screen.Progress) { bar.to(int64(p.Rows), 0) })
		return err
	})
	if err != nil {
		return err
	}
	return con.counts(v.Out, v.JSON, tally)
}

// finding says what is wrong with one row.
func (con console) finding(f screen.Finding) error {
	_, err := fmt.Fprintf(con.err, "line %d: %s\n", f.Line, f.Detail)
	return err
}

// writeOut writes to a new file that appears whole or not at all, or to standard output.
func writeOut(path string, con console, write func(io.Writer) error) error {
	if path == "" {
		return write(con.out)
	}
	return writeNew(path, 0o600, write)
}

// counts prints the tally: to the console's error side when the rows went to standard output.
func (con console) counts(out string, asJSON bool, t screen.Tally) error {
	if out == "" {
		con.out = con.err
	}
	return con.print(asJSON, t, func(w io.Writer) error {
		fmt.Fprintf(w, "%d rows: %d allow, %d deny\n", t.Rows, t.Allow, t.Deny)
		byCount := func(a, b assent.Reason) int {
			return cmp.Or(cmp.Compare(t.Reasons[b], t.Reasons[a]), cmp.Compare(a, b))
		}
		for _, r := range slices.SortedFunc(maps.Keys(t.Reasons), byCount) {
			fmt.Fprintf(w, "%10d  %s\n", t.Reasons[r], r)
		}
		return nil
	})
}
