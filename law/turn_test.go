package law

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestNothingOfADecisionChangesBeforeItsTurn(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		first := b.Decide(f, q, at)
		moments := []Moment{at.Next()}
		if first.Turn != nil {
			moments = append(moments, momentAt(first.Turn.minutes()-1))
		}
		for range 10 {
			moments = append(moments, drawLater(t, at))
		}
		for _, m := range moments {
			if m.Bare || at.Bare || m.Before(at) || first.Turn != nil && !m.Before(*first.Turn) {
				continue
			}
			later := b.Decide(f, q, m)
			if first.ValidUntil == nil && later.ValidUntil != nil { // never, or beyond what is looked at
				t.Fatalf("at %s the decision never flips, at %s it does", at, m)
			}
			later.Turn = first.Turn
			if !reflect.DeepEqual(first, later) {
				t.Fatalf("%+v:\nat %s %+v\nat %s %+v\nturn %v", q, at, first, m, later, first.Turn)
			}
		}
	})
}

func TestABriefDecisionIsTheDecisionWithoutItsReasons(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		full, brief := b.Decide(f, q, at), b.Brief(f, q, at)
		for _, d := range []*Decision{&full, &brief} {
			d.Failed, d.Closed, d.Citations, d.WouldAllowIf, d.Uncertain = nil, nil, nil, nil, false
		}
		if !reflect.DeepEqual(full, brief) {
			t.Fatalf("%+v at %s:\n%+v\nbrief:\n%+v", q, at, full, brief)
		}
	})
}
