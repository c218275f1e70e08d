package main

import "testing"

func TestAllContestantsAnswerAlike(t *testing.T) {
	c, err := newContest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	permits, err := c.agree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if permits < agreed/10 || permits > agreed*9/10 {
		t.Errorf("%d of %d are permitted: the questions are too much alike to compare on", permits, agreed)
	}
}

func TestEveryRuleOfTheTableIsBothTrueAndFalseSomewhere(t *testing.T) {
	w := newWalker()
	inputs := draw(questions)
	for i, r := range w.rules {
		var seen [2]bool
		for _, in := range inputs {
			seen[map[bool]int{false: 0, true: 1}[w.rules[i].holds(in)]] = true
		}
		if seen != [2]bool{true, true} {
			t.Errorf("%s never changes over %d questions", r.name, questions)
		}
	}
}
