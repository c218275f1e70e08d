package dispatch_test

import (
	"testing"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake/intaketest"
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
		if !isProblem(leave(9, ""), "TOO_MANY_CODES") {
			t.Error("a sixth mail in an hour is owed")
		}
	})
}

func TestAMailLeadsToThePageThatItNames(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.ProfileAt = "/p/" })
		o.granted(ana)
		o.Publish(&catalogue.Page{ID: "me", Kind: catalogue.ProfilePage}, &catalogue.Brand{ID: "tarn", Name: "Tarn"},
			&catalogue.Page{ID: "theirs", Kind: catalogue.UnsubscribePage, Brand: "tarn"})
		m := news(ana)
		m.Page = "me"
		o.sent(m)
		kept := o.count(ana, 1)[0]
		for path, use := range map[string]link.Use{"/p/": link.Preferences, "/u/": link.Unsubscribe} {
			if token := o.linkTo(kept, path, use); token.Page != "me" {
				t.Errorf("the link to %s says %+v", path, token)
			}
		}
		m.Page = "theirs"
		if _, err := o.Send(t.Context(), o.Org, m); !isProblem(err, "WRONG_BRAND") {
			t.Errorf("a mail of one brand leads to the page of another: %v", err)
		}
	})
}

func isProblem(err error, code string) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Code == code
}
