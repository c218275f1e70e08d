package dispatch_test

import (
	"strings"
	"testing"
	"time"

	"assent/catalogue"
	"assent/intake/intaketest"
	"assent/link"
)

// reminding makes the club remind after two days.
func (o *office) reminding() {
	o.t.Helper()
	c, err := o.Shelf.Current(o.t.Context(), o.Org)
	must(o.t, err)
	p, _ := c.Purpose("club")
	changed := *p
	changed.RemindAfter = 48
	o.Publish(catalogue.Item(&changed))
}

func TestASignUpIsRemindedOfOnceWhereThePurposeWishesIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.reminding()
		request := o.Record(intaketest.SignUp(ana, "club"))
		o.work()
		o.Clock.Pass(47 * time.Hour)
		o.work()
		o.count(ana, 1)
		o.Clock.Pass(2 * time.Hour)
		o.work()
		got := o.count(ana, 2)[0]
		if token := o.linkTo(got, "/c/", link.Confirm); token.Event != request.Event {
			t.Errorf("the link says %+v", token)
		}
		if !strings.Contains(got.Text, "que cette fois") || got.Headers["Auto-Submitted"] != "auto-generated" {
			t.Errorf("the reminder says:\n%s", got.Text)
		}
		for range 6 {
			o.Clock.Pass(24 * time.Hour)
			o.work()
		}
		o.count(ana, 2)
	})
}

func TestNobodyIsRemindedWho(t *testing.T) {
	for name, act := range map[string]func(o *office){
		"signed up where no reminder is wished": func(o *office) { o.Record(intaketest.SignUp(ana, "club")); o.work() },
		"has confirmed": func(o *office) {
			o.reminding()
			r := o.Record(intaketest.SignUp(ana, "club"))
			o.work()
			o.Record(intaketest.Confirm(r))
		},
		"has said that it was not she": func(o *office) {
			o.reminding()
			r := o.Record(intaketest.SignUp(ana, "club"))
			o.work()
			o.Record(intaketest.OneClick(r.Point))
		},
	} {
		t.Run(name, func(t *testing.T) {
			intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
				o := open(t, base)
				act(o)
				for range 8 {
					o.Clock.Pass(24 * time.Hour)
					o.work()
				}
				o.count(ana, 1)
			})
		})
	}
}

func TestOfTwoSignUpsTheLastIsRemindedOf(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.reminding()
		for range 2 {
			o.Record(intaketest.SignUp(ana, "club"))
			o.work()
			o.Clock.Pass(time.Hour)
		}
		for range 8 {
			o.Clock.Pass(24 * time.Hour)
			o.work()
		}
		o.count(ana, 3)
	})
}
