package web_test

import (
	"testing"

	"assent"
	"assent/catalogue"
	"assent/intake/intaketest"
	"assent/link"

	"github.com/chromedp/chromedp"
)

func TestARealBrowserWithoutScriptsLeavesInTwoStepsAndTakesItBack(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := w.window(t).withoutScripts()
	w.asksTwice(catalogue.OptOutPage)
	for _, width := range []int64{390, 1280} {
		email := map[int64]string{390: "ana@example.org", 1280: "bea@example.org"}[width]
		w.member(email)
		leave := w.linkTo(link.Unsubscribe, email, "tarn", "twice") + "?lang=de"
		b.do("size", chromedp.EmulateViewport(width, 900))

		b.open(leave)
		b.fits(width)
		b.press("ask for fewer", `button[value="monthly"]`, ".done")
		b.reads("Weniger Nachrichten")
		b.open(leave)
		b.press("leave", `button[value="this"]`, `button[name="sure"]`)
		b.reads("Wirklich beenden?")
		b.fits(width)
		w.stands(email, assent.Granted)
		b.press("be sure", `button[name="sure"]`, ".done")
		b.reads("Sie sind abgemeldet")
		b.fits(width)
		w.stands(email, assent.Withdrawn)
		b.press("undo", `form[action^="/u/done/undo"] button:not(.snare)`, ".done")
		b.reads("Rückgängig gemacht")
		w.stands(email, assent.Granted)

		b.open(w.linkTo(link.Preferences, email, "tarn", "") + "?lang=de")
		b.press("ask for a code", `button[name="press"]`, "#code")
		b.do("type the code", chromedp.SendKeys("#code", w.mailedCode(email)))
		b.press("send the code", `.press button[type="submit"]`, ".purpose")
		b.fits(width)
		b.do("choose how often", chromedp.SetValue(`select[name="often"]`, "alerts:weekly"))
		b.press("save", `.save button`, ".note.good")
		if got := w.State(email).Frequencies; len(got) != 1 || got[0].AtMost != assent.Weekly {
			t.Errorf("kept are %+v", got)
		}
		b.press("close", ".slim", ".done")
	}
}
