package law

import (
	"testing"

	"assent"
)

func TestOnlyWhereTheSameYesIsJudgedDifferentlyMustAFormAskWhoAnswers(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	day, err := ParseDate("2026-11-18")
	if err != nil {
		t.Fatal(err)
	}
	at := Moment{Day: day, Minute: 720}
	for _, c := range []struct {
		jurisdiction string
		channel      assent.Channel
		want         bool
	}{
		{"FR", assent.Email, false}, {"FR", assent.SMS, false}, {"DE", assent.Email, false}, {"UK", assent.Email, false},
		{"US", assent.LiveCall, true}, // registers bind calls to consumers, not those to companies
		{"XX", assent.Email, false},
	} {
		if got := b.NeedsKind(c.jurisdiction, c.channel, at); got != c.want {
			t.Errorf("%s %s: %t", c.jurisdiction, c.channel, got)
		}
	}
}
