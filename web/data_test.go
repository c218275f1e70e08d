package web_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/rights"
)

// linked joins a phone and a second mailbox to a person.
func (w *world) linked(email string) {
	w.t.Helper()
	shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	w.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: email, Phone: "+33612345678"}})
	w.Record(intake.Act{
		Type: assent.RelationshipRecorded, Actor: shop, Contact: assent.Contactable{Email: "private@work.example", ExternalID: "C-17"},
		Relationship: &assent.Relationship{Kind: "purchase"}, Personal: map[string]string{"name": "=Ana"},
	})
	w.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: email, ExternalID: "C-17"}})
}

func TestHerDataAreShownMendedAndTakenAway(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.linked(ana)
		v := w.visitor()
		v.enter(ana)
		data := v.get("/p/data").is(http.StatusOK).says(ana, "+33•••••78", "p•••@w•••.example", "Held since").hides("private@", "+33612345678")
		v.follow(v.send(data, "/p/data", "speaks", "fr", "country", "FR")).says("corrigées")
		v.follow(v.send(v.get("/p/data"), "/p/data", "speaks", "fr", "country", "FR")) // nothing that was not known
		asked, err := w.people.Requests(t.Context(), w.Org, rights.Filter{Person: w.State(ana).Person})
		if err != nil || len(asked) != 1 || asked[0].Right != rights.Correction || asked[0].Way != rights.OnOwnPage || asked[0].Outcome != rights.Complied {
			t.Errorf("the log of requests has %+v, %v", asked, err)
		}
		if e := w.last(ana); e.Type != assent.ContactRecorded || *e.Attributes != (assent.Attributes{Language: "fr", Country: "FR"}) {
			t.Errorf("recorded %s with %+v", e.Type, e.Attributes)
		}
		v.send(data, "/p/data", "country", "ZZ").is(http.StatusUnprocessableEntity)

		file := v.get("/p/data/json").is(http.StatusOK).says(ana, "+33•••••78", `"=Ana"`).hides("private@", "+33612345678")
		var export rights.Export
		if err := json.Unmarshal([]byte(file.body), &export); err != nil || len(export.Person.Points) != 4 || export.Controller != "Alpenglow SAS" {
			t.Errorf("the export holds %d points of %s, %v", len(export.Person.Points), export.Controller, err)
		}
		table := v.get("/p/data/csv").is(http.StatusOK).hides("private@", "+33612345678")
		lines, err := csv.NewReader(strings.NewReader(table.body)).ReadAll()
		if err != nil || len(lines) < 10 || !strings.Contains(table.body, "'=Ana") {
			t.Errorf("%d lines, %v:\n%s", len(lines), err, table.body)
		}
	})
}

func TestBehindASharedAddressNobodysDataAreShown(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Record(intake.Act{
			Type: assent.RelationshipRecorded, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Contact: assent.Contactable{Email: "info@firm.example", Phone: "+33612345678"}, Attributes: &assent.Attributes{Kind: assent.RoleAddress},
			Relationship: &assent.Relationship{Kind: "purchase"}, Personal: map[string]string{"name": "Bea Secret"},
		})
		w.Record(intake.Act{
			Type: assent.ConsentGranted, Contact: assent.Contactable{Phone: "+33612345678"}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.SMS}},
		})
		v := w.visitor()
		v.enter("info@firm.example").says("For info@firm.example").hides("by text message")
		v.get("/p/data").says("This is a shared address", "write to privacy@alpenglow.example").hides("+33")
		for _, path := range []string{"/p/data/json", "/p/data/csv", "/p/address", "/p/address/codes", "/p/erase"} {
			v.get(path).is(http.StatusForbidden).says("More than one person may read").hides("Bea Secret", "+33")
		}
		v.get("/p/history").hides("You agreed", "purchase")
	})
}

// TestTwoCustomersWithOneMailboxAreShownTheAddressAndNotEachOther: the shop knows them by their numbers, and a code from the
// mailbox does not show which of them has typed it.
func TestTwoCustomersWithOneMailboxAreShownTheAddressAndNotEachOther(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
		for number, name := range map[string]string{"4711": "Ana Secret", "4712": "Ben Secret"} {
			w.Record(intake.Act{
				Type: assent.RelationshipRecorded, Actor: shop, Contact: assent.Contactable{Email: ana, ExternalID: number},
				Relationship: &assent.Relationship{Kind: "purchase"}, Personal: map[string]string{"name": name},
			})
		}
		w.Record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Phone: "+33612345678", ExternalID: "4712"}})
		w.Record(intake.Act{
			Type: assent.ConsentGranted, Actor: shop, Contact: assent.Contactable{Phone: "+33612345678"},
			Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.SMS}},
		})
		v := w.visitor()
		v.follow(v.send(v.enter(ana).hides("by text message"), "/p/choices", "choice", "newsletter:email")).says("Newsletter by e-mail")
		v.get("/p/data").says("This is a shared address").hides("Erase", "my-data", "+33", "Secret")
		v.get("/p/history").hides("purchase", "dealing", "4711")
		for _, path := range []string{"/p/data/json", "/p/data/csv", "/p/address", "/p/erase"} {
			v.get(path).is(http.StatusForbidden).says("write to privacy@alpenglow.example and say who you are").hides("Secret", "+33")
		}
		for path, field := range map[string]string{"/p/data": "speaks", "/p/address": "email", "/p/erase": "erase"} {
			v.post(path, url.Values{field: {"yes"}}).is(http.StatusForbidden)
		}
		w.Clock.Pass(25 * time.Hour)
		w.post(ana)
		s := w.State(ana)
		for _, p := range s.Points {
			if s.Erased != nil || p.Attribute("language") == "yes" {
				t.Error("something of theirs was changed")
			}
		}
	})
}

// eraseLink is the link of the mail that tells of an erasure.
var eraseLink = regexp.MustCompile(`/p/stay/[A-Za-z0-9_-]+`)

func TestAnErasureWaitsADayAndCanBeCalledOffFromPageAndMail(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		v.enter(ana)
		ask := func() *page { return v.follow(v.send(v.get("/p/erase"), "/p/erase", "erase", "yes")) }
		waiting := ask().says("Your data will be erased on 17 November 2026")
		v.get("/p/data").says("Your data will be erased on")
		v.follow(v.send(waiting, "/p/erase", "erase", "no")).says("Erase my data in 24 hours").hides("will be erased on")

		w.Clock.Pass(time.Minute)
		ask()
		mail := w.post(ana)[0]
		link := eraseLink.FindString(mail.Text)
		if link == "" || strings.Contains(mail.Text, ana) {
			t.Fatalf("the mail is\n%s", mail.Text)
		}
		stranger := w.visitor() // the mail's link answers its one question, without a code
		button := stranger.get(link).is(http.StatusOK).says("a•••@e•••.org", "Keep my data after all").hides(ana)
		v.get("/p/erase").says("Your data will be erased on")
		stranger.send(button, "/p/stay/", "press", "yes").is(http.StatusOK).says("Nothing will be erased")
		w.Clock.Pass(25 * time.Hour)
		w.post(ana)
		w.stands(ana, assent.Granted)
	})
}

func TestAnErasureThatIsNotCalledOffIsCarriedOut(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		v.enter(ana)
		v.send(v.get("/p/erase"), "/p/erase", "erase", "yes").is(http.StatusSeeOther)
		link := eraseLink.FindString(w.post(ana)[0].Text)
		w.Clock.Pass(23*time.Hour + 40*time.Minute)
		v.enter(ana)
		door := w.ownLink(ana)
		w.stands(ana, assent.Granted)
		w.Clock.Pass(25 * time.Minute)
		w.post(ana)
		if w.State(ana) != nil {
			t.Error("she is still found")
		}
		v.get("/p/choices").is(http.StatusGone).says("Nothing is held here any more")
		w.visitor().get(door).is(http.StatusGone).hides("•••")
		w.visitor().get(link).is(http.StatusGone)
		w.Audit()
	})
}
