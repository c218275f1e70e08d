package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assent"
	"assent/decide"
	"assent/imports"
	"assent/law"
	"assent/locale"
	"assent/store"
)

// town is a house on SQLite with many people in it, and an index of them that knows all answers about the newsletter. Nine of
// ten have agreed; the others have withdrawn.
type town struct {
	*house
	desk   *decide.Desk
	people int
	stages []stage
	lists  []string
	lines  string // the last list as JSON lines; empty if none was written
}

// stage is one step of filling a town, and what it took.
type stage struct {
	name string
	took time.Duration
}

// newsletter is the question of all races in a town.
var newsletter = assent.Question{Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes}

// A town whose folder is given is kept there.
func openTown(ctx context.Context, people int, folder string) (_ *town, err error) {
	t := &town{people: people}
	if folder == "" {
		t.house, err = build(ctx, "", store.Options{})
	} else {
		t.house, err = keptHouse(ctx, folder, people)
	}
	if err != nil {
		return nil, err
	}
	if err := t.fill(ctx); err != nil {
		return nil, err
	}
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"entering all contact points into the index, without a decision (Desk.Index)", t.enterIndex},
		{"deciding about everyone, with all cores (Desk.Warm)", func(ctx context.Context) error { return t.desk.Warm(ctx, t.org, newsletter, nil) }},
		{"saving the index, with its checksum (Desk.Save)", func(ctx context.Context) error { return t.desk.Save(ctx, t.org) }},
		{"a restart: a new desk, ready to answer about everyone from the saved index", t.enterIndex},
	} {
		if err := t.stage(ctx, s.name, s.do); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *town) stage(ctx context.Context, name string, do func(context.Context) error) error {
	began := time.Now()
	if err := do(ctx); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	t.stages = append(t.stages, stage{name, time.Since(began)})
	return nil
}

// fill has all people come, unless they are there since an earlier run.
func (t *town) fill(ctx context.Context) error {
	if _, err := os.Stat(t.filled()); t.kept && err == nil {
		return nil
	}
	err := t.stage(ctx, "taking all people over (imports.Run)", t.settle)
	if err == nil && t.kept {
		err = os.WriteFile(t.filled(), nil, 0o600)
	}
	return err
}

// settle imports everyone.
func (t *town) settle(ctx context.Context) error {
	path, err := writeCitizens(t.people)
	if err != nil {
		return err
	}
	defer os.Remove(path)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := imports.Run(ctx, t.org, f, t.intake, imports.Options{Purpose: "newsletter", Channel: assent.Email, Now: time.Now}, nil)
	if err == nil && r.Taken != t.people {
		err = fmt.Errorf("%d of %d people were taken over", r.Taken, t.people)
	}
	return err
}

// writeCitizens writes a file of past consents of people, nine of ten of whom have agreed.
func writeCitizens(people int) (path string, err error) {
	return writeRows("people*.csv", people, "email,status,occurred_at,source,country", func(i int) string {
		status := "granted"
		if i%10 == 9 {
			status = "withdrawn"
		}
		return citizen(i) + "," + status + ",2025-03-04T09:15:02Z,shop form,FR"
	})
}

func citizen(i int) string { return fmt.Sprintf("reader%d@example.org", i) }

// enterIndex opens a desk with an index: from the file, once there is one.
func (t *town) enterIndex(ctx context.Context) (err error) {
	saved := decide.Saved{Path: filepath.Join(t.dir, "index"), Stamp: func() string { return "bench" }}
	if t.desk, err = t.openDesk(saved); err != nil {
		return err
	}
	return t.desk.Index(ctx, t.org)
}

func (h *house) openDesk(saved decide.Saved) (*decide.Desk, error) {
	book, err := law.Embedded()
	if err != nil {
		return nil, err
	}
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	return decide.New(h.archive, h.vault, h.shelf, book, words, decide.Options{Now: time.Now, Saved: saved}), nil
}

// list writes a list of people to be screened, four of five of whom are known, in no order that the town knows.
func (t *town) list(rows int) (string, error) {
	path, err := writeRows("list*.csv", rows, "email,name,city", func(i int) string { return t.listed(i) + ",A Reader,Clermont-Ferrand" })
	t.lists = append(t.lists, path)
	return path, err
}

// asLines writes the same list as JSON lines; the header becomes one that is blank.
func (t *town) asLines(rows int) error {
	if t.lines != "" {
		return nil
	}
	path, err := writeRows("list*.ndjson", rows, "", func(i int) string {
		return `{"email":"` + t.listed(i) + `","name":"A Reader","city":"Clermont-Ferrand"}`
	})
	t.lists, t.lines = append(t.lists, path), path
	return err
}

// listed is whom the i-th row of a list is about.
func (t *town) listed(i int) string { return citizen(i * 7919 % (t.people + t.people/4)) }

func writeRows(pattern string, rows int, header string, row func(int) string) (string, error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return "", err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, header)
	for i := range rows {
		fmt.Fprintln(w, row(i))
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	return f.Name(), f.Chmod(0o644) // PostgreSQL reads it too
}

func (t *town) close() {
	for _, l := range t.lists {
		_ = os.Remove(l)
	}
	_ = t.house.close()
}

func (t *town) page(b *strings.Builder) {
	fmt.Fprintf(b, "\n### From a list of %s people to an index of all answers\n\nData: SQLite, from a CSV file; run once.\n\n| step | all | for a person |\n|---|--:|--:|\n", thousands(float64(t.people)))
	for _, s := range t.stages {
		nanos := float64(s.took.Nanoseconds())
		fmt.Fprintf(b, "| %s | %s | %s |\n", s.name, duration(nanos), duration(nanos/float64(t.people)))
	}
}
