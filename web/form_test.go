package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake/intaketest"
	"assent/law"
	"assent/web"

	"golang.org/x/net/html"
)

func TestNoBoxIsTickedBeforehand(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.visitor().get("/f/alerts").each(func(n *html.Node) {
			for _, a := range n.Attr {
				if n.Data == "input" && a.Key == "checked" {
					t.Errorf("%s is ticked", attr(n, "value"))
				}
			}
		})
	})
}

func TestWhatIsWrongIsSaidByTheFieldAndWhatWasTypedIsKept(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		for name, c := range map[string]struct {
			fields []string
			says   []string
		}{
			"nothing":         {nil, []string{"Please enter your e-mail address or your telephone number.", "Please choose at least one, or simply close this page."}},
			"no mail address": {[]string{"email", "ana@", "+choice", "alerts:email"}, []string{"This does not look like an e-mail address.", `value="ana@"`, `value="alerts:email" checked`}},
			"no phone":        {[]string{"phone", "12", "+choice", "alerts:sms"}, []string{"This does not look like a telephone number.", `value="12"`}},
			"no country":      {[]string{"email", "ana@example.org", "country", "ZZ", "+choice", "alerts:email"}, []string{"Please choose your country."}},
			"no kind":         {[]string{"email", "ana@example.org", "kind", "robot", "+choice", "alerts:email"}, []string{"Please choose how you use this address."}},
			"foreign box":     {[]string{"email", "ana@example.org", "+choice", "newsletter:email"}, []string{"One of the choices is not on this form."}},
			"foreign topic":   {[]string{"email", "ana@example.org", "+choice", "alerts:email:war"}, []string{"One of the choices is not on this form."}},
			"wrong address":   {[]string{"email", "ana@example.org", "+choice", "alerts:sms"}, []string{"To receive “Alerts” by text message, please enter your telephone number."}},
		} {
			t.Run(name, func(t *testing.T) {
				p := v.press(v.get("/f/alerts"), c.fields...).is(http.StatusUnprocessableEntity)
				p.says(c.says...).says("Please look again")
				if len(w.events("ana@example.org")) != 0 {
					t.Error("something was recorded")
				}
			})
		}
	})
}

func TestABoxThatNeedsAnotherSaysSoWhoeverAsks(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Record(intaketest.SignUp("ana@example.org", "newsletter"))
		v := w.visitor()
		for _, email := range []string{"ana@example.org", "nobody@example.org"} {
			v.press(v.get("/f/newsletter"), "email", email, "+choice", "offers:email").
				is(http.StatusUnprocessableEntity).says("“Offers” is only possible together with “Newsletter”.")
		}
	})
}

func TestTheAnswerIsTheSameWhetherAnAddressIsKnownOrNot(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("known@example.org")
		answer := func(email string) (string, int, []string) {
			p := w.visitor().signUp(email)
			var cookies []string
			for _, c := range p.header.Values("Set-Cookie") {
				name, _, _ := strings.Cut(c, "=")
				cookies = append(cookies, name)
			}
			return p.header.Get("Location"), p.status, cookies
		}
		for _, form := range []string{"known@example.org", "new@example.org"} {
			location, status, cookies := answer(form)
			if location != "/f/alerts/thanks?lang=en" || status != http.StatusSeeOther || !slices.Equal(cookies, []string{"signup"}) {
				t.Errorf("%s: %d %s %v", form, status, location, cookies)
			}
		}
	})
}

func TestTheEvidenceIsWhatWasShown(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		ana.signUp("ana@example.org", "country", "FR", "kind", "employee", "+choice", "alerts:email:snow").is(http.StatusSeeOther)
		e := w.last("ana@example.org")
		if len(e.Evidence.Wording) != 64 || !slices.Equal(e.Evidence.Shown, []string{"alerts:email"}) || e.Evidence.Flags != nil {
			t.Errorf("evidence is %+v", e.Evidence)
		}
		if e.Notice == nil || e.Notice.ID != "data" || e.Notice.Version != "1.0" || e.Notice.Language != "en" {
			t.Errorf("notice is %+v", e.Notice)
		}
		if *e.Attributes != (assent.Attributes{Country: "FR", Kind: assent.Employee, Language: "en"}) {
			t.Errorf("attributes are %+v", e.Attributes)
		}
		if c := e.Choices[0]; !slices.Equal(c.Topics, []string{"snow"}) || c.Reply != assent.Yes {
			t.Errorf("choice is %+v", c)
		}

		w.visitor().signUp("bea@example.org").is(http.StatusSeeOther)
		if w.last("bea@example.org").Evidence.Wording != e.Evidence.Wording {
			t.Error("the same page has two wordings")
		}
		claire := w.visitor()
		claire.press(claire.get("/f/alerts?lang=fr"), "email", "claire@example.org", "+choice", "alerts:email")
		if w.last("claire@example.org").Evidence.Wording == e.Evidence.Wording {
			t.Error("two languages have one wording")
		}
	})
}

func TestAPostAnswersToThePageThatWasShown(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		stale := func(p *page, sentence string) {
			t.Helper()
			p.is(http.StatusUnprocessableEntity).says(sentence, `value="ana@example.org"`)
			if len(w.events("ana@example.org")) != 0 {
				t.Error("something was recorded")
			}
		}
		const again, encore = "Please read it once more and press the button again.", "Relisez-le et appuyez de nouveau sur le bouton."
		ticked := []string{"email", "ana@example.org", "+choice", "alerts:email"}
		form := v.get("/f/alerts")
		stale(v.press(form, append(ticked, "shown", "")...), again)
		stale(v.press(form, append(ticked, "lang", "fr")...), encore) // shown in one language, answered in another
		w.Clock.Pass(25 * time.Hour)
		stale(v.press(form, ticked...), again)

		form = v.get("/f/alerts")
		w.Publish(&catalogue.Notice{ID: "data", Version: "1.1", Languages: catalogue.Texts{"en": "We changed our mind.", "fr": "Nous avons changé d’avis."}})
		fresh := v.press(form, ticked...)
		stale(fresh, again)
		v.press(fresh.says("We changed our mind."), ticked...).is(http.StatusSeeOther)
	})
}

func TestMachinesThatFillFormsAreSlowedOrFooled(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		v.signUp("bot@example.org", "website", "https://spam.example").is(http.StatusSeeOther)
		if len(w.events("bot@example.org")) != 0 {
			t.Error("the honeypot was recorded")
		}
		action, fields := v.get("/f/alerts").form()
		fields.Set("email", "fast@example.org")
		fields.Set("choice", "alerts:email")
		before := w.Clock.Now()
		v.post(action, fields).is(http.StatusSeeOther)
		if waited := w.Clock.Now().Sub(before); waited < 1500*time.Millisecond {
			t.Errorf("waited %s", waited)
		}
		if flags := w.last("fast@example.org").Evidence.Flags; !slices.Equal(flags, []string{"too_fast"}) {
			t.Errorf("flags are %v", flags)
		}
	})
}

func TestManySignUpsFromOneNetworkAreAskedToWait(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		action, fields := v.get("/f/alerts").form()
		for range 3 {
			v.post(action, fields).is(http.StatusUnprocessableEntity)
		}
		p := v.post(action, fields).is(http.StatusTooManyRequests).says("There have been very many requests from your network.")
		if p.header.Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
		w.Clock.Pass(time.Minute)
		v.post(action, fields).is(http.StatusUnprocessableEntity)
	}, func(c *web.Config) { c.PerMinute = 3 })
}

func TestASnippetLandsOnThePageWithTheWordingAndOneButton(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		v.get("/f/alerts/embed").is(http.StatusOK).says(`<form method="post" action="http://choices.example.org/f/alerts/start?lang=en">`, "https://shop.example.net")
		script := v.get("/f/alerts/embed.js").is(http.StatusOK).says("insertAdjacentHTML")
		if got := script.header.Get("Content-Type"); !strings.HasPrefix(got, "text/javascript") {
			t.Errorf("the script is %s", got)
		}

		v.header.Set("Origin", "https://shop.example.net")
		v.header.Set("Sec-Fetch-Site", "cross-site")
		landing := v.post("/f/alerts/start?lang=en", url.Values{"email": {"ana@example.org"}, "choice": {"alerts:email:storm"}}).is(http.StatusOK)
		landing.says("You are asking for this", "Yes, alert me.", "Storm", "We use your address for what you tick.", "Yes, I agree").hides("checkbox")
		if len(w.events("ana@example.org")) != 0 {
			t.Error("landing recorded something")
		}
		v.header = http.Header{}
		v.press(landing, "email", "ana@example.org").is(http.StatusSeeOther)
		if c := w.last("ana@example.org").Choices; len(c) != 1 || !slices.Equal(c[0].Topics, []string{"storm"}) {
			t.Errorf("choices are %+v", c)
		}

		v.header.Set("Origin", "https://elsewhere.example.net")
		v.post("/f/alerts/start", url.Values{"email": {"ana@example.org"}}).is(http.StatusForbidden).says("This site is not on the list", "To the form")
	})
}

func TestOneNetworkCausesOnlySoManyMailsAnHour(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		for _, name := range []string{"ana", "bea", "eva"} {
			v.signUp(name + "@example.org").is(http.StatusSeeOther)
		}
		v.signUp("ida@example.org").is(http.StatusTooManyRequests).says("There have been very many requests from your network.")
		v.press(v.get("/o/alerts"), "email", "ana@example.org").is(http.StatusTooManyRequests)
		if len(w.events("ida@example.org")) != 0 {
			t.Error("it was recorded")
		}
		v.signUp("ida@").is(http.StatusUnprocessableEntity) // what causes nothing is not counted
		w.Clock.Pass(21 * time.Minute)
		v.signUp("ida@example.org").is(http.StatusSeeOther)
	}, func(c *web.Config) { c.PerHour = 3 })
}

func TestAFormNamesThePartnersWithTheirListAndLinksThePurposesOwnPrivacyText(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		both := func(en, fr string) catalogue.Texts { return catalogue.Texts{"en": en, "fr": fr} }
		w.Publish(
			&catalogue.PartnerList{ID: "friends", Partners: []catalogue.Partner{{ID: "rope-co", Name: "Rope & Co"}, {ID: "ice", Name: "Ice & Sons"}}},
			&catalogue.Purpose{
				ID: "partner-offers", Brand: "alpenglow", Kind: assent.PurposePartnerMarketing, PartnerList: "friends", Channels: []assent.Channel{assent.Email},
				Names: both("Partner offers", "Offres"), Sentences: both("Yes.", "Oui."), PrivacyURL: "https://alpenglow.example/partners",
			},
			&catalogue.CollectionPoint{
				ID: "partners", Kind: catalogue.HostedForm, Titles: both("Partners", "Partenaires"),
				Boxes: []catalogue.Box{{Purpose: "partner-offers", Channel: assent.Email}},
			},
		)
		w.visitor().get("/f/partners").says("For these partners (list friends@2): Rope & Co · Ice & Sons", `href="https://alpenglow.example/partners"`)
		v := w.visitor()
		v.press(v.get("/f/partners"), "email", "ana@example.org", "+choice", "partner-offers:email").is(http.StatusSeeOther)
		if c := w.last("ana@example.org").Choices[0]; c.PartnerList != "friends@2" {
			t.Errorf("recorded %+v", c)
		}
	})
}

func TestAFormAsksForTheKindOnlyWhereItOrTheLawNeedsIt(t *testing.T) {
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	eachWorld(t, func(t *testing.T, w *world) {
		both := func(en, fr string) catalogue.Texts { return catalogue.Texts{"en": en, "fr": fr} }
		w.Publish(
			&catalogue.Purpose{ID: "calls", Kind: assent.PurposeOwnMarketing, Channels: []assent.Channel{assent.LiveCall}, Names: both("Calls", "Appels"), Sentences: both("Yes.", "Oui.")},
			&catalogue.CollectionPoint{ID: "calls", Kind: catalogue.HostedForm, Titles: both("Calls", "Appels"), Asks: []string{"phone", "country"}, Boxes: []catalogue.Box{{Purpose: "calls", Channel: assent.LiveCall}}},
		)
		v := w.visitor()
		v.get("/f/alerts").says("How do you use this address?") // it asks
		form := v.get("/f/calls").hides("How do you use this address?")
		v.press(form, "phone", "12", "country", "US", "+choice", "calls:live_call").is(http.StatusUnprocessableEntity).says("How do you use this address?")
	}, func(c *web.Config) { c.Laws = book })
}
