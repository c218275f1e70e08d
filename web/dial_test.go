package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/link"
)

// phoned is somebody who gave nothing but a number, and confirmed it.
func (w *world) phoned(number string) *visitor {
	w.t.Helper()
	v := w.visitor()
	asked := v.textMe(number)
	v.follow(v.press(asked, "code", w.textedCode(number)))
	w.Clock.Pass(15 * time.Minute) // until another text may go there
	return v
}

// seekByNumber sends the form of the search page that has the telephone.
func (v *visitor) seekByNumber(number string, pairs ...string) *page {
	v.w.t.Helper()
	fields := url.Values{"phone": {number}, "lang": {"en"}}
	for i := 0; i < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return v.post("/o/alerts", fields)
}

var stayText = regexp.MustCompile(`/p/stay/[A-Za-z0-9_-]+`)

func TestWhoGaveOnlyANumberOpensHerPageByACodeThatIsTexted(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.phoned(number)
		v := w.visitor()
		v.get("/o/alerts").says("You gave only a telephone number?", "Text me a code")
		asked := v.follow(v.seekByNumber("06 12 34 56 78")).says("a text with six digits is on its way", "Code from the text message")
		own := v.follow(v.send(asked, "/p/code", "code", w.textedCode(number))).is(http.StatusOK).says("For "+number, "Alerts", "by text message", "Yes, since")
		v.follow(v.send(own, "/p/choices", "-choice", "alerts:sms")).says("Recorded just now")
		if e := w.lastCalled(number); e.Type != assent.ConsentWithdrawn || e.Method != assent.PreferencePage {
			t.Errorf("recorded %s by %s", e.Type, e.Method)
		}
		v.follow(v.send(v.get("/p/choices"), "/p/choices", "+choice", "alerts:sms"))
		if e := w.lastCalled(number); e.Type != assent.ConsentGranted || e.Grade != assent.GradeC {
			t.Errorf("recorded %s of grade %s", e.Type, e.Grade)
		}
		v.get("/p/data").says(number).hides("/p/address")
		for _, path := range []string{"/p/address", "/p/address/codes"} { // there is no old mailbox for a code
			v.follow(v.get(path).is(http.StatusSeeOther)).says(number, "What is held about this address")
			v.post(path, url.Values{"email": {"victim@example.org"}, "lang": {"en"}}).is(http.StatusSeeOther)
		}
		if n := len(w.post("victim@example.org")); n != 0 {
			t.Errorf("%d mails came to an address that a telephone named", n)
		}
		v.get("/p/data/json").is(http.StatusOK).says(number)
		v.follow(v.send(v.get("/p/erase"), "/p/erase", "erase", "yes")).says("will be erased")
		stay := stayText.FindString(w.texts(number)[0].Text)
		stranger := w.visitor()
		stranger.press(stranger.get(stay).is(http.StatusOK).hides(number), "press", "yes").is(http.StatusOK)
		v.get("/p/erase").hides("will be erased on")
		w.Audit()
	})
}

func TestANumberIsAnsweredTheSameWhetherItIsKnownOrNot(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.phoned(number)
		before := len(w.texts(number))
		answers := map[string]string{}
		for _, who := range []string{number, "+33698765432"} {
			v := w.visitor()
			asked := v.seekByNumber(who).is(http.StatusSeeOther)
			page := v.follow(asked)
			wrong := v.send(page, "/p/code", "code", "000000").is(http.StatusUnprocessableEntity)
			answers[who] = asked.header.Get("Location") + page.body + wrong.body
		}
		if answers[number] != answers["+33698765432"] {
			t.Errorf("known:\n%s\nunknown:\n%s", answers[number], answers["+33698765432"])
		}
		if n := len(w.texts(number)); n != before+1 || len(w.texts("+33698765432")) != 0 {
			t.Errorf("%d texts came to the known number, %d to the unknown", n-before, len(w.texts("+33698765432")))
		}
	})
}

func TestCodesByTextHaveTheBudgetOfTheNumberAndFiveTries(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.phoned(number)
		before := len(w.texts(number))
		asked := v.follow(v.seekByNumber(number))
		code := w.textedCode(number)
		asked = v.follow(v.send(asked, "/p/code", "again", "yes")) // no other code: what came still counts
		for range 20 {
			w.visitor().seekByNumber(number).is(http.StatusSeeOther)
		}
		if n := len(w.texts(number)) - before; n != 1 {
			t.Errorf("%d texts within ten minutes", n)
		}
		for range 5 {
			v.send(asked, "/p/code", "code", "000000").is(http.StatusUnprocessableEntity)
		}
		v.send(asked, "/p/code", "code", code).is(http.StatusTooManyRequests).says("too many tries")
		v.get("/p/choices").is(http.StatusForbidden)

		w.Clock.Pass(10 * time.Minute)
		v.follow(v.send(asked, "/p/code", "again", "yes"))
		again := w.textedCode(number)
		if again == code {
			t.Error("a code that was shut is sent again")
		}
		other := w.visitor() // the digits are those of one browser
		other.send(other.follow(other.seekByNumber(number)), "/p/code", "code", again).is(http.StatusUnprocessableEntity)
		v.follow(v.send(asked, "/p/code", "code", again)).is(http.StatusOK).says("For " + number)
	})
}

func TestACodeByTextCountsForTenMinutes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.phoned(number)
		asked := v.follow(v.seekByNumber(number))
		code := w.textedCode(number)
		w.Clock.Pass(10*time.Minute + time.Second)
		v.send(asked, "/p/code", "code", code).is(http.StatusUnprocessableEntity)
		v.follow(v.send(asked, "/p/code", "again", "yes"))
		v.follow(v.send(asked, "/p/code", "code", w.textedCode(number))).is(http.StatusOK).says("For " + number)
	})
}

func TestWhatIsNoPersonsNumberIsRefusedOnTheSearchPage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		for typed, says := range map[string]string{
			"":                 "enter your telephone number",
			"12":               "does not look like a telephone number",
			"+44 70 1234 5678": "belongs to a service",
		} {
			v.seekByNumber(typed).is(http.StatusUnprocessableEntity).says(says)
		}
		v.seekByNumber(number, "website", "https://spam.example").is(http.StatusSeeOther)
		if len(w.letters.sent) != 0 {
			t.Error("a machine has a code sent")
		}
	})
}

func TestALinkMadeForANumberOpensByACodeToThatNumber(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.phoned(number)
		at := w.lastCalled(number).Points[0].ID
		v := w.visitor()
		door := v.get("/p/" + w.links.Make(link.Preferences, link.Token{Org: w.Org, Point: at, Channel: assent.SMS, Issued: w.Clock.Now()}))
		asked := v.follow(v.press(door.says("we text a code to that number").hides(number, "mail a code"), "press", "yes"))
		v.follow(v.send(asked, "/p/code", "code", w.textedCode(number))).is(http.StatusOK).says("For " + number)
	})
}

// TestTheVariantOfAPageOutlivesItsLink: an old link, a closed page and a page after leaving lead to a new link, and that to the
// same variant.
func TestTheVariantOfAPageOutlivesItsLink(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Publish(&catalogue.Page{ID: "short", Kind: catalogue.PreferencesPage, Titles: catalogue.Texts{"en": "The short page"}})
		w.member(ana)
		v := w.visitor()
		old := link.Token{Org: w.Org, Point: w.pointOf(ana), Page: "short", Channel: assent.Email, Issued: w.Clock.Now()}
		for name, lost := range map[string]func() *page{
			"a link that has run out": func() *page {
				long := old
				long.Issued = long.Issued.AddDate(0, 0, -31)
				return v.get("/p/" + w.links.Make(link.Preferences, long)).is(http.StatusGone)
			},
			"after leaving": func() *page {
				leave := old
				leave.Purpose = "alerts"
				done := v.follow(v.send(v.get("/u/"+w.links.Make(link.Unsubscribe, leave)), "/u/", "scope", "this"))
				return v.get(linkTo(done, "/o/"))
			},
		} {
			v.follow(v.send(lost(), "/o/", "email", ana)).says("on its way")
			door := path(t, w.post(ana)[0], "/p/")
			asked := v.knock(door)
			v.follow(v.send(asked, "/p/code", "code", w.mailedCode(ana))).says("The short page")
			w.Clock.Pass(time.Hour)
			if again := linkTo(v.get("/p/choices").is(http.StatusForbidden), "/o/"); !strings.Contains(again, "page=short") {
				t.Errorf("%s: the page that closed leads to %s", name, again)
			}
		}
	})
}

// linkTo is the first address on a page that begins so.
func linkTo(p *page, begins string) string {
	p.t.Helper()
	for _, to := range p.leads() {
		if strings.HasPrefix(to, begins) {
			return to
		}
	}
	p.t.Fatalf("%s leads nowhere that begins with %s", p.path, begins)
	return ""
}
