package decide_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	. "assent/intake/intaketest"
)

func TestEveryoneIsCountedByAnswerAndPlace(t *testing.T) {
	h := New(t)
	d := indexed(t, h)
	q := assent.Question{Channel: assent.Email, Purpose: "newsletter"}
	count := func() map[string]int {
		t.Helper()
		groups, _, err := d.Counts(t.Context(), h.Org, q)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]int{}
		for _, g := range groups {
			out[fmt.Sprintf("%s %s %s", g.Decision, g.Country, g.Language)] += g.Points
		}
		return out
	}
	expect := func(want map[string]int) {
		t.Helper()
		if got := count(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	var last assent.ID
	for i := range 30 {
		act := SignUp(fmt.Sprintf("p%d@example.org", i), "newsletter")
		if i%3 == 0 {
			act.Attributes = &assent.Attributes{Country: "AT", Language: "de"}
		}
		last = h.Record(act).Point
	}
	h.Record(Claim("phone@example.org", "newsletter", time.Time{}))
	h.Record(Link(Email("phone@example.org"), assent.Contactable{Phone: "+33639980123"})) // no e-mail reaches a phone
	expect(map[string]int{"allow AT de": 10, "allow FR fr": 20, "allow  ": 1})
	h.Record(OneClick(last))
	expect(map[string]int{"allow AT de": 10, "allow FR fr": 19, "deny FR fr": 1, "allow  ": 1})
	h.Clock.Pass(5 * 365 * 24 * time.Hour)
	fresh := indexed(t, h)
	years := count()
	d = fresh
	expect(years)
}
