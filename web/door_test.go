package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/link"
)

const ana = "ana@example.org"

func TestOnesOwnPageOpensByAMailedCodeAlone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		door := v.get(w.ownLink(ana)).is(http.StatusOK).says("a•••@e•••.org", "Mail me a code", "Unsubscribe without a code").hides(ana, "Alerts")
		if door.header.Get("Set-Cookie") != "" {
			t.Error("the door sets a cookie before anything is asked for")
		}
		v.get("/p/choices").is(http.StatusForbidden).hides("Alerts")
		v.enter(ana).says("What I receive", "For "+ana, "Alerts", "Yes, since 16 November 2026")
		mails := w.post(ana)
		if !strings.Contains(mails[0].Subject, "Your code") || strings.Contains(mails[0].Text, "http") {
			t.Errorf("the code came as %q:\n%s", mails[0].Subject, mails[0].Text)
		}
		v.get(w.ownLink(ana)).is(http.StatusSeeOther) // she is in already
	})
}

func TestTheCodeIsOfNoUseInAnotherBrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		hers, thief := w.visitor(), w.visitor()
		asked := hers.knock(w.ownLink(ana))
		thief.send(asked, "/p/code", "code", w.mailedCode(ana)).is(http.StatusForbidden)
		other := thief.knock(w.ownLink(ana)) // a code of his own goes to her mailbox, where he cannot read it
		first := sixDigits.FindString(w.post(ana)[1].Text)
		thief.send(other, "/p/code", "code", first).is(http.StatusUnprocessableEntity)
	})
}

func TestACodeIsTypedFiveTimesAndOpensOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		guesser := w.visitor()
		asked := guesser.knock(w.ownLink(ana))
		right := w.mailedCode(ana)
		wrong := "111111"
		if right == wrong {
			wrong = "222222"
		}
		for _, blank := range blanks {
			guesser.send(asked, "/p/code", "code", blank).is(http.StatusUnprocessableEntity).says("That is not the code")
		}
		for range 5 {
			guesser.send(asked, "/p/code", "code", wrong).is(http.StatusUnprocessableEntity).says("That is not the code")
		}
		guesser.send(asked, "/p/code", "code", right).is(http.StatusTooManyRequests).says("too many tries")
		guesser.get("/p/choices").is(http.StatusForbidden)

		hers := w.visitor()
		asked = hers.knock(w.ownLink(ana))
		jar := hers.client.Jar
		code := w.mailedCode(ana)
		kept := jar.Cookies(mustParse(t, w.server.URL))
		hers.send(asked, "/p/code", "code", code).is(http.StatusSeeOther)
		replay := w.visitor()
		replay.client.Jar.SetCookies(mustParse(t, w.server.URL), kept)
		replay.send(asked, "/p/code", "code", code).is(http.StatusTooManyRequests)
	})
}

func TestACodeLivesTenMinutesAndASessionThirty(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		late := w.visitor()
		asked := late.knock(w.ownLink(ana))
		code := w.mailedCode(ana)
		w.Clock.Pass(10 * time.Minute)
		late.send(asked, "/p/code", "code", code).is(http.StatusForbidden).says("This page is closed")

		v := w.visitor()
		v.enter(ana)
		w.Clock.Pass(29 * time.Minute)
		v.get("/p/choices").is(http.StatusOK)
		w.Clock.Pass(2 * time.Minute)
		v.get("/p/choices").is(http.StatusForbidden)
	})
}

func TestCodesAreMailedFiveTimesAnHourAndTwentyTimesADay(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		before := len(w.post(ana))
		door, sent := w.ownLink(ana), 0
		for range 60 {
			v := w.visitor() // as many browsers as one likes
			answer := v.press(v.get(door), "press", "yes")
			if answer.status == http.StatusSeeOther {
				sent++
			} else {
				answer.is(http.StatusTooManyRequests).says("as many codes to this address as we may")
			}
			if sent == 5 {
				w.Clock.Pass(time.Hour)
			}
			w.Clock.Pass(7 * time.Minute)
		}
		if sent != 20 {
			t.Errorf("%d codes in less than a day", sent)
		}
		if got := len(w.post(ana)) - before; got > 20 {
			t.Errorf("%d mails", got)
		}
	})
}

func TestAMachineAtTheDoorCausesNoMail(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		before := len(w.post(ana))
		v := w.visitor()
		door := v.get(w.ownLink(ana))
		action, fields := door.form()
		v.post(action, fields).is(http.StatusUnprocessableEntity).says("Please press the button once more") // at once
		v.press(door, "all", "yes").is(http.StatusUnprocessableEntity)
		fields.Del("nonce")
		v.post(action, fields).is(http.StatusUnprocessableEntity)
		if got := len(w.post(ana)); got != before {
			t.Errorf("%d mails", got-before)
		}
	})
}

func TestALinkToOnesPageThatIsCutOrOldLeadsToANewOne(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, door := w.visitor(), w.ownLink(ana)
		v.get(door[:len(door)-4]).is(http.StatusNotFound).says("Send me the link")
		v.get("/p/" + strings.TrimPrefix(w.leaveLink(ana), "/u/")).is(http.StatusNotFound)
		w.Clock.Pass(link.Preferences.Life() + time.Minute)
		v.get(door).is(http.StatusGone).says("works for 30 days", "Send me the link")
	})
}

func TestCookiesOfTheDoorAreBoundToTheHost(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		door := v.get(w.ownLink(ana))
		answer := v.press(door, "press", "yes").is(http.StatusSeeOther)
		cookie := answer.header.Get("Set-Cookie")
		for _, want := range []string{"__Host-knock=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("the cookie lacks %s: %s", want, cookie)
			}
		}
		v.header.Set("Cookie", strings.Split(cookie, ";")[0])
		entered := v.send(v.get("/p/code"), "/p/code", "code", w.mailedCode(ana)).is(http.StatusSeeOther)
		session := strings.Join(entered.header.Values("Set-Cookie"), "\n")
		for _, want := range []string{"__Host-session=", "HttpOnly; Secure; SameSite=Lax", "Max-Age=1800", "__Host-knock=; Path=/; Max-Age=0"} {
			if !strings.Contains(session, want) {
				t.Errorf("the cookies lack %s:\n%s", want, session)
			}
		}
	}, onHTTPS)
}

func TestASessionCannotBePlanted(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.member("eve@example.org")
		v := w.visitor()
		token := link.Token{Org: w.Org, Point: w.pointOf(ana), Brand: "", Issued: w.Clock.Now()}
		for _, use := range []link.Use{link.Preferences, link.Knock, link.Unsubscribe, link.Receipt, link.SignUp} {
			v.header.Set("Cookie", "session="+w.links.Make(use, token))
			v.get("/p/choices").is(http.StatusForbidden)
		}
		token.Org = assent.ID{9}
		v.header.Set("Cookie", "session="+w.links.Make(link.Session, token))
		v.get("/p/choices").is(http.StatusForbidden)

		eve := w.visitor()
		eve.enter("eve@example.org")
		planted := eve.client.Jar.Cookies(mustParse(t, w.server.URL))[0]
		hers := w.visitor()
		hers.client.Jar.SetCookies(mustParse(t, w.server.URL), []*http.Cookie{planted})
		hers.get(w.ownLink(ana)).is(http.StatusOK) // another's session does not open her door
		hers.enter(ana)
		if now := hers.client.Jar.Cookies(mustParse(t, w.server.URL)); len(now) != 1 || now[0].Value == planted.Value {
			t.Errorf("after her code the session is the one that was there before: %v", now)
		}
	})
}

func TestNoOtherSiteCanPostBehindTheCode(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		choices := v.enter(ana)
		n := len(w.events(ana))
		for _, header := range [][2]string{{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}} {
			v.header.Set(header[0], header[1])
			for _, form := range []string{"/p/choices", "/p/stop", "/p/pause", "/p/close"} {
				action, fields := choices.formTo(form)
				fields.Set("length", "one_month")
				v.post(action, fields).is(http.StatusForbidden)
			}
			v.header.Del(header[0])
		}
		if got := len(w.events(ana)); got != n {
			t.Errorf("%d events were recorded", got-n)
		}
	})
}

func TestClosingThePageEndsTheSession(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		v.follow(v.send(v.enter(ana), "/p/close")).says("Your page is closed")
		v.get("/p/choices").is(http.StatusForbidden)
		if cookies := v.client.Jar.Cookies(mustParse(t, w.server.URL)); len(cookies) != 0 {
			t.Errorf("left over: %s", fmt.Sprint(cookies))
		}
	})
}

func TestPagesBehindTheCodeAreSmallPrivateAndLabelled(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		v.enter(ana)
		style := 0
		for _, path := range []string{"/p/choices", "/p/choices?done=yes", "/p/history", "/p/receipt/1", "/p/data", "/p/erase", "/p/address"} {
			p := v.get(path).is(http.StatusOK)
			p.labelled()
			for _, asset := range assetsOf(p) {
				if style == 0 {
					style = len(v.get(asset).is(http.StatusOK).body)
				}
			}
			if weight := len(p.body) + style; weight > 50<<10 {
				t.Errorf("%s weighs %d bytes with its sheet", path, weight)
			}
			if p.header.Get("Cache-Control") != "no-store" || p.header.Get("Set-Cookie") != "" {
				t.Errorf("%s: %v", path, p.header)
			}
		}
		n := len(w.events(ana))
		for _, path := range []string{"/p/stop", "/p/pause", "/p/close"} {
			v.get(path + "?length=one_month").is(http.StatusMethodNotAllowed)
		}
		for _, path := range []string{"/p/choices?choice=newsletter:email", "/p/erase?erase=yes", "/p/data?country=DE", "/p/address?email=x@example.org"} {
			v.get(path).is(http.StatusOK)
		}
		if got := len(w.events(ana)); got != n {
			t.Errorf("reading recorded %d events", got-n)
		}
	})
}

// assetsOf are the sheets that a page loads.
func assetsOf(p *page) []string {
	var out []string
	for _, part := range strings.Split(p.body, `href="`)[1:] {
		if to, _, _ := strings.Cut(part, `"`); strings.HasPrefix(to, "/assets/style") {
			out = append(out, to)
		}
	}
	return out
}
