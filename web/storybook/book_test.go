package storybook_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent/locale"
	"assent/web/storybook"
)

func open(t *testing.T) *storybook.Book {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	book, err := storybook.Open(words)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestEveryTemplateAndEveryPageHasAState(t *testing.T) {
	book := open(t)
	shown := map[string]bool{}
	for _, s := range storybook.States() {
		shown[reflect.TypeOf(book.Page(s, "en")).Elem().Name()] = true
	}
	pages := exportedPages(t)
	for _, name := range pages {
		if !shown[name] {
			t.Errorf("%s is in no state of the storybook: add a line to a table of web/storybook", name)
		}
	}
	templates, err := filepath.Glob("../pages/*.html")
	if err != nil || len(templates) == 0 {
		t.Fatal("no templates", err)
	}
	for _, path := range templates {
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		if name != "frame" && !slices.ContainsFunc(pages, func(p string) bool { return strings.EqualFold(p, name+"Page") }) {
			t.Errorf("the template %s belongs to no page", name)
		}
	}
}

// exportedPages are the structs of package web that are pages by their name.
func exportedPages(t *testing.T) []string {
	t.Helper()
	var out []string
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if _, isStruct := specType(spec, ok); isStruct && spec.Name.IsExported() && strings.HasSuffix(spec.Name.Name, "Page") {
				out = append(out, spec.Name.Name)
			}
			return true
		})
	}
	return out
}

func specType(spec *ast.TypeSpec, ok bool) (*ast.StructType, bool) {
	if !ok {
		return nil, false
	}
	s, ok := spec.Type.(*ast.StructType)
	return s, ok
}

func TestEveryStateHasAnAddressOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range storybook.States() {
		if seen[s.Slug()] {
			t.Errorf("two states are at %s", s.Slug())
		}
		seen[s.Slug()] = true
	}
}

// flaws are what a page with a hole in it shows: of templates, of words without a value, of keys without words.
var flaws = regexp.MustCompile(`ZgotmplZ|<no value>|%!|no message |\{[a-z_]+\}|>\s*(page|mail|basis|reason|channel|kind)\.[a-z_.]+`)

func TestEveryStateIsDrawnInEveryLanguageWithoutAHole(t *testing.T) {
	book := open(t)
	for _, l := range book.Languages() {
		for _, s := range storybook.States() {
			body, err := book.Draw(s, l.Code)
			if err != nil {
				t.Error(err)
				continue
			}
			if flaw := flaws.Find(body); flaw != nil {
				t.Errorf("%s shows %q", storybook.Path(s, l.Code), flaw)
			}
			if !strings.Contains(string(body), `<html lang="`+l.Code+`">`) {
				t.Errorf("%s does not say its language", storybook.Path(s, l.Code))
			}
		}
	}
}

func TestNoPageWeighsMoreThanFiftyKilobytesWithItsSheets(t *testing.T) {
	book := open(t)
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	for path, body := range files {
		if !strings.Contains(path, "/") || strings.HasPrefix(path, "assets/") {
			continue
		}
		weight := len(body)
		for _, m := range loaded.FindAllSubmatch(body, -1) {
			asset, there := files["assets/"+string(m[1])]
			if !there {
				t.Errorf("%s loads %s, which is not there", path, m[1])
			}
			weight += len(asset)
		}
		if weight > 50_000 {
			t.Errorf("%s weighs %d bytes", path, weight)
		}
	}
}

var loaded = regexp.MustCompile(`"\.\./assets/([^"]+)"`)

func TestTheBookIsWrittenAsFilesThatLeadToEachOther(t *testing.T) {
	book := open(t)
	folder := t.TempDir()
	n, err := book.Write(folder)
	if err != nil {
		t.Fatal(err)
	}
	if least := len(storybook.States()) * len(book.Languages()); n < least {
		t.Errorf("%d files, want at least %d", n, least)
	}
	files, err := book.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllSubmatch(files["index.html"], -1) {
		if _, there := files[string(m[1])]; !there {
			t.Errorf("the index leads to %s, which is not there", m[1])
		}
	}
}
