package screen_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"assent/screen"

	"github.com/google/go-cmp/cmp"
)

func TestTheAudienceFromKeptDecisionsIsTheSame(t *testing.T) {
	h := newHouse(t)
	rows := func(desk screen.Decider) ([]string, screen.Tally) {
		t.Helper()
		var out bytes.Buffer
		tally, err := screen.Audience(t.Context(), h.org, h.people, desk, byEmail, &out, screen.Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, r := range all {
			lines = append(lines, strings.Join(r, ","))
		}
		slices.Sort(lines[1:])
		return lines, tally
	}
	want, wantTally := rows(h.desk)
	if err := h.desk.Index(t.Context(), h.org); err != nil {
		t.Fatal(err)
	}
	for range 2 { // decided, then kept
		got, tally := rows(h.desk)
		if diff := cmp.Diff(want, got) + cmp.Diff(wantTally, tally); diff != "" {
			t.Fatal(diff)
		}
	}
}
