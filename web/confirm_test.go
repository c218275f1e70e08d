package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"assent"
)

// confirmed expects how a sign-up was confirmed.
func (w *world) confirmed(email string, method assent.Method, grade assent.Grade) {
	w.t.Helper()
	e := w.last(email)
	if e.Type != assent.ConsentConfirmed || e.Method != method || e.Grade != grade {
		w.t.Errorf("recorded %s by %s of grade %s, want confirmed by %s of grade %s", e.Type, e.Method, e.Grade, method, grade)
	}
}

func TestTheBrowserThatSignedUpConfirmsWithTheHighestGrade(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		ana.signUp("ana@example.org").is(http.StatusSeeOther)
		ana.press(ana.get(w.confirmLink("ana@example.org")), "press", "yes").is(http.StatusSeeOther)
		w.confirmed("ana@example.org", assent.ConfirmSameBrowser, assent.GradeA)
		if !w.last("ana@example.org").Evidence.SameBrowser {
			t.Error("the evidence does not say so")
		}
	})
}

func TestAnotherBrowserConfirmsByButton(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.visitor().signUp("ana@example.org").is(http.StatusSeeOther)
		phone := w.visitor()
		phone.press(phone.get(w.confirmLink("ana@example.org")), "press", "yes").is(http.StatusSeeOther)
		w.confirmed("ana@example.org", assent.ConfirmButton, assent.GradeB)
	})
}

func TestLookingNeverConfirms(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.visitor().signUp("ana@example.org").is(http.StatusSeeOther)
		before := len(w.events("ana@example.org"))
		scanner := w.visitor()
		for _, path := range []string{w.confirmLink("ana@example.org"), w.cancelLink("ana@example.org"), w.leaveLink("ana@example.org")} {
			for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet} {
				scanner.do(method, path, "", nil)
			}
		}
		if after := len(w.events("ana@example.org")); after != before {
			t.Errorf("looking recorded %d events", after-before)
		}
		w.stands("ana@example.org", assent.Pending)
	})
}

// TestWhatOnlyMachinesDoIsAnsweredByAskingForTheCode: each of these must confirm nothing, then the
// code confirms.
func TestWhatOnlyMachinesDoIsAnsweredByAskingForTheCode(t *testing.T) {
	robots := map[string]func(*visitor, string) *page{
		"the trap is pressed": func(v *visitor, confirm string) *page {
			return v.press(v.get(confirm), "all", "yes")
		},
		"the form is sent without any button": func(v *visitor, confirm string) *page {
			return v.press(v.get(confirm))
		},
		"the button is pressed faster than anyone reads": func(v *visitor, confirm string) *page {
			action, fields := v.get(confirm).form()
			fields.Set("press", "yes")
			return v.post(action, fields)
		},
		"a post comes from no page": func(v *visitor, confirm string) *page {
			return v.post(confirm, url.Values{"press": {"yes"}})
		},
		"a page of another sign-up is sent": func(v *visitor, confirm string) *page {
			v.w.visitor().signUp("eve@example.org")
			_, fields := v.get(v.w.confirmLink("eve@example.org")).form()
			fields.Set("press", "yes")
			v.w.Clock.Pass(2 * time.Second)
			return v.post(confirm, fields)
		},
		"every link of the mail is fetched at once": func(v *visitor, confirm string) *page {
			v.do(http.MethodHead, v.w.cancelLink("ana@example.org"), "", nil)
			return v.get(confirm)
		},
	}
	for name, act := range robots {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, func(t *testing.T, w *world) {
				w.visitor().signUp("ana@example.org").is(http.StatusSeeOther)
				confirm := w.confirmLink("ana@example.org")
				asked := act(w.visitor(), confirm).is(http.StatusOK).says("the six digits that are printed in the same mail")
				w.stands("ana@example.org", assent.Pending)

				ana := w.visitor()
				ana.get(confirm).says("Code from the mail") // it asks everybody now
				ana.press(asked, "code", "12").is(http.StatusUnprocessableEntity).says("That is not the code in the mail.")
				code := w.links.Code(confirm[len("/c/"):])
				ana.press(asked, "code", code[:3]+" "+code[3:]).is(http.StatusSeeOther)
				w.confirmed("ana@example.org", assent.ConfirmCode, assent.GradeC)
			})
		})
	}
}

// blanks are what is typed by mistake, without a digit: however often, it is no try at guessing a code.
var blanks = []string{"", " ", "abc", "——", "code", "o o o o o o"}

func TestTheCodeCannotBeGuessed(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.visitor().signUp("ana@example.org").is(http.StatusSeeOther)
		confirm, v := w.confirmLink("ana@example.org"), w.visitor()
		asked := v.press(v.get(confirm), "all", "yes")
		right := w.links.Code(confirm[len("/c/"):])
		wrong := "000000"
		if right == wrong {
			wrong = "000001"
		}
		for _, blank := range blanks {
			v.press(asked, "code", blank).says("That is not the code in the mail.")
		}
		for range 5 {
			v.press(asked, "code", wrong).says("That is not the code in the mail.")
		}
		v.press(asked, "code", right).is(http.StatusUnprocessableEntity).says("Too many tries.")
		w.stands("ana@example.org", assent.Pending)
		w.Clock.Pass(11 * time.Minute)
		v.press(asked, "code", right).is(http.StatusSeeOther)
	})
}

func TestAConfirmLinkThatRanOutSaysHowToGoOn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.visitor().signUp("ana@example.org").is(http.StatusSeeOther)
		confirm := w.confirmLink("ana@example.org")
		w.Clock.Pass(73 * time.Hour)
		late := w.visitor()
		late.get(confirm).is(http.StatusGone).says("This link has run out", "Sign up again")
		late.post(confirm, url.Values{"press": {"yes"}}).is(http.StatusGone)
		w.stands("ana@example.org", assent.Pending)
	})
}

func TestPagesOfAPersonAreInHerLanguage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		claire := w.visitor()
		claire.press(claire.get("/f/alerts?lang=fr").says("Que souhaitez-vous recevoir"), "email", "claire@example.org", "+choice", "alerts:email:snow").is(http.StatusSeeOther)
		elsewhere := w.visitor()
		elsewhere.header.Set("Accept-Language", "en")
		elsewhere.get(w.confirmLink("claire@example.org")).says("Confirmez vos choix", "Neige").hides("Tempête")
		elsewhere.get(w.confirmLink("claire@example.org") + "?lang=en").says("Please confirm your choices")
	})
}
