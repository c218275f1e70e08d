package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	. "assent/intake/intaketest"
	"assent/store"
	"assent/vault"
)

// kept opens what is kept of an erased person; nil if there is nothing.
func kept(t *testing.T, h *House, person assent.ID) []vault.Kept {
	t.Helper()
	var out []vault.Kept
	err := h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
		c, found, err := v.Capsule(person)
		if err != nil || !found {
			return err
		}
		k, _, err := v.RetentionKey(c.Month)
		if err != nil {
			return err
		}
		key, err := h.Vault.Unwrap(k.Wrapped)
		if err != nil {
			return err
		}
		out, err = h.Custodian().OpenCapsule(key, person, c.Data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOfTheErasedOnlyTheAddressIsKeptAndOnlyForTheCustodian(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		act := SignUp(ana, "newsletter")
		act.Personal = map[string]string{"name": "Ana Byrne", "note": "likes huts"}
		r := h.Record(act)
		asked := h.Event(r.Event)
		h.Record(Link(Email(ana), assent.Contactable{Phone: "+33639980123"}))
		e := h.Event(h.Record(erase(ana)).Event)
		if e.Erasure == nil || e.Erasure.Suppressions != 2 || e.Erasure.KeepUntil != "2031-11-30" { // FR: five years
			t.Fatalf("the erasure says %+v", e.Erasure)
		}
		got := kept(t, h, r.Person)
		if len(got) != 2 || got[0].Event != r.Event || len(got[0].Openings) != 1 || got[1].Openings[0].Value != "+33639980123" {
			t.Fatalf("kept is %v", got)
		}
		if o := got[0].Openings[0]; o.Value != ana || !o.Opens(asked.Sealed[0]) {
			t.Errorf("it does not open the proof: %v", o)
		}
	})
}

func TestWhatIsKeptIsDestroyedWhenItsTimeIsOver(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		first := h.Record(SignUp(ana, "newsletter")).Person
		h.Record(erase(ana))
		h.Clock.Pass(40 * 24 * time.Hour)
		second := h.Record(SignUp("ben@example.org", "newsletter")).Person
		h.Record(erase("ben@example.org"))

		ends := time.Date(2031, 12, 1, 0, 0, 0, 0, time.UTC)
		h.Clock.Pass(ends.Add(-time.Hour).Sub(h.Clock.Now()))
		if ended := endRetention(t, h); len(ended) != 0 || kept(t, h, first) == nil {
			t.Fatalf("%v ended on the last day", ended)
		}
		h.Clock.Pass(time.Hour)
		if ended := endRetention(t, h); len(ended) != 1 || ended[0] != "2031-11" {
			t.Fatalf("ended: %v", ended)
		}
		if kept(t, h, first) != nil || kept(t, h, second) == nil {
			t.Error("the wrong month was destroyed")
		}
		if again := endRetention(t, h); len(again) != 0 {
			t.Errorf("ended again: %v", again)
		}
		h.Audit()
		if p := h.Refused(Import(Claim(ana, "newsletter", time.Time{}), "run-1")); p.Code != "ADDRESS_ERASED" {
			t.Errorf("she can be imported again: %s", p.Detail)
		}
	})
}

func endRetention(t *testing.T, h *House) []string {
	t.Helper()
	ended, err := h.Intake.EndRetention(t.Context(), h.Org)
	if err != nil {
		t.Fatal(err)
	}
	return ended
}

func TestHowLongProofIsKept(t *testing.T) {
	none, two := 0, 2
	for _, c := range []struct {
		name, country string
		retention     *catalogue.Retention
		want          assent.Day
	}{
		{"as the organisation's country says where hers is unknown", "", nil, "2031-11-30"},
		{"as her country says", "CA-QC", nil, "2029-11-30"},
		{"six years in the United Kingdom", "GB", nil, "2032-11-30"},
		{"five years where no law is named", "PT", nil, "2031-11-30"},
		{"as the settings say", "GB", &catalogue.Retention{ProofMonths: &two}, "2027-01-31"},
		{"not at all", "GB", &catalogue.Retention{ProofMonths: &none}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := New(t)
			s := Items()[0].(*catalogue.Settings)
			s.Retention = c.retention
			h.Publish(s)
			act := Claim(ana, "newsletter", time.Time{})
			if c.country != "" {
				act.Attributes = &assent.Attributes{Country: c.country}
			}
			person := h.Record(act).Person
			got := h.Event(h.Record(erase(ana)).Event).Erasure.KeepUntil
			if got != c.want || (kept(t, h, person) != nil) != (c.want != "") {
				t.Errorf("kept until %q", got)
			}
		})
	}
}

func TestAnAddressThatIsErasedTwiceIsOnTheListOnce(t *testing.T) {
	h := New(t)
	h.Record(SignUp(ana, "newsletter"))
	h.Record(erase(ana))
	h.Record(Confirm(h.Record(SignUp(ana, "newsletter")))) // she came back herself
	expect(t, h, ana, "newsletter", assent.Granted)
	e := h.Event(h.Record(erase(ana)).Event)
	if e.Erasure.Suppressions != 0 {
		t.Errorf("%d were added", e.Erasure.Suppressions)
	}
}
