package assent_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The plan of the house: who may import whom, and what nobody may. docs/architecture.md gives the reasons.

// room is what `go list -json` says of one package.
type room struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Module     *struct{ Main bool }
	Standard   bool
}

func (r room) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(r.ImportPath, "assent"), "/")
}

// own returns the rooms of the house that r imports; the root is "".
func (r room) own() []string {
	var out []string
	for _, i := range r.Imports {
		if i == "assent" || strings.HasPrefix(i, "assent/") {
			out = append(out, strings.TrimPrefix(strings.TrimPrefix(i, "assent"), "/"))
		}
	}
	return out
}

func rooms(t *testing.T) []room {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports,Standard", "assent/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []room
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var r room
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestRoomsImportOnlyWhatThePlanAllows(t *testing.T) {
	// For each room, the rooms it may import ("" is the vocabulary). A room that is not listed here has no place in the plan yet.
	law := []string{"", "law"}
	useCase := []string{"", "address", "catalogue", "decide", "index", "intake", "law", "ledger", "link", "locale", "sheet", "store", "vault"}
	entrance := []string{"", "address", "auth", "catalogue", "decide", "dispatch", "imports", "intake", "law", "ledger", "link", "locale", "screen", "forecast", "rights", "prove", "dossier", "changes", "campaign", "portal", "stats", "names"}
	plan := map[string][]string{
		"":                  nil,
		"address":           {""},
		"law":               law,
		"ledger":            {""},
		"locale":            {""},
		"vault":             {""},
		"index":             {""},
		"link":              {""},
		"mail":              {"", "locale"},
		"sms":               {""},
		"sheet":             {""},
		"store":             {"", "ledger"},
		"store/storetest":   {"", "store"},
		"auth":              {"", "store"},
		"auth/authtest":     {"auth"},
		"audit":             {"", "ledger", "store", "vault"},
		"catalogue":         {"", "law", "store"},
		"intake":            useCase,
		"intake/intaketest": {"", "audit", "catalogue", "intake", "store", "store/storetest", "vault"},
		"decide":            useCase,
		"screen":            useCase,
		"names":             {"", "store", "vault"},
		"spool":             {"", "decide", "intake"},
		"forecast":          useCase,
		"imports":           useCase,
		"rights":            append([]string{"jobs"}, useCase...),
		"prove":             useCase,
		"dossier":           append([]string{"prove"}, useCase...),
		"unsubscribe":       {""},
		"changes":           useCase,
		"stats":             useCase,
		"chart":             nil,
		"sample":            {"", "catalogue", "intake"},
		"jobs":              {"", "ledger", "store"},
		"webhook":           {"", "changes", "jobs", "store", "vault"},
		"feedback":          useCase,
		"campaign":          append([]string{"dispatch", "jobs", "mail"}, useCase...),
		"portal":            append([]string{"auth"}, useCase...),
		"dispatch":          append([]string{"jobs", "mail", "sms"}, useCase...),
		"api":               append([]string{"mail", "webhook"}, entrance...),
		"web":               append([]string{"feedback", "look", "network", "sms"}, entrance...),
		"look":              {""},
		"network":           {""},
		"docs":              {""},
		"console":           append([]string{"chart", "feedback", "mail", "webhook", "look", "docs", "network", "sheet"}, entrance...),
		"web/storybook":     {"", "catalogue", "law", "locale", "sample", "web"},
		"web/webtest":       nil,
	}
	for _, r := range rooms(t) {
		if strings.HasPrefix(r.name(), "cmd/") || strings.HasPrefix(r.name(), "bench") {
			continue // the one place where everything is wired
		}
		allowed, planned := plan[r.name()]
		if !planned {
			t.Errorf("room %q is not in the plan: give it a place in the table", r.name())
		}
		for _, i := range r.own() {
			if !slices.Contains(allowed, i) {
				t.Errorf("%s imports assent/%s, which the plan does not allow", r.ImportPath, i)
			}
		}
	}
}

func TestOnlyTheStoreSpeaksSQLAndUseCasesDoNotSpeakHTTP(t *testing.T) {
	noHTTP := []string{"", "address", "law", "ledger", "vault", "link", "locale", "catalogue", "intake", "decide", "screen", "forecast", "imports", "sheet", "store"}
	for _, r := range rooms(t) {
		store := r.name() == "store" || r.name() == "store/storetest"
		if slices.Contains(r.Imports, "database/sql") && !store {
			t.Errorf("%s imports database/sql; only store may", r.ImportPath)
		}
		if slices.Contains(noHTTP, r.name()) && (slices.Contains(r.Imports, "net/http") || slices.Contains(r.Imports, "html/template")) {
			t.Errorf("%s imports net/http or html/template; pages belong to web and api", r.ImportPath)
		}
	}
}

func TestTheVocabularyImportsOnlyTheStandardLibrary(t *testing.T) {
	for _, r := range rooms(t) {
		for _, i := range r.Imports {
			if r.name() == "" && strings.Contains(strings.Split(i, "/")[0], ".") {
				t.Errorf("the vocabulary imports %s", i)
			}
		}
	}
}

func TestNobodyReadsTheClockInsideARule(t *testing.T) {
	for _, r := range rooms(t) {
		if !slices.Contains([]string{"", "law", "ledger", "address", "catalogue", "intake", "decide", "link", "vault"}, r.name()) {
			continue
		}
		eachFile(t, r, func(name string, f *ast.File) {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && isName(s.X, "time") && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
					t.Errorf("%s reads the clock (time.%s); time is passed in", name, s.Sel.Name)
				}
				return true
			})
		})
	}
}

func TestEveryPackageOpensByTeachingItsSubject(t *testing.T) {
	for _, r := range rooms(t) {
		longest := 0
		eachFile(t, r, func(_ string, f *ast.File) {
			if f.Doc != nil {
				longest = max(longest, len(f.Doc.Text()))
			}
		})
		if longest < 200 {
			t.Errorf("%s has no opening paragraph (or one of fewer than 200 characters)", r.ImportPath)
		}
	}
}

func TestEveryDependencyHasItsReason(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	reasons, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(line)
		direct := len(fields) >= 2 && strings.Contains(fields[0], ".") && !strings.Contains(line, "// indirect")
		if direct && !strings.Contains(string(reasons), "`"+fields[0]+"`") {
			t.Errorf("docs/dependencies.md gives no reason for %s", fields[0])
		}
	}
}

func eachFile(t *testing.T, r room, look func(name string, f *ast.File)) {
	t.Helper()
	fset := token.NewFileSet()
	for _, name := range r.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(r.Dir, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		look(filepath.Join(r.name(), name), f)
	}
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
