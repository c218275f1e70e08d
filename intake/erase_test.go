package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/store"
)

func erase(email string) intake.Act {
	return intake.Act{Type: assent.PersonErased, Contact: Email(email), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}}
}

func TestAnErasedPersonCannotBeReadOrImportedAgain(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		signUp := SignUp(ana, "newsletter")
		signUp.Personal = map[string]string{"name": "Ana"}
		r := h.Record(signUp)
		h.Record(erase(ana))

		err := h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
			sealed, err := v.Sealed(r.Event)
			if sealed != nil {
				t.Error("sealed values are left")
			}
			if p, _, _ := v.Person(r.Person); p.Wrapped != nil {
				t.Error("her key is left")
			}
			if points, _ := v.PointsOf(r.Person); len(points) > 0 {
				t.Error("a contact point leads back to her")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if p := h.Refused(Import(Claim(ana, "newsletter", time.Time{}), "run-1")); p.Code != "ADDRESS_ERASED" {
			t.Errorf("got %s: %s", p.Code, p.Detail)
		}
	})
}

func TestAnErasedPersonComesBackOnlyByHerOwnConfirmation(t *testing.T) {
	h := New(t)
	h.Record(SignUp(ana, "newsletter"))
	h.Record(erase(ana))
	h.Record(Claim(ana, "newsletter", time.Time{}))
	if got := stands(h, ana, "newsletter"); got == assent.Granted {
		t.Error("a claim has revived an erased person")
	}
	h.Record(Confirm(h.Record(SignUp(ana, "newsletter"))))
	expect(t, h, ana, "newsletter", assent.Granted)
}

func TestNoPersonalValueStandsInTheLog(t *testing.T) {
	h := New(t)
	act := SignUp(ana, "newsletter")
	act.Personal = map[string]string{"name": "Canary Bird"}
	e := h.Event(h.Record(act).Event)
	if len(e.Sealed) != 2 || e.Sealed[0].Name != "address" || e.Sealed[1].Name != "name" {
		t.Fatalf("the event seals %v, want address and name", e.Sealed)
	}
	err := h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
		sealed, err := v.Sealed(e.ID)
		if err != nil {
			return err
		}
		p, _, err := v.Record(e.Person)
		if err != nil {
			return err
		}
		key, err := h.Vault.Unwrap(p.Wrapped)
		if err != nil {
			return err
		}
		openings, err := key.OpenOpenings(e.ID, sealed)
		if err != nil {
			return err
		}
		for i, want := range []string{ana, "Canary Bird"} {
			if openings[i].Value != want || !openings[i].Opens(e.Sealed[i]) {
				t.Errorf("opening %d does not open its commitment", i)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstSignUpAfterAnErasureMustBeConfirmed(t *testing.T) {
	h := New(t)
	h.Record(SignUp(ana, "newsletter"))
	h.Record(erase(ana))
	if r := h.Record(SignUp(ana, "newsletter")); !r.Confirm {
		t.Error("a stranger can bring an erased person back with a form")
	}
	expect(t, h, ana, "newsletter", assent.Pending)
}
