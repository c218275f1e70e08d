package web_test

import (
	"net/http"
	"strings"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
)

// linkTo is a link of a use for alerts by mail that names a brand and a page.
func (w *world) linkTo(use link.Use, email, brand, page string) string {
	w.t.Helper()
	path := map[link.Use]string{link.Unsubscribe: "/u/", link.Preferences: "/p/"}[use]
	return path + w.links.Make(use, link.Token{
		Org: w.Org, Point: w.pointOf(email), Brand: brand, Purpose: "alerts", Page: page, Channel: assent.Email, Issued: w.Clock.Now(),
	})
}

// inOrder expects texts to come one after the other.
func (p *page) inOrder(texts ...string) {
	p.t.Helper()
	rest := p.body
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			p.t.Fatalf("%q does not come where it should:\n%s", text, p.body)
		}
		rest = after
	}
}

func TestAVariantShowsItsOwnBlocksInItsOwnWords(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		short := &catalogue.Page{
			ID: "short", Kind: catalogue.UnsubscribePage, Languages: []string{"fr", "en"}, Blocks: []string{"everything", "this", "remains", "adapt"},
			Titles: catalogue.Texts{"fr": "Au revoir", "en": "Goodbye"}, Intros: catalogue.Texts{"fr": "Merci.", "en": "It was a pleasure."},
			Thanks: catalogue.Texts{"fr": "À bientôt.", "en": "Come again."},
		}
		w.Publish(short)
		v, leave := w.visitor(), w.linkTo(link.Unsubscribe, ana, "", "short")
		page := v.get(leave).is(http.StatusOK).says("Goodbye", "It was a pleasure.", "Français").hides("Or take a break", "you need not say", "Deutsch")
		page.inOrder("Stop all advertising", "Stop “Alerts” by e-mail", "still come", "Choose in detail")
		v.get(leave + "?lang=de").says("Au revoir")
		v.follow(v.send(page, "/u/", "scope", "this")).says("Come again.", "Pressed by mistake?")
		if e := w.last(ana); e.Evidence.Source != "page short@1" {
			t.Errorf("the evidence is of %q", e.Evidence.Source)
		}

		short.Retired = true
		w.Publish(short)
		w.visitor().get(leave).is(http.StatusOK).says("Unsubscribe", "Deutsch").hides("Goodbye")
	})
}

func TestEachBrandHasItsOwnDefaultPage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.Publish(
			&catalogue.Brand{ID: "tarn", Name: "Tarn"},
			&catalogue.Page{ID: "tarn", Kind: catalogue.UnsubscribePage, Brand: "tarn", Default: true, Titles: catalogue.Texts{"en": "Leave Tarn"}},
		)
		w.visitor().get(w.linkTo(link.Unsubscribe, ana, "tarn", "")).says("Leave Tarn")
		w.visitor().get(w.linkTo(link.Unsubscribe, ana, "", "")).hides("Leave Tarn")
		w.visitor().get(w.linkTo(link.Unsubscribe, ana, "tarn", "never-published")).says("Leave Tarn")
	})
}

func TestWhatStopsWithItIsSaidBeforeAndAfter(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Record(intaketest.SignUp(ana, "newsletter"))
		v := w.visitor()
		leave := "/u/" + w.links.Make(link.Unsubscribe, link.Token{
			Org: w.Org, Point: w.pointOf(ana), Purpose: "newsletter", Channel: assent.Email, Issued: w.Clock.Now(),
		})
		page := v.get(leave+"?lang=en").says("This also stops: Partner offers, Offers.", "What still comes: Orders, and other messages that you need.")
		v.follow(v.send(page, "/u/", "scope", "this")).says("With it you have also stopped: Partner offers, Offers.", "What still comes: Orders")
	})
}

func TestAProfilePageShowsAndMendsWhatItsVariantSays(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.linked(ana)
		w.Record(intake.Act{
			Type: assent.ContactRecorded, Contact: assent.Contactable{Email: ana}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Contacted: &assent.Contact{Kind: assent.ContactOrder}, Attributes: &assent.Attributes{Language: "fr", Country: "FR"},
		})
		w.Publish(&catalogue.Page{
			ID: "me", Kind: catalogue.ProfilePage, Purposes: []string{"newsletter"}, Shows: []string{"language", "country"}, Corrects: []string{"country"},
			Blocks: []string{"everything", "choices", "erase", "export", "correct", "data"},
			Titles: catalogue.Texts{"en": "All about me"}, Thanks: catalogue.Texts{"en": "Thank you, noted."}, Erased: catalogue.Texts{"en": "We shall miss you."},
		})
		v := w.visitor()
		asked := v.knock(w.linkTo(link.Preferences, ana, "", "me") + "?lang=en")
		page := v.follow(v.send(asked, "/p/code", "code", w.mailedCode(ana), "lang", "en"))
		page.says("All about me", "Alerts", "Newsletter").hides("Take a break", "How often", "id=\"club")
		page.inOrder("Stop all advertising", "Save my choices")
		v.follow(v.send(page, "/p/choices", "+choice", "newsletter:email")).says("Thank you, noted.", "Newsletter by e-mail")
		if got := w.status(ana, "newsletter"); got != assent.Granted {
			t.Errorf("the newsletter, joined on the profile page, is %s", got)
		}

		data := v.get("/p/data?lang=en").is(http.StatusOK).says("Français", "Country").hides("Held since", "+33•••", "Change my address", `name="speaks"`)
		data.inOrder("Erase my data", "Take a copy", "Correct", "What is held")
		v.follow(v.send(data, "/p/data", "country", "DE", "speaks", "de")).is(http.StatusOK)
		if a := w.last(ana).Attributes; *a != (assent.Attributes{Country: "DE"}) {
			t.Errorf("corrected to %+v", a)
		}
		v.get("/p/data/json").is(http.StatusOK).says(ana, "+33") // the copy is whole
		v.follow(v.send(v.get("/p/erase?lang=en"), "/p/erase", "erase", "yes")).says("We shall miss you.")
	})
}

func TestAPageHidesNothingThatStands(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.Publish(&catalogue.Page{ID: "few", Kind: catalogue.PreferencesPage, Default: true, Purposes: []string{"newsletter"}})
		v := w.visitor()
		page := v.enter(ana).says("alerts:email", "newsletter:email").hides("club:email", "offers:email")
		v.follow(v.send(page, "/p/choices", "-choice", "alerts:email")).is(http.StatusOK)
		w.stands(ana, assent.Withdrawn)
		if got := w.status(ana, "club"); got != assent.Unknown {
			t.Errorf("what the page did not show was answered: the club is %s", got)
		}
	})
}
