package law

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTheAnswerHoldsUntilItsEndAndFlipsThere(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		d := b.Decide(f, q, at)
		if d.ValidUntil != nil {
			if b.Permits(f, q, *d.ValidUntil) == d.Permit {
				t.Fatalf("%+v: %v at %s is said to end at %s, and does not", q, d.Permit, at, d.ValidUntil)
			}
			if before := momentAt(d.ValidUntil.minutes() - 1); b.Permits(f, q, before) != d.Permit {
				t.Fatalf("%+v: %v at %s is said to hold until %s, but has ended at %s", q, d.Permit, at, d.ValidUntil, before)
			}
		}
		for range 20 {
			m := drawLater(t, at)
			if (d.ValidUntil == nil || m.Before(*d.ValidUntil)) && b.Permits(f, q, m) != d.Permit {
				t.Fatalf("%+v: %v at %s is said to hold until %v, but not at %s", q, d.Permit, at, d.ValidUntil, m)
			}
		}
	})
}
