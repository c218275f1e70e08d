package law

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"assent"
)

// mend makes one named change to the facts, as somebody would who follows the advice.
type mend func(f *Facts, q *Question, at Moment)

// everyConsent asks her again, now, and changes one thing in how.
func everyConsent(change func(c *Consent, q *Question)) mend {
	return func(f *Facts, q *Question, at Moment) {
		for i := range f.Consents {
			f.Consents[i].Mark = assent.Mark{At: at.Time().Add(-time.Minute), Source: assent.Own, Confirmed: true}
			change(&f.Consents[i], q)
		}
	}
}

func everyDealing(change func(r *Relationship)) mend {
	return func(f *Facts, _ *Question, _ Moment) {
		for i := range f.Relationships {
			change(&f.Relationships[i])
		}
	}
}

func noNo(f *Facts, _ *Question, _ Moment) { f.Noes = nil }

// mends are the changes that the tests know how to make, by the name of the condition or gate
// that asks for them; those of France and of the fallback, without what only time changes.
var mends = map[string]mend{
	"informed":              func(f *Facts, _ *Question, _ Moment) { f.InformedAtCollection = True },
	"related_to_profession": func(f *Facts, _ *Question, _ Moment) { f.RelatedToProfession = True },
	"within_profession":     func(f *Facts, _ *Question, _ Moment) { f.RelatedToProfession = True },
	"channel_unavailable":   func(f *Facts, _ *Question, _ Moment) { f.OSPermission = True },
	"suppressed":            func(f *Facts, _ *Question, _ Moment) { f.Suppressions = nil },
	"undeliverable":         func(f *Facts, _ *Question, _ Moment) { f.Suppressions = nil },
	"stop_text":             func(f *Facts, _ *Question, _ Moment) { f.InboundTexts = nil },
	"refused_in_call":       func(f *Facts, _ *Question, _ Moment) { f.RefusedInCall = nil },
	"sector_ban":            func(f *Facts, _ *Question, _ Moment) { f.Sector = "" },
	"caller_number":         func(f *Facts, _ *Question, _ Moment) { f.CallerNumberKind = "" },

	"confirmation_with_promotion": func(_ *Facts, q *Question, _ Moment) { q.ContainsPromotion = false },

	"objection_all": noNo, "objection_scope": noNo, "objection_widened": noNo,
	"withdrawn": noNo, "refused": noNo, "stands": noNo,
	"only_by_consent": func(f *Facts, _ *Question, _ Moment) {
		f.Noes, f.Suppressions, f.InboundTexts, f.RefusedInCall = nil, nil, nil, nil
	},

	"confirmed":      everyConsent(func(c *Consent, _ *Question) { c.Pending = false }),
	"proven":         everyConsent(func(c *Consent, _ *Question) { c.Strength = assent.DoubleOptIn }),
	"active":         everyConsent(func(c *Consent, _ *Question) { c.PreTicked, c.Strength = false, assent.DoubleOptIn }),
	"covers_channel": everyConsent(func(c *Consent, q *Question) { c.Channels = append(c.Channels, q.Channel) }),
	"covers_purpose": everyConsent(func(c *Consent, q *Question) { c.Purposes = append(c.Purposes, q.Purpose) }),

	"similar":               everyDealing(func(r *Relationship) { r.SimilarProducts = True }),
	"details_from_customer": everyDealing(func(r *Relationship) { r.DetailsObtainedInSale = True }),
	"opt_out_at_collection": everyDealing(func(r *Relationship) { r.OptOutOfferedAtCollection = True }),
	"opt_out_in_message":    everyDealing(func(r *Relationship) { r.OptOutInEveryMessage = True }),
	"object_related":        everyDealing(func(r *Relationship) { r.ObjectRelated = True }),
}

func TestFollowingTheAdviceTurnsANoIntoAYes(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		q.Jurisdiction = rapid.SampledFrom([]string{"FR", "EU"}).Draw(t, "here")
		advice := slices.DeleteFunc(b.Decide(f, q, at).WouldAllowIf, func(set []string) bool {
			return slices.ContainsFunc(set, func(name string) bool { return mends[name] == nil })
		})
		if len(advice) == 0 {
			return
		}
		set := rapid.SampledFrom(advice).Draw(t, "advice")
		for _, name := range set {
			mends[name](f, &q, at)
			tried[name] = true
		}
		if d := b.Decide(f, q, at); !d.Permit {
			t.Fatalf("%v was followed, and the answer is still no: %s, %v", set, d.Reason, d.WouldAllowIf)
		}
	})
	if len(tried) == 0 {
		t.Error("no draw was given advice that could be followed")
	}
}
