package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

// leaves is a press on the unsubscribe page.
func leaves(point assent.ID, purpose string) intake.Act {
	return intake.Act{
		Type: assent.ConsentWithdrawn, Point: point, Method: assent.UnsubscribePage, Actor: assent.Actor{Kind: assent.ActorPerson},
		Scope: &assent.Scope{Purpose: purpose, Channel: string(assent.Email)}, GranularOffered: true,
	}
}

func undoes(point, withdrawal assent.ID) intake.Act {
	return intake.Act{
		Type: assent.WithdrawalUndone, Point: point, Refers: withdrawal, Method: assent.UnsubscribePage,
		Actor: assent.Actor{Kind: assent.ActorPerson},
	}
}

func TestAWithdrawalIsUndoneWithAllThatItTookAlong(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		point := h.Record(SignUp(ana, "newsletter")).Point
		h.Record(onHerPage(point, intake.ActChoice{Purpose: "partner-offers", Channel: assent.Email}))
		h.Clock.Pass(time.Hour)
		before := h.State(ana)
		left := h.Record(leaves(point, "newsletter"))
		expect(t, h, ana, "newsletter", assent.Withdrawn)
		if noes := h.Event(left.Event).Noes; len(noes) < 2 {
			t.Fatalf("it took nothing along: %+v", noes)
		}

		h.Clock.Pass(9 * time.Minute)
		undone := h.Record(undoes(point, left.Event))
		expect(t, h, ana, "newsletter", assent.Granted)
		if again := h.Record(undoes(point, left.Event)); !again.Replayed || again.Event != undone.Event {
			t.Errorf("undone twice: %+v", again)
		}
		after := h.State(ana)
		if len(after.Noes) != len(before.Noes) {
			t.Errorf("noes are %+v, and were %+v", after.Noes, before.Noes)
		}
		for id, p := range before.Points {
			for i, y := range p.Yeses {
				if got := after.Points[id].Yeses[i]; got != y {
					t.Errorf("the yes was %+v and is %+v", y, got)
				}
			}
		}
		h.Audit()
	})
}

func TestAPressThatIsRepeatedOnAPageSaysNothingNew(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "newsletter")).Point
	first := h.Record(leaves(point, "newsletter"))
	if again := h.Record(leaves(point, "newsletter")); !again.Replayed || again.Event != first.Event {
		t.Errorf("recorded again: %+v", again)
	}
	h.Record(undoes(point, first.Event))
	if second := h.Record(leaves(point, "newsletter")); second.Replayed {
		t.Error("who leaves again after an undo has not left")
	}
	expect(t, h, ana, "newsletter", assent.Withdrawn)
}

func TestWhatCannotBeUndone(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "newsletter")).Point
	bea := h.Record(SignUp("bea@example.org", "newsletter")).Point
	oneClick := h.Record(OneClick(point))
	hers := h.Record(leaves(bea, "newsletter"))
	asked := undoes(bea, hers.Event)
	asked.Method, asked.Actor = assent.ViaAPI, assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	for says, c := range map[string]struct {
		act  intake.Act
		code string
	}{
		"a one-click":                    {undoes(point, oneClick.Event), "NOT_UNDOABLE"},
		"another woman's":                {undoes(point, hers.Event), "UNKNOWN_PERSON"},
		"what never was":                 {undoes(point, assent.ID{1}), "NOT_UNDOABLE"},
		"nothing":                        {undoes(point, assent.ID{}), "MISSING_PAYLOAD"},
		"on the word of another product": {asked, "METHOD_NOT_ALLOWED"},
	} {
		if p := h.Refused(c.act); p.Code != c.code {
			t.Errorf("%s: %s, want %s", says, p.Code, c.code)
		}
	}
	h.Clock.Pass(10*time.Minute + time.Second)
	if p := h.Refused(undoes(bea, hers.Event)); p.Code != "NOT_UNDOABLE" {
		t.Errorf("after ten minutes: %s", p.Code)
	}
	expect(t, h, "bea@example.org", "newsletter", assent.Withdrawn)
}

func TestNobodyUndoesForEver(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "newsletter")).Point
	for range 32 {
		h.Record(undoes(point, h.Record(leaves(point, "newsletter")).Event))
	}
	last := h.Record(leaves(point, "newsletter"))
	if p := h.Refused(undoes(point, last.Event)); p.Code != "NOT_UNDOABLE" {
		t.Errorf("%s", p.Code)
	}
	expect(t, h, ana, "newsletter", assent.Withdrawn)
}

func TestAFrequencyIsAWishForOneThingOrAll(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "newsletter")).Point
	wish := func(scope assent.Scope, atMost string) intake.Act {
		return intake.Act{
			Type: assent.FrequencySet, Point: point, Method: assent.UnsubscribePage, Actor: assent.Actor{Kind: assent.ActorPerson},
			Frequency: &assent.Frequency{Scope: scope, AtMost: atMost},
		}
	}
	h.Record(wish(assent.Scope{Purpose: "newsletter"}, assent.Weekly))
	h.Clock.Pass(time.Second)
	h.Record(wish(assent.Scope{Purpose: "newsletter"}, assent.Monthly))
	h.Record(wish(assent.Scope{}, assent.Weekly))
	if got := h.State(ana).Frequencies; len(got) != 2 || got[1].AtMost != assent.Monthly || got[0].Scope != assent.Everything() {
		t.Errorf("kept are %+v", got)
	}
	for _, act := range []intake.Act{wish(assent.Scope{}, "hourly"), wish(assent.Scope{Purpose: "nothing"}, assent.Weekly)} {
		h.Refused(act)
	}
}
