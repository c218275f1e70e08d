package dispatch_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/mail"
)

// within is the most mails that fell into any stretch of time of this length.
func within(mails []mail.Kept, d time.Duration) int {
	most := 0
	for _, first := range mails {
		n := 0
		for _, m := range mails {
			if !m.At.Before(first.At) && m.At.Sub(first.At) < d {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// checkBudget holds the mails to one address against the promise.
func checkBudget(t *testing.T, mails []mail.Kept) {
	t.Helper()
	for d, most := range map[time.Duration]int{10 * time.Minute: 1, 24 * time.Hour: 3, 30 * 24 * time.Hour: 10} {
		if n := within(mails, d); n > most {
			t.Errorf("%d mails within %v, want at most %d", n, d, most)
		}
	}
}

func TestTenThousandRequestsForOneAddressCauseThreeMailsADay(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		const batches, size = 40, 250
		acts := slices.Repeat([]intake.Act{intaketest.SignUp(ana, "club")}, size)
		for range batches { // spread over twenty hours, from as many networks as one likes
			_, err := o.Intake.RecordAll(t.Context(), o.Org, acts)
			must(t, err)
			for range 5 {
				must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: ana, Language: "fr"}))
			}
			o.work()
			o.Clock.Pass(30 * time.Minute)
		}
		got := o.count(ana, 3)
		checkBudget(t, got)
	})
}

func TestAMonthOfRequestsCausesTenMails(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for day := range 29 {
			o.Record(intaketest.SignUp(ana, "club"))
			must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: ana, Language: "fr"}))
			o.work()
			o.Clock.Pass(23 * time.Hour)
			if day == 5 {
				o.jobs = o.restart()
			}
		}
		checkBudget(t, o.count(ana, 10))
		o.Clock.Pass(30 * 24 * time.Hour)
		o.Record(intaketest.SignUp(ana, "club"))
		o.work()
		o.count(ana, 11)
	})
}

func TestASecondSignUpWithinTenMinutesIsMailedWhenTheyArePast(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.Record(intaketest.SignUp(ana, "club"))
		o.work()
		o.Clock.Pass(time.Minute)
		o.Record(intaketest.SignUp(ana, "club", "newsletter"))
		o.work()
		o.count(ana, 1)
		o.Clock.Pass(8 * time.Minute)
		o.work()
		checkBudget(t, o.count(ana, 2))
	})
}

func TestTheBudgetOfOneAddressIsNotThatOfAnother(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		for i := range 20 {
			o.Record(intaketest.SignUp(fmt.Sprintf("p%d@example.org", i), "club"))
		}
		o.work()
		for i := range 20 {
			o.count(fmt.Sprintf("p%d@example.org", i), 1)
		}
	})
}
