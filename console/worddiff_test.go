package console

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestADiffHoldsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab \né")), 0, 40, -1)
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var old, fresh strings.Builder
		for _, p := range wordDiff(before, after) {
			if p.How != "new" {
				old.WriteString(p.Text)
			}
			if p.How != "gone" {
				fresh.WriteString(p.Text)
			}
		}
		if old.String() != before || fresh.String() != after {
			t.Fatalf("%q and %q became %q and %q", before, after, old.String(), fresh.String())
		}
	})
}

func TestADiffShowsTheWordsThatChanged(t *testing.T) {
	got := wordDiff("We write once a month.", "We write twice a month.")
	want := []Piece{{"We write ", ""}, {"once ", "gone"}, {"twice ", "new"}, {"a month.", ""}}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d is %q, want %q", i, got[i], want[i])
		}
	}
}
