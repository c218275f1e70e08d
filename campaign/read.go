package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"assent"
	"assent/sheet"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// ReadPlan reads a plan as YAML or JSON. What it says too much is a Problem that names it.
func ReadPlan(r io.Reader) (Plan, error) {
	const limit = 256 << 10
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return Plan{}, err
	}
	if len(data) > limit {
		return Plan{}, assent.Problemf("PLAN_TOO_LARGE", "The file is larger than %d bytes.", limit)
	}
	if err := checkYAML(data); err != nil {
		return Plan{}, err
	}
	body, err := yaml.YAMLToJSON(data)
	if err != nil {
		return Plan{}, notYAML(err)
	}
	var p Plan
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return Plan{}, assent.Problemf("BAD_PLAN", "The file does not describe a campaign: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	return p, nil
}

func notYAML(err error) error {
	return assent.Problemf("BAD_PLAN", "The file is not YAML: %s", strings.SplitN(yaml.FormatError(err, false, false), "\n", 2)[0])
}

// checkYAML refuses a file that stands for more than it says: by references, a few lines become gigabytes.
func checkYAML(data []byte) error {
	const brackets, dashes = 500, 20 // of a file, and of one line: the parser takes gigabytes for deep ones
	deep := bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) > brackets
	for line := range bytes.Lines(data) {
		deep = deep || bytes.Count(line, []byte("- ")) > dashes || bytes.Count(line, []byte("? ")) > dashes
	}
	if deep {
		return assent.Problemf("BAD_PLAN", "The file is nested deeper than any plan; write it as in the example.")
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return notYAML(err)
	}
	found := false
	for _, doc := range file.Docs {
		ast.Walk(references(func() { found = true }), doc)
	}
	if found {
		return assent.Problemf("BAD_PLAN", "The file refers to its own parts (& and *); write them out.")
	}
	return nil
}

// references calls back for each anchor and each alias of a file.
type references func()

// Visit looks at one node.
func (r references) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		r()
	}
	return r
}

// MaxAudience is how many contacts one campaign may have.
const MaxAudience = 50

// Contact is one row of an audience.
type Contact struct {
	Line  int    // of the file
	Email string // personal; never kept
}

// ReadAudience reads the contacts of a CSV file: its column of e-mail addresses, whatever else it has. A row
// that cannot be read has no address, and is left out later. Problems: NO_EMAIL_COLUMN, and AUDIENCE_TOO_LARGE
// for more than [MaxAudience] contacts.
func ReadAudience(r io.Reader) ([]Contact, error) {
	table, err := sheet.NewReader(r)
	if err != nil {
		return nil, err
	}
	column := -1
	for i, title := range table.Header() {
		if sheet.Contact(title) == "email" {
			column = i
			break
		}
	}
	if column < 0 {
		return nil, assent.Problemf("NO_EMAIL_COLUMN", "No column of the file is named email; name the one with the addresses so.").In("audience")
	}
	var out []Contact
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("audience: %w", err)
		}
		c := Contact{Line: row.Line}
		if row.Fault == nil && column < len(row.Fields) {
			c.Email = strings.TrimSpace(row.Fields[column])
		}
		if out = append(out, c); len(out) > MaxAudience {
			return nil, tooLarge()
		}
	}
}

func tooLarge() error {
	return assent.Problemf("AUDIENCE_TOO_LARGE", "A campaign may ask %d contacts at most; divide the audience, and ask those first whom you know best.", MaxAudience).
		In("audience").OfKind(assent.Unusable)
}
