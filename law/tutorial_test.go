package law_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assent/law"
)

// tutorial is the chapter of docs/law-packs.md that writes the law of Ruritania.
type tutorial struct {
	t    *testing.T
	text string
}

func readTutorial(t *testing.T) tutorial {
	t.Helper()
	page, err := os.ReadFile("../docs/law-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, found := strings.Cut(string(page), "\n## Tutorial")
	if !found {
		t.Fatal("docs/law-packs.md has no tutorial")
	}
	return tutorial{t, chapter}
}

var tutorialFile = regexp.MustCompile("(?s)```yaml\n# (xr/[a-z]+\\.yaml)\n(.*?)```")

// pack is what a reader has typed after the first so many blocks; a block of a file that is
// there already is added to it.
func (tt tutorial) pack(blocks int) *law.Book {
	tt.t.Helper()
	dir := fstest.MapFS{}
	for i, m := range tutorialFile.FindAllStringSubmatch(tt.text, -1) {
		if i == blocks {
			break
		}
		if dir[m[1]] == nil {
			dir[m[1]] = &fstest.MapFile{}
		}
		dir[m[1]].Data = append(dir[m[1]].Data, m[2]...)
	}
	b, err := law.Load(dir)
	if err != nil {
		tt.t.Fatalf("after %d blocks: %v", blocks, err)
	}
	return b
}

// says returns what the tutorial prints in a block of some kind.
func (tt tutorial) says(kind string) string {
	tt.t.Helper()
	_, after, found := strings.Cut(tt.text, "```text "+kind+"\n")
	block, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		tt.t.Fatalf("the tutorial has no block of %s", kind)
	}
	return block
}

// The blocks after which the tutorial makes a promise.
const (
	firstCases = 5
	allCases   = 6
)

func TestTheTutorialsPackIsInOrder(t *testing.T) {
	tt := readTutorial(t)
	for _, blocks := range []int{firstCases, allCases} {
		for _, f := range tt.pack(blocks).Check().Findings {
			if f.Pack == "XR" {
				t.Errorf("after %d blocks: %s: %s", blocks, f.Rule, f.Text)
			}
		}
	}
	if n := len(tutorialFile.FindAllString(tt.text, -1)); n != allCases {
		t.Errorf("the tutorial has %d blocks, and its promises are made after %d and %d", n, firstCases, allCases)
	}
}

func TestTheTutorialsSurvivorsAreThoseThatItPrints(t *testing.T) {
	tt := readTutorial(t)
	want := strings.Split(strings.TrimSpace(tt.says("survivors")), "\n")
	if got := names(tt.pack(firstCases).CheckMutants("XR").Survivors); !slices.Equal(got, want) {
		t.Errorf("survivors are\n%s", strings.Join(got, "\n"))
	}
	if report := tt.pack(allCases).CheckMutants("XR"); !report.Clean() || report.Packs[0].Mutants == 0 {
		t.Errorf("after the last case: %+v", report)
	}
}

func TestTheTutorialsDifferenceIsTheOneThatItPrints(t *testing.T) {
	tt := readTutorial(t)
	d, err := tt.pack(allCases).Diff("XR", day(t, "2026-04-30"), day(t, "2026-05-01"))
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := d.WriteText(&page); err != nil || page.String() != tt.says("diff") {
		t.Errorf("it prints\n%s (%v)", page.String(), err)
	}
}
