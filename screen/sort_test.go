package screen_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
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
	run := func(format screen.Format, list string, desk screen.Decider) (string, screen.Tally, []screen.Finding, error) {
		var out bytes.Buffer
		var findings []screen.Finding
		o := screen.Options{Country: "FR", Format: format, Findings: func(f screen.Finding) error { findings = append(findings, f); return nil }}
		q := assent.Question{Channel: assent.Email, Purpose: "newsletter"}
		tally, err := screen.Run(t.Context(), h.org, strings.NewReader(list), &out, desk, q, o, nil)
		return out.String(), tally, findings, err
	}
	same := func(r *rapid.T, format screen.Format, list string) {
		text, tally, findings, err := run(format, list, h.desk)
		wantText, wantTally, wantFindings, wantErr := run(format, list, rowByRow{h.desk})
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			r.Fatalf("%v, want %v, of\n%q", err, wantErr, list)
		}
		if diff := cmp.Diff(wantText, text) + cmp.Diff(wantTally, tally) + cmp.Diff(wantFindings, findings); err == nil && diff != "" {
			r.Fatalf("of\n%q (one hand -, many +)\n%s", list, diff)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		same(r, screen.CSV, drawList(r))
		same(r, screen.NDJSON, drawLines(r))
	})
	t.Run("over the ends of blocks, with one core and with all", func(t *testing.T) {
		const blocks = 700 << 10 // bytes: more than two
		for seed := range 4 {
			list := rapid.Custom(drawList).Example(seed)
			head, rows, _ := strings.Cut(list, "\n")
			lines := rapid.Custom(drawLines).Filter(func(s string) bool { return s != "" }).Example(seed)
			rows = head + "\n" + strings.Repeat(rows+"p1@example.org,x,y\n", 1+blocks/(len(rows)+20))
			lines = strings.Repeat(lines+"\n", 1+blocks/len(lines))
			all, allTally, _, err1 := run(screen.CSV, rows, h.desk)
			allLines, _, _, err2 := run(screen.NDJSON, lines, h.desk)
			before := runtime.GOMAXPROCS(1)
			one, oneTally, _, err3 := run(screen.CSV, rows, rowByRow{h.desk})
			oneLines, _, _, err4 := run(screen.NDJSON, lines, rowByRow{h.desk})
			runtime.GOMAXPROCS(before)
			if err1 != nil || len(all) < blocks || all != one || allLines != oneLines || !cmp.Equal(allTally, oneTally) || fmt.Sprint(err1, err2) != fmt.Sprint(err3, err4) {
				t.Errorf("seed %d: %d bytes as %d and %d, %+v and %+v; %d as %d and %d; %v %v %v %v", seed, len(rows), len(all), len(one), allTally, oneTally,
					len(lines), len(allLines), len(oneLines), err1, err2, err3, err4)
			}
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

// drawLines draws JSON lines as programs send them, and some that are none.
func drawLines(r *rapid.T) string {
	space := rapid.SampledFrom([]string{"", "", " ", "\t"})
	name := rapid.SampledFrom([]string{`"email"`, `"email"`, `"name"`, `"E-mail"`, `"contact"`, `"reason"`, `"em\u0061il"`, `"n"`, `email`, `"\n"`})
	value := rapid.OneOf(
		rapid.SampledFrom([]string{
			`"ana@example.org"`, `" Ana@Example.ORG "`, `"bob@example.net"`, `"nobody@nowhere.example"`, `"an\u0061@example.org"`, `"é"`, `"a\"b"`, `""`, `null`, `true`,
			`1`, `-0.5`, `01`, `1e3`, `{"email":"bob@example.net"}`, `[1, 2]`, `"open`, "\"a\tb\"", "\"\xff\"",
		}),
		rapid.StringMatching(`"p[0-9]{1,2}@example\.(org|net)"`),
	)
	var b strings.Builder
	for range rapid.IntRange(0, 20).Draw(r, "rows") {
		b.WriteString(space.Draw(r, "space") + "{")
		for i := range rapid.IntRange(0, 3).Draw(r, "fields") {
			if i > 0 {
				b.WriteString(",")
			}
			b.WriteString(space.Draw(r, "space") + name.Draw(r, "name") + space.Draw(r, "space") + ":" + space.Draw(r, "space") + value.Draw(r, "value") + space.Draw(r, "space"))
		}
		b.WriteString("}" + rapid.SampledFrom([]string{"", " ", ",", "}"}).Draw(r, "tail") + rapid.SampledFrom([]string{"\n", "\n", "\r\n", "\n\n", " "}).Draw(r, "end"))
	}
	return b.String()
}

// endless is a list that is written while it is read.
type endless struct {
	row  string
	left int
	rest []byte
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(e.rest) == 0 {
			if e.left--; e.left < 0 {
				return n, io.EOF
			}
			e.rest = []byte(strings.Repeat(e.row, 100))
		}
		m := copy(p[n:], e.rest)
		n, e.rest = n+m, e.rest[m:]
	}
	return n, nil
}

// A list of 75 megabytes takes no more memory than its batches do.
func TestMemoryDoesNotGrowWithTheList(t *testing.T) {
	h := newHouse(t)
	if err := h.desk.Index(t.Context(), h.org); err != nil {
		t.Fatal(err)
	}
	for format, row := range map[screen.Format]string{
		screen.CSV: "nobody@example.net,a name\np1@example.org,\"a name, in quotation marks\"\n", screen.NDJSON: "{\"email\":\"nobody@example.net\",\"name\":\"a name\"}\n{\"name\":null,\"email\":\"p1@example.org\"}\n",
	} {
		const rounds, most = 10_000, 64 << 20
		list := io.MultiReader(strings.NewReader(map[screen.Format]string{screen.CSV: "email,name\n"}[format]), &endless{row: row, left: rounds})
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		peak, calls := uint64(0), 0
		tally, err := screen.Run(t.Context(), h.org, list, io.Discard, h.desk, byEmail, screen.Options{Format: format}, func(screen.Progress) {
			if calls++; calls%64 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		})
		if err != nil || tally.Rows != 200*rounds || peak == 0 || peak > before.HeapAlloc+most {
			t.Errorf("%s: %d rows took %d bytes beside the %d of before, %v", format, tally.Rows, int64(peak)-int64(before.HeapAlloc), before.HeapAlloc, err)
		}
	}
}
