package web_test

import (
	"net/http"
	"testing"

	"assent"
	"assent/intake/intaketest"
	"assent/law"
	"assent/web"
)

// ruritania is a page of a law with everything that such a page can show.
func ruritania(f web.Frame) *web.LawPage {
	norm := []law.Citation{{Law: "Edict", Article: "art. 1", Quote: "no letters in winter", URL: "https://edict.example"}}
	gate := web.LawGate{ShownGate: law.ShownGate{Reason: "QUIET_HOURS", Text: "Not at night.", Hours: "Mon-Fri 09:00-20:00", Citations: norm}, Only: "consumers"}
	return &web.LawPage{
		Frame: f, Code: "RU", Day: "2026-11-18", Lead: "In force", Extends: "EU", Wrong: "no day", Action: "/laws/RU", All: "/laws",
		Changes: []web.LawDay{{Text: "1 May", URL: "?at=2026-05-01", Current: true}},
		Channels: []web.LawChannel{{
			ID: "email", Name: "E-mail", Gates: []web.LawGate{gate}, Duties: []web.LawDuty{{Code: "AD_LABEL", On: "consent", Only: "consumers"}},
			Rows: []web.LawRow{{Who: "everyone", What: "all", Bases: []string{"consent"}, Otherwise: "else", Text: "why", Doubt: true, Norms: norm}},
		}},
		Everywhere: []web.LawGate{gate},
		Bases: []law.ShownBasis{{Name: "consent", Basis: assent.ConsentBasis, Text: "Agreed.", Certainty: law.Doubt, Citations: norm,
			Conditions: []law.ShownCondition{{Name: "proven", Reason: "UNPROVEN_CONSENT", Text: "No proof."}}, From: "EU"}},
	}
}

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
