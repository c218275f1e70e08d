package law_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"assent/law"
)

func TestEveryMutantIsNoticed(t *testing.T) {
	report := embedded(t).CheckMutants()
	for _, s := range slices.Concat(report.Survivors, report.Stale) {
		t.Errorf("%s %s: %s", s.Pack, s.Rule, s.Text)
	}
	for _, p := range report.Packs {
		t.Logf("%s: %d of %d mutants noticed, %d equivalent: %.1f %%", p.Pack, p.Noticed, p.Mutants, p.Equivalent, p.Score())
	}
}

// written is the case that Narnia's only condition needs.
const written = `format: assent-law-cases/1
cases:
- id: NA-1
  title: Not in writing
  jurisdiction: NA
  as_of: '2026-11-18'
  recipient: consumer
  channel: email
  message: {kind: own_marketing, purpose: newsletter}
  facts: {consents: [{state: given, 'on': '2026-01-10', strength: double_opt_in, channels: [email], purposes: [newsletter], party: own}]}
  expected: {decision: deny, basis: none, reason: WRITTEN_CONSENT_REQUIRED}
`

func narniaMutants(t *testing.T, files map[string]string) law.MutationReport {
	t.Helper()
	dir := fstest.MapFS{"na/pack.yaml": {Data: []byte(narnia)}}
	for name, text := range files {
		dir["na/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, err := law.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b.CheckMutants("NA")
}

func names(list []law.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Rule)
	}
	return out
}

func TestAMutantSurvivesWhereNoCaseLooks(t *testing.T) {
	const forgot = "bases.consent.needs: drop written"
	if got := names(narniaMutants(t, nil).Survivors); !slices.Contains(got, forgot) {
		t.Errorf("without cases %q is noticed; survivors are %q", forgot, got)
	}
	if got := names(narniaMutants(t, map[string]string{"cases.yaml": written}).Survivors); slices.Contains(got, forgot) {
		t.Errorf("%q survives the case that needs it", forgot)
	}
}

func TestAMutantThatIsProvenHarmlessIsCountedApart(t *testing.T) {
	const proven = `- {mutant: "bases.consent.needs: drop stands", proof: The gate "withdrawn" closes whenever the condition fails.}`
	report := narniaMutants(t, map[string]string{"cases.yaml": written, "equivalent.yaml": proven})
	if len(report.Survivors) > 0 || len(report.Stale) > 0 || report.Packs[0].Equivalent != 1 || report.Packs[0].Score() != 100 {
		t.Errorf("%+v", report)
	}
}

func TestAProofOfNothingIsAnError(t *testing.T) {
	for _, text := range []string{
		`- {mutant: "bases.consent.needs: drop written", proof: Nobody writes in winter.}`, // noticed by the case
		`- {mutant: "bases.consent.needs: drop faun", proof: There is none.}`,              // not there
		`- {mutant: "bases.consent.needs: drop stands", proof: ""}`,
	} {
		report := narniaMutants(t, map[string]string{"cases.yaml": written, "equivalent.yaml": text})
		if len(report.Stale) != 1 {
			t.Errorf("%s: %+v", text, report)
		}
	}
}
