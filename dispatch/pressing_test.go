package dispatch_test

import (
	"strings"
	"testing"

	"assent"
	"assent/dispatch"
	"assent/intake/intaketest"
)

func TestWhoeverAnswersForDataProtectionIsToldWhatPresses(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		err := o.MailPressing(t.Context(), o.Org, []dispatch.Pressing{
			{ID: assent.ID{1}, Right: "access", Due: "2026-12-16"}, {ID: assent.ID{2}, Right: "erasure", Due: "2026-11-01", Late: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		mails := o.box.Mails()
		if len(mails) != 1 || mails[0].To != "privacy@alpenglow.example" {
			t.Fatalf("sent: %+v", mails)
		}
		for _, part := range []string{"2 requests about personal data wait", "Access: to be answered by 16 December 2026", "Erasure: should have been answered by 1 November 2026", "extended once by two months"} {
			if !strings.Contains(mails[0].Text, part) {
				t.Errorf("it does not say %q:\n%s", part, mails[0].Text)
			}
		}
	})
}
