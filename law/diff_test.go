package law_test

import (
	"strings"
	"testing"

	"assent/law"
)

func difference(t *testing.T, code, from, to string) (law.Difference, string) {
	t.Helper()
	d, err := embedded(t).Diff(code, day(t, from), day(t, to))
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := d.WriteText(&page); err != nil {
		t.Fatal(err)
	}
	return d, page.String()
}

func TestTheNewLawOfCallsIsToldInWords(t *testing.T) {
	d, page := difference(t, "fr", "2026-08-10", "2026-08-11")
	if len(d.Days) != 1 || d.Days[0] != day(t, "2026-08-11") {
		t.Errorf("changes on %v", d.Days)
	}
	for _, want := range []string{
		"CALL BY A PERSON",
		"consumer · own marketing, charity own, charity other",
		"before: consent_to_call, or contract_running, or press, or call_unless_listed",
		"then: consent_to_call, or contract_running, or press\n",
		"+ needs now, else CONSENT_EXPIRED: The consent to calls is older than one year.",
		"− call_unless_listed (legitimate_interest)",
		"+ REFUSED_IN_CALL: The consumer refused during a call and must not be called again.",
		"− REFUSED_IN_CALL: The consumer refused during a call less than 60 days ago.",
		"+ KEEP_PROOF_UNTIL",
		"− CHECK_REGISTER",
		"§ Code de la consommation, art. R. 223-6",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %q in\n%s", want, page)
		}
	}
	for line := range strings.Lines(page) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

func TestTheDifferenceOfADayToItselfIsNothing(t *testing.T) {
	for _, p := range embedded(t).Jurisdictions() {
		if d, page := difference(t, p.Code, "2026-11-18", "2026-11-18"); !d.None() || !strings.Contains(page, "Nothing changes.") {
			t.Errorf("%s: %s", p.Code, page)
		}
	}
}

func TestTheHoursOfCallsBeginWithTheirGate(t *testing.T) {
	if _, page := difference(t, "FR", "2023-02-28", "2023-03-01"); !strings.Contains(page, "Mon-Fri 10:00-13:00, 14:00-20:00") {
		t.Errorf("no hours in\n%s", page)
	}
}

func TestBackwardsWhatBeganEnds(t *testing.T) {
	there, _ := difference(t, "FR", "2026-08-10", "2026-08-11")
	back, _ := difference(t, "FR", "2026-08-11", "2026-08-10")
	if len(there.Gates) != len(back.Gates) || len(there.Cells) != len(back.Cells) {
		t.Fatalf("there %+v, back %+v", there, back)
	}
	for i, c := range there.Cells {
		if strings.Join(c.Before, " ") != strings.Join(back.Cells[i].After, " ") {
			t.Errorf("%v before, %v after", c.Before, back.Cells[i].After)
		}
	}
}

func TestTheDifferenceOfALawThatIsNotThereSaysSo(t *testing.T) {
	if _, err := embedded(t).Diff("ZZ", day(t, "2026-01-01"), day(t, "2026-02-01")); err == nil || !strings.Contains(err.Error(), `no pack for "ZZ"`) {
		t.Errorf("%v", err)
	}
}

func TestOnEveryDayThatIsListedAsAChangeSomethingChanges(t *testing.T) {
	b := embedded(t)
	for _, p := range b.Jurisdictions() {
		shown, err := b.Show(p.Code, "", p.State)
		if err != nil {
			t.Fatal(err)
		}
		for _, on := range shown.Changes {
			if d, err := b.Diff(p.Code, on-1, on); err != nil || d.None() {
				t.Errorf("%s lists %s, on which nothing changes (%v)", p.Code, on, err)
			}
		}
	}
}

func TestAnActThatReplacesAnotherWithTheSameRulesIsNoChange(t *testing.T) {
	if shown, err := embedded(t).Show("AT", "", day(t, "2026-11-21")); err != nil || len(shown.Changes) != 0 {
		t.Errorf("the law of Austria changes on %v (%v)", shown.Changes, err)
	}
}
