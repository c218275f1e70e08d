package law

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"assent"
)

// CaseResult is what became of one worked case.
type CaseResult struct {
	ID   string     `json:"id"`
	OK   bool       `json:"ok"`
	Want CaseAnswer `json:"want"`
	Got  CaseAnswer `json:"got"`
	Diff []string   `json:"diff,omitzero"` // what differs, one sentence each
}

// CaseAnswer is a decision in the words of a case file.
type CaseAnswer struct {
	Decision    string     `json:"decision"` // permit, deny
	Basis       string     `json:"basis"`
	Reason      string     `json:"reason"`
	Obligations []string   `json:"obligations,omitzero"` // wanted: at least these
	ExpiresOn   string     `json:"expires_on,omitzero"`
	StatuteOnly string     `json:"statute_only,omitzero"` // the decision in that profile
	Citations   []Citation `json:"citations,omitzero"`
}

// RunCases decides every case of a file in the format assent-law-cases/1. A key that the
// format does not have is a Problem that names the line.
func RunCases(b *Book, r io.Reader) ([]CaseResult, error) {
	file, err := readCases(r)
	if err != nil {
		return nil, err
	}
	out := make([]CaseResult, len(file.Cases))
	for i := range file.Cases {
		if out[i], err = file.Cases[i].run(b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

const casesFormat = "assent-law-cases/1"

func readCases(r io.Reader) (*caseFile, error) {
	var file caseFile
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&file); err != nil {
		return nil, assent.Problemf("LAW_CASES", "The cases cannot be read: %s", yaml.FormatError(err, false, true))
	}
	if file.Format != casesFormat {
		return nil, assent.Problemf("LAW_CASES", "The file says format %q; this program reads %q.", file.Format, casesFormat)
	}
	return &file, nil
}

func (c *workedCase) run(b *Book) (CaseResult, error) {
	facts, q, at, err := c.question()
	if err != nil {
		return CaseResult{}, in(c.ID, err)
	}
	d := b.Decide(facts, q, at)
	res := CaseResult{ID: c.ID, Want: c.Expected.answer(), Got: answerOf(d)}
	q.Profile = StatuteOnly
	res.Got.StatuteOnly = permitOrDeny(b.Permits(facts, q, at))
	res.Diff = differences(res.Want, res.Got)
	res.OK = len(res.Diff) == 0
	return res, nil
}

func permitOrDeny(permit bool) string {
	if permit {
		return "permit"
	}
	return "deny"
}

func answerOf(d Decision) CaseAnswer {
	v := CaseAnswer{Decision: permitOrDeny(d.Permit), Basis: string(d.Basis), Reason: string(d.Reason), Citations: d.Citations}
	for _, o := range d.Obligations {
		v.Obligations = append(v.Obligations, o.String())
	}
	if d.ExpiresOn != nil {
		v.ExpiresOn = d.ExpiresOn.String()
	}
	return v
}

// differences compares. What a case does not say about expiry is not compared; its
// obligations are a minimum; the bare statute decides as the prudent profile unless it says so.
func differences(want, got CaseAnswer) []string {
	var out []string
	differ := func(what, w, g string) {
		if w != g {
			out = append(out, fmt.Sprintf("%s: want %s, got %s", what, w, g))
		}
	}
	differ("decision", want.Decision, got.Decision)
	differ("basis", want.Basis, got.Basis)
	differ("reason", want.Reason, got.Reason)
	if want.ExpiresOn != "" {
		differ("expires_on", want.ExpiresOn, got.ExpiresOn)
	}
	differ("statute_only", cmp.Or(want.StatuteOnly, want.Decision), got.StatuteOnly)
	for _, o := range want.Obligations {
		if !slices.Contains(got.Obligations, o) {
			out = append(out, fmt.Sprintf("obligations: want %s, got %s", o, strings.Join(got.Obligations, " ")))
		}
	}
	return out
}
