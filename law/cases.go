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
	Without     []string   `json:"without,omitzero"`      // wanted: codes that are not among the obligations
	Cites       []string   `json:"cites,omitzero"`        // wanted: law and article of norms that are among the citations
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
	ready, err := c.ready()
	if err != nil {
		return CaseResult{}, err
	}
	res := CaseResult{ID: c.ID, Want: ready.want, Got: ready.answer(b)}
	res.Diff = differences(res.Want, res.Got)
	res.OK = len(res.Diff) == 0
	return res, nil
}

// readyCase is a case as read, which can be put to many books.
type readyCase struct {
	facts *Facts
	q     Question
	at    Moment
	want  CaseAnswer
}

func (c *workedCase) ready() (readyCase, error) {
	facts, q, at, err := c.question()
	return readyCase{facts, q, at, c.Expected.answer()}, in(c.ID, err)
}

// answer puts the case to a book. How long the answer holds is not asked.
func (c readyCase) answer(b *Book) CaseAnswer {
	d, _ := b.decide(c.facts, &c.q, c.at)
	got := answerOf(d)
	bare := c.q
	bare.Profile = StatuteOnly
	got.StatuteOnly = permitOrDeny(b.Permits(c.facts, bare, c.at))
	return got
}

func (c readyCase) holds(b *Book) bool { return len(differences(c.want, c.answer(b))) == 0 }

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
	for _, code := range want.Without {
		if slices.ContainsFunc(got.Obligations, func(o string) bool { return o == code || strings.HasPrefix(o, code+":") }) {
			out = append(out, "obligations: want no "+code)
		}
	}
	for _, norm := range want.Cites {
		if !slices.ContainsFunc(got.Citations, func(c Citation) bool { return c.norm() == norm }) {
			out = append(out, fmt.Sprintf("cites: want %s, got %s", norm, joined(got.Citations, Citation.norm)))
		}
	}
	return out
}
