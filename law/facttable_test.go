package law_test

import (
	"strings"
	"testing"

	"assent"
	"assent/law"
)

func TestEveryFactHasOneNameATextAndASource(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range law.FactTable() {
		if f.Name == "" || f.Text == "" || f.Source == "" || f.Type == "" || f.Absent != law.Defect && f.Absent != law.Requirement {
			t.Errorf("incomplete: %+v", f)
		}
		if seen[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestTheShownLawFitsThePage(t *testing.T) {
	for _, p := range embedded(t).Jurisdictions() {
		shown, err := embedded(t).Show(p.Code, "", day(t, "2026-11-21"))
		if err != nil {
			t.Fatal(err)
		}
		var page strings.Builder
		if err := shown.WriteText(&page); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(page.String()) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > 100 {
				t.Errorf("%s: %d columns: %s", p.Code, n, line)
			}
		}
		if !strings.Contains(page.String(), "EVERY CHANNEL") || !strings.Contains(page.String(), "OBJECTION_ALL") {
			t.Errorf("%s does not say what closes every channel", p.Code)
		}
	}
}

func TestTheShownLawIsThatOfTheDay(t *testing.T) {
	for on, want := range map[string]string{"2026-08-10": "call_unless_listed", "2026-08-11": "consent_to_call, or contract_running, or press\n"} {
		shown, err := embedded(t).Show("fr", assent.LiveCall, day(t, on))
		if err != nil {
			t.Fatal(err)
		}
		var page strings.Builder
		if err := shown.WriteText(&page); err != nil || !strings.Contains(page.String(), want) {
			t.Errorf("on %s it does not say %q (%v)", on, want, err)
		}
	}
}

func TestAskingForALawThatIsNotThereSaysSo(t *testing.T) {
	if _, err := embedded(t).Show("ZZ", "", day(t, "2026-11-21")); err == nil || !strings.Contains(err.Error(), `no pack for "ZZ"`) {
		t.Errorf("%v", err)
	}
	if _, err := embedded(t).Show("FR", "pigeon", day(t, "2026-11-21")); err == nil || !strings.Contains(err.Error(), `No channel is called "pigeon"`) {
		t.Errorf("%v", err)
	}
}
