package chart_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"assent/chart"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the drawings anew")

// golden compares a drawing with the one that was looked at.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	got = strings.ReplaceAll(got, "><", ">\n<") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s is drawn otherwise (%v):\n%s", name, err, got)
	}
}

func sample(kind chart.Kind) *chart.Chart {
	return &chart.Chart{
		Name: "Consents & withdrawals", Kind: kind, Columns: []string{"Week 46", "Week 47"}, Ticks: []string{"46", "47"},
		Series: []chart.Series{{Name: "Given", Tone: 3, Values: []int64{12, 30}}, {Name: "Left <all>", Tone: 4, Values: []int64{0, 6}}},
	}
}

func TestDrawings(t *testing.T) {
	golden(t, "stack.svg", sample(chart.Stack).SVG())
	golden(t, "bars.svg", sample(chart.Bars).SVG())
	golden(t, "lines.svg", sample(chart.Lines).SVG())
	golden(t, "part.svg", chart.Bar(1, 3))
}

// wellFormed reads a drawing and returns how many elements of each name it has.
func wellFormed(t *rapid.T, svg string) map[string]int {
	seen := map[string]int{}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return seen
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			seen[e.Name.Local]++
			for _, a := range e.Attr {
				n, err := strconv.ParseFloat(strings.TrimSuffix(a.Value, "%"), 64)
				if err == nil && (math.IsNaN(n) || math.IsInf(n, 0) || a.Name.Local != "x" && n < 0) {
					t.Errorf("%s %s=%q", e.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
}

func TestAnyNumbersGiveADrawingThatCanBeReadAndPointedAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "columns")
		c := &chart.Chart{Name: rapid.String().Draw(t, "name"), Kind: chart.Kind(rapid.IntRange(0, 2).Draw(t, "kind"))}
		for i := range n {
			c.Columns, c.Ticks = append(c.Columns, "column "+strconv.Itoa(i)), append(c.Ticks, strconv.Itoa(i))
		}
		for range rapid.IntRange(0, 10).Draw(t, "series") {
			c.Series = append(c.Series, chart.Series{Name: "<&\">", Values: rapid.SliceOfN(rapid.Int64Range(0, 1<<40), n, n).Draw(t, "values")})
		}
		if got := wellFormed(t, c.SVG()); got["title"] != n {
			t.Errorf("%d columns can be pointed at, want %d", got["title"], n)
		}
	})
}

func TestEveryTagOfTheSheetIsAToneOrAPart(t *testing.T) {
	for i := range chart.Tones {
		if name := ".t" + strconv.Itoa(i+1) + " "; !strings.Contains(chart.CSS, name) {
			t.Errorf("the sheet has no %s", name)
		}
	}
}
