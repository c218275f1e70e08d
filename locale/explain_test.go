package locale

import (
	"strings"
	"testing"
	"time"

	"assent"
)

func TestADecisionIsExplainedInOneParagraph(t *testing.T) {
	until := time.Date(2029, 1, 11, 0, 0, 0, 0, time.UTC)
	norm := assent.Citation{Law: "CPCE", Article: "L. 34-5"}
	allow := &assent.Decision{Decision: assent.Allow, Basis: assent.ConsentBasis, Reason: assent.ReasonConsentValid,
		Citations: []assent.Citation{norm, {Law: "GDPR", Article: "art. 7"}, norm, {Law: "CPCE", Article: "R. 10"}}, ValidUntil: &until, Jurisdiction: "FR"}
	deny := &assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: assent.ReasonDoiPending, Uncertain: true,
		Citations: []assent.Citation{norm}, Jurisdiction: "FR", WouldAllowIf: [][]string{{"confirmed"}, {"dealing", "paused_until:2026-12-01"}}}
	l := load(t)
	for _, c := range []struct {
		lang string
		d    *assent.Decision
		want string
	}{
		{"en", allow, "Yes: this message may be sent. The person has given a consent that stands. Basis: consent. Norms: CPCE L. 34-5, R. 10; GDPR art. 7. " +
			"This holds until 11 January 2029 at 00:00 UTC, unless something changes before."},
		{"de", allow, "Ja: Diese Nachricht darf gesendet werden. Die Person hat eine gültige Einwilligung erteilt. Grundlage: Einwilligung. " +
			"Vorschriften: CPCE L. 34-5, R. 10; GDPR art. 7. Das gilt bis zum 11. Januar 2029 um 00:00 UTC, wenn sich vorher nichts ändert."},
		{"en", deny, "No: this message may not be sent. The person has signed up but has not confirmed yet. Norms: CPCE L. 34-5. " +
			"The law is not settled on this point. It may be sent if the person confirms the sign-up from the address itself, " +
			"or if the person is a customer and every condition of the rule for customers is met and the pause that runs until 1 December 2026 is over."},
		{"nl", deny, "Nee: dit bericht mag niet worden verstuurd. De persoon heeft zich aangemeld, maar nog niet bevestigd. Bepalingen: CPCE L. 34-5. " +
			"Het recht staat op dit punt niet vast. Het mag worden verstuurd als de persoon de aanmelding vanaf het adres zelf bevestigt, " +
			"of als de persoon klant is en aan alle voorwaarden van de regel voor klanten is voldaan en de pauze die tot en met 1 december 2026 loopt, voorbij is."},
	} {
		if got := l.Printer(c.lang).Explain(c.d); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.lang, got, c.want)
		}
	}
}

func TestAnExplanationLeavesNothingOpenInAnyLanguage(t *testing.T) {
	until := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	var names []string
	for name := range packNames(t) {
		names = append(names, name)
	}
	l := load(t)
	for _, lang := range l.Languages() {
		p := l.Printer(lang.Code)
		for _, verdict := range []assent.Verdict{assent.Allow, assent.Deny} {
			got := p.Explain(&assent.Decision{Decision: verdict, Basis: assent.ConsentBasis, Reason: assent.ReasonNoBasis, Uncertain: true,
				Citations: []assent.Citation{{Law: "X"}}, ValidUntil: &until, WouldAllowIf: [][]string{names, {"consent_to:club"}}})
			if strings.ContainsAny(got, "{}") || strings.Contains(got, "  ") {
				t.Errorf("%s: %s", lang.Code, got)
			}
		}
	}
}

func TestOneNameMayMeanAnotherThingInAnotherCountry(t *testing.T) {
	p := load(t).Printer("en")
	for name, want := range map[[2]string]string{
		{"FR", "within_a_year"}:  "the person renews the consent",
		{"ES", "within_a_year"}:  "the contract ended less than a year ago, or the person has turned to the company since",
		{"ES", "consent_to:tea"}: "the person also agrees to “tea”",
		{"XX", "moon_is_full"}:   "the condition “moon_is_full” is met",
	} {
		if got := p.Change(name[0], name[1]); got != want {
			t.Errorf("%v: %q", name, got)
		}
	}
}

func TestWhatChangesTogetherIsSaidOnce(t *testing.T) {
	p := load(t).Printer("en")
	got := p.Changes("UK", [][]string{{"not_on_tps", "not_on_tps_for_28_days", "tps_checked"}})
	if want := "the person is not on the opposition list and the opposition list has just been checked"; got != want {
		t.Errorf("got %q", got)
	}
	if got := p.Changes("UK", nil); got != "" {
		t.Errorf("nothing can change, but it says %q", got)
	}
}
