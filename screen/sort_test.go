package screen_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"assent"
	"assent/screen"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// rowByRow hides that a desk keeps its decisions.
type rowByRow struct{ screen.Decider }

// What many hands make of a list, from kept decisions, is what one makes who asks row by row.
func TestManyHandsWriteWhatOneWrites(t *testing.T) {
	h := newHouse(t)
	if err := h.desk.Index(t.Context(), h.org); err != nil {
		t.Fatal(err)
	}
	run := func(r *rapid.T, list string, desk screen.Decider) (string, screen.Tally, []screen.Finding, error) {
		var out bytes.Buffer
		var findings []screen.Finding
		o := screen.Options{Country: "FR", Findings: func(f screen.Finding) error { findings = append(findings, f); return nil }}
		q := assent.Question{Channel: assent.Email, Purpose: "newsletter"}
		tally, err := screen.Run(t.Context(), h.org, strings.NewReader(list), &out, desk, q, o, nil)
		return out.String(), tally, findings, err
	}
	rapid.Check(t, func(r *rapid.T) {
		list := drawList(r)
		text, tally, findings, err := run(r, list, h.desk)
		wantText, wantTally, wantFindings, wantErr := run(r, list, rowByRow{h.desk})
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			r.Fatalf("%v, want %v, of\n%q", err, wantErr, list)
		}
		if diff := cmp.Diff(wantText, text) + cmp.Diff(wantTally, tally) + cmp.Diff(wantFindings, findings); err == nil && diff != "" {
			r.Fatalf("of\n%q (one hand -, many +)\n%s", list, diff)
		}
	})
}

// drawList draws a table as people send them.
func drawList(r *rapid.T) string {
	delimiter := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(r, "delimiter")
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(r, "end")
	field := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "x", " x", "\u00a0x", `"a, b; c"`, `"two` + "\n" + `lines"`, `say "hi"`, `"open`, `\.`, "é", "email", "name", "\r", "a\x00b",
			"ana@example.org", " Ana@Example.ORG ", `"bob@example.net"`, "nobody@nowhere.example", "not an address", "a@b",
		}),
		rapid.StringMatching(`p[0-9]{1,2}@example\.(org|net)`),
	)
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "\ufeff"}).Draw(r, "mark") + strings.Join([]string{"name", "email", "note"}, delimiter) + end)
	for range rapid.IntRange(0, 30).Draw(r, "rows") {
		fields := rapid.SliceOfN(field, 1, 5).Draw(r, "fields")
		if rapid.IntRange(0, 2).Draw(r, "even") > 0 {
			fields = rapid.SliceOfN(field, 3, 3).Draw(r, "fields")
		}
		b.WriteString(strings.Join(fields, delimiter))
		b.WriteString(rapid.SampledFrom([]string{end, end, end, end + end, ""}).Draw(r, "line end"))
	}
	return b.String()
}
