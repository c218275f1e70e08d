package law_test

import (
	"testing"

	"assent"
	"assent/law"
)

func TestAtAnyHourNoHourStandsInTheWay(t *testing.T) {
	yes := subscribed(t, "2026-10-01")
	yes.Channels, yes.DatedDigitalProof = []assent.Channel{assent.LiveCall}, law.True
	facts := &law.Facts{Consents: []law.Consent{yes}}
	q := newsletter("FR")
	q.Channel = assent.LiveCall
	sunday := moment(t, "2026-11-22T04:00")
	if d := embedded(t).Decide(facts, q, sunday); d.Permit || d.Reason != assent.ReasonQuietHours {
		t.Fatalf("a call on Sunday night: permit %v, %s", d.Permit, d.Reason)
	}
	q.AtAnyHour = true
	d := embedded(t).Decide(facts, q, sunday)
	if !d.Permit || d.ValidUntil == nil || *d.ValidUntil != moment(t, "2027-10-02T00:00") {
		t.Errorf("at any hour: permit %v until %v, want until the year is over", d.Permit, d.ValidUntil)
	}
}

func TestALawThatEndedCanStillBeAsked(t *testing.T) {
	facts := &law.Facts{Registers: []law.Register{{ID: "bloctel", Listed: law.False, CheckedOn: day(t, "2026-08-01")}}}
	q := newsletter("FR")
	q.Channel = assent.LiveCall
	after := moment(t, "2026-08-11T11:00")
	if d := embedded(t).Decide(facts, q, after); d.Permit {
		t.Fatalf("after the change: %s", d.Reason)
	}
	q.UnderLawOf = day(t, "2026-08-10")
	if d := embedded(t).Decide(facts, q, after); !d.Permit || d.Reason != assent.ReasonOptOutRegime {
		t.Errorf("under the law of the day before: permit %v, %s", d.Permit, d.Reason)
	}
}
