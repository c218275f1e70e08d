package web_test

import (
	"testing"

	"assent"
	"assent/intake/intaketest"

	"github.com/chromedp/chromedp"
)

func TestARealBrowserWithoutScriptsGoesAllTheWay(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := w.window(t).withoutScripts()
	for _, width := range []int64{390, 1280} {
		b.do("size", chromedp.EmulateViewport(width, 900))
		email := map[int64]string{390: "ana@example.org", 1280: "bea@example.org"}[width]

		b.open("/f/alerts")
		b.do("fill in", chromedp.SendKeys("#email", email), chromedp.Click(`input[value="alerts:email"]`))
		b.press("send", `.press button`, ".done")
		b.reads("Thank you. One last step")

		b.open(w.confirmLink(email))
		b.reads("Please confirm your choices")
		b.press("confirm", `button[name="press"]`, ".done")
		b.reads("Thank you. You are in")
		w.confirmed(email, assent.ConfirmSameBrowser, assent.GradeA)

		b.open(w.leaveLink(email))
		b.press("leave", `button[value="this"]`, ".done")
		b.reads("You have unsubscribed")
		w.stands(email, assent.Withdrawn)
	}
}

func TestARealBrowserWithoutScriptsSignsUpWithANumber(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := w.window(t).withoutScripts()
	for width, phone := range map[int64]string{390: "+33612345678", 1280: "+33698765432"} {
		b.do("size", chromedp.EmulateViewport(width, 900))
		b.open("/f/alerts?lang=de")
		b.do("fill in", chromedp.SendKeys("#phone", phone), chromedp.Click(`input[value="alerts:sms"]`))
		b.press("send", `.press button`, "#code")
		b.fits(width)
		b.do("type a wrong code", chromedp.SendKeys("#code", "12"))
		b.press("send it", `.press button:not([name])`, "#code-wrong")
		b.do("type the code", chromedp.SendKeys("#code", w.textedCode(phone)))
		b.press("send it", `.press button:not([name])`, ".done")
		b.reads("Vielen Dank. Sie sind dabei")
		if e := w.lastCalled(phone); e.Type != assent.ConsentConfirmed || e.Grade != assent.GradeC {
			t.Errorf("recorded %s of grade %s", e.Type, e.Grade)
		}
	}
}

func TestARealBrowserWithoutScriptsKeepsItsOwnPage(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := w.window(t).withoutScripts()
	for _, width := range []int64{390, 1280} {
		email := map[int64]string{390: "ana@example.org", 1280: "bea@example.org"}[width]
		w.member(email)
		b.do("size", chromedp.EmulateViewport(width, 900))

		b.open(w.ownLink(email))
		b.press("ask for a code", `button[name="press"]`, "#code")
		b.do("type the code", chromedp.SendKeys("#code", w.mailedCode(email)))
		b.press("send the code", `.press button[type="submit"]`, ".purpose")
		b.do("untick and tick", chromedp.Click(`input[value="alerts:email"]`), chromedp.Click(`input[value="newsletter:email:skis"]`),
			chromedp.Click(`input[value="newsletter:email"]`))
		b.press("save", `.save button`, ".note.good")
		for purpose, want := range map[string]assent.Status{"alerts": assent.Withdrawn, "newsletter": assent.Granted} {
			if got := w.status(email, purpose); got != want {
				t.Errorf("%s is %s, want %s", purpose, got, want)
			}
		}
		for _, path := range []string{"/p/choices", "/p/history", "/p/receipt/0", "/p/data", "/p/erase"} {
			b.open(path)
			b.fits(width)
		}
		b.press("ask to be erased", `button[value="yes"]`, `button[value="no"]`)
		b.press("call it off", `button[value="no"]`, `button[value="yes"]`)
		b.open("/p/choices")
		b.press("stop everything", `form[action^="/p/stop"] button`, ".note.good")
		if got := w.status(email, "newsletter"); got != assent.Withdrawn {
			t.Errorf("the newsletter is %s after everything was stopped", got)
		}
		b.press("close", ".slim", ".done")
	}
}
