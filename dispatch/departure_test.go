package dispatch_test

import (
	"testing"

	"assent"
	"assent/dispatch"
	"assent/link"
)

func TestTheSecondStepOfLeavingIsMailedForOneThingOrAll(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		point := o.granted(ana)
		leave := func(number byte, purpose string) error {
			l := dispatch.Letter{ID: assent.ID{number}, Point: point, Brand: "alpenglow", Language: "fr"}
			return o.MailLeaving(t.Context(), o.Org, l, purpose)
		}
		for i, purpose := range []string{"newsletter", ""} {
			must(t, leave(byte(i+1), purpose))
			o.work()
			token := o.linkTo(o.count(ana, i+1)[0], "/u/", link.Depart)
			if token.Point != point || token.Purpose != purpose || token.Brand != "alpenglow" || token.Channel != assent.Email {
				t.Errorf("the link says %+v", token)
			}
		}
		for i := range 3 {
			must(t, leave(byte(i+3), ""))
		}
		if p, ok := assent.AsProblem(leave(9, "")); !ok || p.Code != "TOO_MANY_CODES" {
			t.Error("a sixth mail in an hour is owed")
		}
	})
}
