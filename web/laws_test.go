package web_test

import (
	"net/http"
	"testing"

	"assent/intake/intaketest"
	"assent/law"
	"assent/web"
)

func lawWorld(t *testing.T) *world {
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return newWorld(t, intaketest.New(t), func(c *web.Config) { c.Laws = book })
}

func TestTheListOfLawsLeadsToEachOfThem(t *testing.T) {
	w := lawWorld(t)
	page := w.visitor().get("/laws?lang=fr")
	page.says("Le droit, pays par pays", `href="/laws/FR?lang=fr"`, `href="/laws/EU?lang=fr"`)
	page.labelled()
}

func TestALawIsShownAsOfTheDayThatIsAskedFor(t *testing.T) {
	w := lawWorld(t)
	const old, now = "call_unless_listed", "dated digital proof"
	w.visitor().get("/laws/fr?at=2026-08-10").says(old).hides(now)
	after := w.visitor().get("/laws/FR?at=2026-08-11").says(now).hides(old)
	after.says(`id="live_call"`, `href="#live_call"`, "L. 34-5", `value="2026-08-11"`, `aria-current="date">11 August 2026`)
	after.labelled()
}

func TestADayThatCannotBeReadShowsTodaysLawAndSaysSo(t *testing.T) {
	page := lawWorld(t).visitor().get("/laws/FR?at=soon")
	page.says("A day is written as in 2026-08-11", `aria-describedby="at-wrong"`)
	page.labelled()
}

func TestALawThatIsNotKnownIsNotFound(t *testing.T) {
	lawWorld(t).visitor().get("/laws/ZZ").is(http.StatusNotFound)
}
