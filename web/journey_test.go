package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/link"
)

// signUp sends the form of alerts with the box for mails ticked, as this visitor.
func (v *visitor) signUp(email string, pairs ...string) *page {
	v.w.t.Helper()
	form := v.get("/f/alerts").is(http.StatusOK)
	return v.press(form, append([]string{"email", email, "+choice", "alerts:email"}, pairs...)...)
}

func TestWhoLeavesByOneClickIsAnsweredAtOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		leave := w.leaveLink("ana@example.org")
		program := w.visitor()
		program.header.Set("Origin", "https://mail.example.com") // a webmail's page may send it itself

		multipart := "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
		for kind, body := range map[string]string{
			"application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
			"multipart/form-data; boundary=x":   multipart,
			"":                                  "List-Unsubscribe=One-Click",
		} {
			for range 2 {
				answer := program.do(http.MethodPost, leave, kind, strings.NewReader(body)).is(http.StatusOK)
				if answer.header.Get("Set-Cookie") != "" || answer.header.Get("Location") != "" {
					t.Errorf("one click as %s sets a cookie or redirects: %v", kind, answer.header)
				}
			}
		}
		e := w.last("ana@example.org")
		if e.Method != assent.OneClick || e.Noes[0].Scope != (assent.Scope{Brand: "*", Purpose: "*", Channel: "email", Party: "*"}) || !e.Noes[0].Granular {
			t.Errorf("recorded %s with %+v", e.Method, e.Noes)
		}
		w.stands("ana@example.org", assent.Withdrawn)
	})
}

func TestOneClickInAMailThatAnotherProductWroteStopsEverything(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		leave := "/u/" + w.links.Make(link.Unsubscribe, link.Token{
			Org: w.Org, Point: w.last("ana@example.org").Points[0].ID, Purpose: "alerts", Channel: assent.Email,
			Issued: w.Clock.Now(), Foreign: true,
		})
		w.visitor().post(leave, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusOK)
		if e := w.last("ana@example.org"); e.Noes[0].Scope != assent.Everything() || e.Noes[0].Granular {
			t.Errorf("recorded %+v", e.Noes)
		}
	})
}

func TestEverythingIsOneButtonToo(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		ana, leave := w.visitor(), w.leaveLink("ana@example.org")
		ana.follow(ana.press(ana.get(leave), "scope", "everything")).says("You will receive no more advertising from us.")
		if e := w.last("ana@example.org"); e.Noes[0].Scope != assent.Everything() {
			t.Errorf("recorded %+v", e.Noes)
		}
		ana.get(leave).says("You have already stopped all our advertising.").hides("<button type=\"submit\" name=\"scope\"")
	})
}

func TestAWithdrawalThatLooksLikeAMachinesIsTakenAndFlagged(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		leave := w.leaveLink("ana@example.org")
		v := w.visitor()

		action, fields := v.get(leave).form()
		fields.Set("scope", "this")
		v.post(action, fields).is(http.StatusSeeOther) // at once, before anyone could read
		if flags := w.last("ana@example.org").Evidence.Flags; len(flags) != 1 || flags[0] != "too_fast" {
			t.Errorf("flags are %v", flags)
		}
		v.post(leave, url.Values{"scope": {"everything"}}).is(http.StatusSeeOther)
		if flags := w.last("ana@example.org").Evidence.Flags; len(flags) != 1 || flags[0] != "no_nonce" {
			t.Errorf("flags are %v", flags)
		}
	})
}

func TestAPressThatSaysNothingChangesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		v := w.visitor()
		v.press(v.get(w.leaveLink("ana@example.org"))).is(http.StatusUnprocessableEntity).says("Please choose what you would like to stop.")
		w.stands("ana@example.org", assent.Granted)
	})
}

func TestALinkToLeaveThatIsCutLeadsToANewOne(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		v, leave := w.visitor(), w.leaveLink("ana@example.org")
		cut := v.get(leave[:len(leave)-3]).is(http.StatusNotFound).says("This link is damaged or incomplete.", "Send me the link")
		v.follow(v.press(cut, "email", "ana@example.org")).says("If we know this address, a mail with your link is on its way.")
		if len(w.letters.sent) != 1 {
			t.Errorf("mailed %d letters", len(w.letters.sent))
		}
	})
}

func TestThisWasntMeCancelsTheRequestAndNothingElse(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		stranger, ana := w.visitor(), w.visitor()
		stranger.signUp("ana@example.org").is(http.StatusSeeOther)
		confirm := w.confirmLink("ana@example.org")
		page := ana.get(w.cancelLink("ana@example.org")).is(http.StatusOK).says("This wasn’t me, cancel it")
		ana.follow(ana.press(page, "scope", "this")).says("The request is cancelled")
		e := w.last("ana@example.org")
		if e.Method != assent.NotMe || len(e.Noes) != 1 || e.Noes[0].Scope.Purpose != "alerts" {
			t.Errorf("recorded %s with %+v", e.Method, e.Noes)
		}
		ana.get(confirm).is(http.StatusGone)
		w.Clock.Pass(time.Hour)
		stranger.signUp("ana@example.org").is(http.StatusSeeOther)
		w.stands("ana@example.org", assent.Pending)
	})
}

func TestALinkOfOneUseOpensNoOtherPage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		v := w.visitor()
		token := strings.TrimPrefix(w.leaveLink("ana@example.org"), "/u/")
		v.get("/c/" + token).is(http.StatusNotFound).says("This link is not complete")
		v.get("/u/" + w.links.Seal(link.Shown, []byte("x"), w.Clock.Now())).is(http.StatusNotFound)
	})
}

func TestALinkToOnesOwnPageOffersEachPurpose(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		v := w.visitor()
		own := "/u/" + w.links.Make(link.Unsubscribe, link.Token{
			Org: w.Org, Point: w.last("ana@example.org").Points[0].ID, Channel: assent.Email, Issued: w.Clock.Now(),
		})
		page := v.get(own).is(http.StatusOK).says("Stop “Alerts” by e-mail", "Stop “Newsletter” by e-mail", "Stop all advertising").hides("Orders", "Choose in detail")
		v.press(page, "choice", "nothing:email").is(http.StatusUnprocessableEntity)
		w.stands("ana@example.org", assent.Granted)
		v.follow(v.press(page, "choice", "alerts:email")).says("You will receive no more “Alerts” by e-mail.")
		w.stands("ana@example.org", assent.Withdrawn)
	})
}
