package law_test

import (
	"slices"
	"testing"

	"assent"
	"assent/law"
)

func newsletter(jurisdiction string) law.Question {
	return law.Question{Jurisdiction: jurisdiction, Recipient: assent.Consumer, Channel: assent.Email,
		Kind: assent.OwnMarketing, Purpose: "newsletter"}
}

func subscribed(t testing.TB, on string) law.Consent {
	return law.Consent{Mark: claimed(t, on), Strength: assent.DoubleOptIn, Channels: []assent.Channel{assent.Email},
		Purposes: []string{"newsletter"}, Party: assent.PartyOwn}
}

func TestAnUnknownJurisdictionFallsBack(t *testing.T) {
	at := moment(t, "2026-11-18T11:00")
	for code, want := range map[string]string{"ZZ": "EU", "": "EU", "fr": "FR", "FR-IDF": "FR"} {
		if d := embedded(t).Decide(&law.Facts{}, newsletter(code), at); d.Jurisdiction != want || d.Permit {
			t.Errorf("%q is answered by %s, permit %v; want %s, deny", code, d.Jurisdiction, d.Permit, want)
		}
	}
}

func TestAWordThatNoTableKnowsIsDenied(t *testing.T) {
	facts := &law.Facts{Consents: []law.Consent{subscribed(t, "2026-01-10")}}
	for _, change := range []func(*law.Question){
		func(q *law.Question) { q.Channel = "pigeon" },
		func(q *law.Question) { q.Recipient = "robot" },
		func(q *law.Question) { q.Kind = "" },
	} {
		q := newsletter("FR")
		change(&q)
		if d := embedded(t).Decide(facts, q, moment(t, "2026-11-18")); d.Permit || d.Reason != assent.ReasonNoBasis {
			t.Errorf("%+v: permit %v, reason %s", q, d.Permit, d.Reason)
		}
	}
}

func TestADenialNamesEveryFailedBasisAndWhatWouldHelp(t *testing.T) {
	facts := &law.Facts{Relationships: []law.Relationship{{Kind: "purchase", LastPurchaseOn: day(t, "2026-05-02"),
		DetailsObtainedInSale: law.True, OptOutOfferedAtCollection: law.True, OptOutInEveryMessage: law.False}}}
	d := embedded(t).Decide(facts, newsletter("FR"), moment(t, "2026-11-18"))
	if d.Permit || d.Reason != assent.ReasonNotSimilar || len(d.Failed) != 2 {
		t.Fatalf("permit %v, reason %s, failed %v", d.Permit, d.Reason, d.Failed)
	}
	soft := d.Failed[1]
	if soft.Basis != assent.SoftOptInBasis || len(soft.Unmet) != 2 {
		t.Fatalf("soft opt-in lacks %v", soft.Unmet)
	}
	if u := soft.Unmet[0]; u.Condition != "similar" || !u.Unknown || u.Citation.Quote == "" || u.Text == "" {
		t.Errorf("the first condition it lacks is %+v", u)
	}
	if u := soft.Unmet[1]; u.Reason != assent.ReasonNoOptOutInMessage || u.Unknown {
		t.Errorf("the second condition it lacks is %+v", u)
	}
	want := [][]string{{"consent_recorded"}, {"opt_out_in_message", "similar"}}
	if !slices.EqualFunc(d.WouldAllowIf, want, slices.Equal) {
		t.Errorf("would allow if %v, want %v", d.WouldAllowIf, want)
	}
	if d.Citations[0].Law == "" || d.Citations[0].Article == "" {
		t.Errorf("the headline cites %+v", d.Citations)
	}
}

func TestARefusalAtCollectionLeavesOnlyConsent(t *testing.T) {
	facts := &law.Facts{RefusedAtCollection: day(t, "2026-05-02"), Relationships: []law.Relationship{{Kind: "purchase"}}}
	d := embedded(t).Decide(facts, newsletter("EU"), moment(t, "2026-11-18"))
	if want := [][]string{{"consent_recorded"}}; !slices.EqualFunc(d.WouldAllowIf, want, slices.Equal) {
		t.Errorf("would allow if %v, want %v", d.WouldAllowIf, want)
	}
}

func TestOneOfSeveralConsentsIsEnough(t *testing.T) {
	other := subscribed(t, "2026-10-01")
	other.Purposes = []string{"events"}
	unproven := subscribed(t, "2026-11-01")
	unproven.Strength = assent.VerbalUnrecorded
	facts := &law.Facts{Consents: []law.Consent{other, unproven, subscribed(t, "2026-01-10")}}
	d := embedded(t).Decide(facts, newsletter("FR"), moment(t, "2026-11-18"))
	if !d.Permit || !slices.Equal(d.Used.Consents, []int{2}) {
		t.Errorf("permit %v, used %v", d.Permit, d.Used)
	}
}

func TestAYesOfOurOwnPagesAfterANoCountsOnceConfirmed(t *testing.T) {
	no := law.No{Mark: claimed(t, "2026-02-01T09:00"), Kind: assent.NoObjection, Scope: assent.Everything()}
	no.Source, no.Batch = assent.Own, ""
	yes := subscribed(t, "2026-09-01T09:00")
	yes.Source, yes.Batch = assent.Own, ""
	facts := &law.Facts{Consents: []law.Consent{yes}, Noes: []law.No{no}}
	if d := embedded(t).Decide(facts, newsletter("FR"), moment(t, "2026-11-18T11:00")); d.Permit || d.Reason != assent.ReasonObjectionAll {
		t.Errorf("unconfirmed: permit %v, reason %s", d.Permit, d.Reason)
	}
	facts.Consents[0].Confirmed = true
	if d := embedded(t).Decide(facts, newsletter("FR"), moment(t, "2026-11-18T11:00")); !d.Permit || d.Reason != assent.ReasonConsentAfterObjection {
		t.Errorf("confirmed: permit %v, reason %s", d.Permit, d.Reason)
	}
	if d := embedded(t).Decide(facts, newsletter("FR"), moment(t, "2026-11-18T11:00")); !slices.Equal(d.Used.Noes, []int{0}) {
		t.Errorf("used %+v", d.Used)
	}
}

func TestPushIsAnsweredInDoubt(t *testing.T) {
	yes := subscribed(t, "2026-01-10")
	yes.Channels = []assent.Channel{assent.Push}
	q := newsletter("FR")
	q.Channel = assent.Push
	d := embedded(t).Decide(&law.Facts{Consents: []law.Consent{yes}, OSPermission: law.True}, q, moment(t, "2026-11-18"))
	if !d.Permit || !d.Uncertain {
		t.Errorf("permit %v, uncertain %v", d.Permit, d.Uncertain)
	}
}
