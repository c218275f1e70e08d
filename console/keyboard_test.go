package console_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/web/webtest"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys is somebody who has no mouse.
type keys struct {
	t   *testing.T
	tab context.Context
}

// to presses Tab until the focus stands on an element; on the way it is never where it cannot be seen (WCAG 2.2, 2.4.7).
func (k keys) to(selector string) keys {
	k.t.Helper()
	for range 250 {
		webtest.Do(k.t, k.tab, chromedp.KeyEvent("\t"))
		if unseen := webtest.Read[string](k.t, k.tab, unseenFocus); unseen != "" {
			k.t.Fatalf("the focus cannot be seen on %s", unseen)
		}
		if webtest.Read[bool](k.t, k.tab, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return k
		}
	}
	k.t.Fatalf("no number of Tabs leads to %s", selector)
	return k
}

// unseenFocus names the element that has the focus without an outline that shows it. In a frame, it is the framed page that shows it.
const unseenFocus = `(() => {
  const e = document.activeElement, s = getComputedStyle(e)
  if (e === document.body || e === document.documentElement || e.matches("iframe") || s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) return ""
  return e.outerHTML.slice(0, 160)
})()`

func (k keys) types(text string) keys {
	k.t.Helper()
	webtest.Do(k.t, k.tab, chromedp.KeyEvent(text))
	return k
}

// enter presses Enter, and waits for the screen to which that leads.
func (k keys) enter(title string) keys {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.tab, 20*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent("\r")); err != nil {
		k.t.Fatalf("enter: %v", err)
	}
	heading(k.t, k.tab, title)
	return k
}

func TestAPurposeAFormAndACampaignArePublishedByKeysAlone(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.customer(ana)
	tab := webtest.Browser(t)
	webtest.Do(t, tab, chromedp.EmulateViewport(1280, 900))
	webtest.Open(t, tab, w.server.URL+w.link(w.hire(auth.Campaigner)))
	k := keys{t, tab}
	k.to("main button").enter("Overview")

	k.to(`nav a[href="/console/purposes"]`).enter("Purposes and notices")
	k.to(`a[href="/console/purposes/new/purpose"]`).enter("New purpose")
	k.to("#names-en").types("Garden club").to("#sentences-en").types("Yes, tell me when the club meets.")
	k.to("#names-fr").types("Le cercle").to("#sentences-fr").types("Oui, prévenez-moi.")
	k.to("[name=channels][value=email]").types(" ").to("[name=requires][value=newsletter]").types(" ")
	k.to("[name=then][value=review]").enter("Review: Garden club")
	k.to(`form[action$="/publish"] button`).enter("Garden club")

	k.to(`main a[href^="/console/forms/new/form"]`).enter("New form")
	k.to(`[name="place.newsletter:email"]`).types("1").to(`[name="place.garden-club:email"]`).types("2")
	k.to("#titles-en").types("Join the club").to("#notice").types("s")
	k.to("#build button[type=submit]:not([formaction])").enter("Form join-the-club")

	k.to(`nav a[href="/console/campaigns"]`).enter("Campaigns")
	k.to(`a[href="/console/campaigns/new"]`).enter("New campaign")
	k.to("#name").types("Members to be").to("#brand").types(kb.ArrowDown).to("[name=ask][value=newsletter]").types(" ").to("#notice").types("s")
	k.to("#audience").types(ana).to("[name=then][value=create]").enter("Members to be")
	k.to(`form[action$="/start"] button`).enter("Members to be")

	c, err := w.Shelf.Current(t.Context(), w.Org)
	must(t, err)
	if p, ok := c.CollectionPoint("join-the-club"); !ok || len(p.Boxes) != 2 || p.Notice != "signup" {
		t.Errorf("published is %+v", p)
	}
	if got := webtest.Read[string](t, tab, `document.querySelector("#stands").textContent`); got != "Under way" {
		t.Errorf("the campaign is %s: %s", got, webtest.Read[string](t, tab, `document.querySelector("main").innerText`))
	}
}
