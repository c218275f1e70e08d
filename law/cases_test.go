package law_test

import (
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/law"
)

const oneCase = `format: assent-law-cases/1
cases:
- id: T-1
  title: Active opt-in
  jurisdiction: FR
  as_of: '2026-11-18'
  recipient: consumer
  channel: email
  message: {kind: own_marketing, purpose: newsletter}
  facts:
    consents:
    - {state: given, 'on': '2026-01-10', strength: single_opt_in, channels: [email], purposes: [newsletter], party: own}
  expected:
    decision: permit
    basis: consent
    reason: CONSENT_VALID
    obligations: [OPT_OUT_LINK]
    expires_on: '2029-01-10'
`

func run(t *testing.T, text string) []law.CaseResult {
	t.Helper()
	out, err := law.RunCases(embedded(t), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestACaseThatHoldsIsOK(t *testing.T) {
	got := run(t, oneCase)
	if len(got) != 1 || !got[0].OK || got[0].ID != "T-1" || len(got[0].Got.Citations) == 0 {
		t.Errorf("%+v", got)
	}
}

func TestACaseSaysWhatDiffers(t *testing.T) {
	for _, c := range []struct{ old, new, diff string }{
		{"decision: permit", "decision: deny", "decision: want deny, got permit"},
		{"basis: consent", "basis: soft_opt_in", "basis: want soft_opt_in, got consent"},
		{"CONSENT_VALID", "NO_BASIS", "reason: want NO_BASIS, got CONSENT_VALID"},
		{"2029-01-10", "2029-01-09", "expires_on: want 2029-01-09, got 2029-01-10"},
		{"[OPT_OUT_LINK]", "[AD_LABEL]", "obligations: want AD_LABEL"},
		{"    basis:", "    without: [REMIND_BEFORE]\n    basis:", "obligations: want no REMIND_BEFORE"},
		{"    basis:", "    cites: [Some other law]\n    basis:", "cites: want Some other law, got "},
		{"    basis:", "    statute_only: deny\n    basis:", "statute_only: want deny, got permit"},
	} {
		got := run(t, strings.Replace(oneCase, c.old, c.new, 1))
		if got[0].OK || !slices.ContainsFunc(got[0].Diff, func(d string) bool { return strings.HasPrefix(d, c.diff) }) {
			t.Errorf("%s: ok %v, diff %v", c.new, got[0].OK, got[0].Diff)
		}
	}
}

func TestACaseFileThatCannotBeReadSaysWhy(t *testing.T) {
	for _, c := range []struct{ old, new, say string }{
		{"assent-law-cases/1", "assent-law-cases/9", `this program reads "assent-law-cases/1"`},
		{"  facts:", "  facts:\n    shoe_size: 44", "unknown field"},
		{"as_of: '2026-11-18'", "as_of: soon", "A moment is written"},
		{"'on': '2026-01-10'", "'on': '2026-13-10'", "A moment is written"},
		{"state: given", "state: maybe", "pending, given, refused or withdrawn"},
		{"  facts:", "  facts:\n    objections: [{scope: much, 'on': '2026-01-01'}]", "all, channel, purpose or stream"},
		{"cases:", "cases: [", "cannot be read"},
	} {
		_, err := law.RunCases(embedded(t), strings.NewReader(strings.Replace(oneCase, c.old, c.new, 1)))
		p, ok := assent.AsProblem(err)
		if !ok || !strings.Contains(p.Error(), c.say) {
			t.Errorf("%s: %v; want %q", c.new, err, c.say)
		}
	}
}

func FuzzRunCases(f *testing.F) {
	f.Add(oneCase)
	f.Add("format: assent-law-cases/1\ncases: [{id: x, as_of: '2026-02-29T24:00'}]")
	f.Add("format: assent-law-cases/1\ncases: [{id: x, as_of: '2026-02-28', facts: {inbound_texts: [{text: stop}], suppression: {}}}]")
	f.Fuzz(func(t *testing.T, text string) {
		results, err := law.RunCases(embedded(t), strings.NewReader(text))
		if _, ok := assent.AsProblem(err); err != nil && !ok {
			t.Errorf("an error that nobody can act on: %v", err)
		}
		for _, r := range results {
			if r.OK != (len(r.Diff) == 0) {
				t.Errorf("%s: ok %v with %v", r.ID, r.OK, r.Diff)
			}
		}
	})
}
