package law_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"assent"
	"assent/law"
)

// book is the embedded book, read once for all tests.
var book = sync.OnceValues(law.Embedded)

func embedded(t testing.TB) *law.Book {
	t.Helper()
	b, err := book()
	if err != nil {
		t.Fatalf("the embedded packs: %v", err)
	}
	return b
}

func day(t testing.TB, s string) law.Date {
	t.Helper()
	d, err := law.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func moment(t testing.TB, s string) law.Moment {
	t.Helper()
	m, err := law.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// claimed is the mark of an act that one import reports.
func claimed(t testing.TB, s string) assent.Mark {
	t.Helper()
	m := moment(t, s)
	return assent.Mark{At: m.Time(), BareDay: m.Bare, Source: assent.Claimed, Batch: "test"}
}

func TestEveryWorkedCaseHolds(t *testing.T) {
	files, err := filepath.Glob("packs/*/cases.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		results, err := law.RunCases(embedded(t), f)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range results {
			for _, d := range r.Diff {
				t.Errorf("%s %s: %s", name, r.ID, d)
			}
		}
	}
}

func TestTheBookIsInOrder(t *testing.T) {
	report := embedded(t).Check()
	for _, f := range report.Findings {
		t.Errorf("%s %s: %s", f.Pack, f.Rule, f.Text)
	}
	for _, p := range report.Packs {
		if p.Rules == 0 || p.Exercised != p.Rules {
			t.Errorf("%s: %d of %d rules are exercised", p.Pack, p.Exercised, p.Rules)
		}
	}
}
