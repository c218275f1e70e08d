package decide_test

import (
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	. "assent/intake/intaketest"

	"github.com/google/go-cmp/cmp"
)

// Two causes by which an answer turns that random histories seldom meet.

// agree asks a desk that reads the store and one that keeps its decisions, which must say the same, and returns what they say.
func agree(t *testing.T, h *House, told, kept *decide.Desk, q assent.Question, to assent.Contactable) assent.Decision {
	t.Helper()
	q.Explain = assent.ExplainCodes
	want, err := told.MaySendAll(t.Context(), h.Org, q, []assent.Contactable{to})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time from what was kept
		got, err := kept.MaySendAll(t.Context(), h.Org, q, []assent.Contactable{to})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("at %s (store -, kept +):\n%s", h.Clock.Now(), diff)
		}
	}
	return want[0]
}

// until has the clock of a house stand at a moment.
func until(h *House, at time.Time) { h.Clock.Pass(at.Sub(h.Clock.Now())) }

func TestWhatIsKeptTurnsWithTheClocksOfSummerAndWinter(t *testing.T) {
	for _, c := range []struct {
		zone  string
		night time.Time // on which its clocks change
	}{
		{"Australia/Sydney", time.Date(2027, 4, 3, 16, 0, 0, 0, time.UTC)},
		{"Australia/Sydney", time.Date(2027, 10, 2, 16, 0, 0, 0, time.UTC)},
		{"Australia/Lord_Howe", time.Date(2027, 4, 3, 15, 0, 0, 0, time.UTC)}, // by half an hour
		{"America/Los_Angeles", time.Date(2027, 3, 14, 10, 0, 0, 0, time.UTC)},
	} {
		h := New(t)
		h.Publish(&catalogue.Purpose{
			ID: "calls", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Calls"}, Sentences: catalogue.Texts{"en": "Yes"},
			Channels: []assent.Channel{assent.LiveCall},
		})
		told, kept := desk(t, h), indexed(t, h)
		until(h, c.night.Add(-40*time.Hour))
		phone := assent.Contactable{Phone: "+33639980123"}
		yes := Claim("", "calls", h.Clock.Now().Add(-time.Hour))
		yes.Contact, yes.Choices[0].Channel = phone, assent.LiveCall
		yes.Attributes = &assent.Attributes{Country: "AU", Language: "en", Kind: assent.Consumer, TimeZone: c.zone}
		h.Record(yes)
		answers := map[assent.Reason]int{}
		for range 160 { // three and a half days around it, by the half hour
			h.Clock.Pass(30 * time.Minute)
			d := agree(t, h, told, kept, assent.Question{Channel: assent.LiveCall, Purpose: "calls"}, phone)
			answers[d.Reason]++
		}
		if answers["CONSENT_VALID"] == 0 || answers["QUIET_HOURS"] == 0 {
			t.Errorf("%s: %v, want some of both", c.zone, answers)
		}
	}
}

func TestWhatIsKeptTurnsWhenASignUpThatNobodyConfirmedLapses(t *testing.T) {
	h := New(t)
	told, kept := desk(t, h), indexed(t, h)
	request := h.Record(SignUp(ana, "club"))
	signed := h.Event(request.Event).Received
	club := assent.Question{Channel: assent.Email, Purpose: "club"}
	for _, at := range []struct {
		after time.Duration
		want  assent.Reason
	}{
		{time.Minute, "DOI_PENDING"}, {assent.RequestLife - time.Minute, "DOI_PENDING"}, {assent.RequestLife - time.Millisecond, "DOI_PENDING"},
		{assent.RequestLife, "DOI_PENDING"}, {assent.RequestLife + time.Millisecond, "NO_BASIS"}, {assent.RequestLife + time.Minute, "NO_BASIS"},
	} {
		until(h, signed.Add(at.after))
		if got := agree(t, h, told, kept, club, Email(ana)); got.Reason != at.want {
			t.Errorf("%s after she signed up: %s %s, want %s", at.after, got.Decision, got.Reason, at.want)
		}
	}
	h.Clock.Pass(time.Minute)
	h.Record(SignUp(ana, "club"))
	if got := agree(t, h, told, kept, club, Email(ana)); got.Reason != "DOI_PENDING" {
		t.Errorf("asked anew: %s", got.Reason)
	}
}
