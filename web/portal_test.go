package web_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/portal"
	"assent/web"
	"assent/web/webtest"

	"github.com/chromedp/chromedp"
)

// shop is a site with a customer area and a key of its own, before the reception.
type shop struct {
	*world
	side *portal.Desk
	key  assent.ID
}

func newShop(t *testing.T, h *intaketest.House) *shop {
	t.Helper()
	keys := auth.New(h.Archive, auth.Options{Now: h.Clock.Now, Random: rand.Reader})
	_, key, err := keys.Create(t.Context(), h.Org, "shop", []auth.Scope{auth.Portal})
	if err != nil {
		t.Fatal(err)
	}
	side := portal.New(portal.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Keys: keys, Mint: link.New(h.Vault.Derive, rand.Reader), Now: h.Clock.Now, Random: rand.Reader,
	})
	return &shop{newWorld(t, h, func(c *web.Config) { c.Portal = side }), side, key.ID}
}

const customerArea = "http://shop.example"

// button is what the customer area prints for somebody who is logged in.
func (s *shop) button(email, do string) url.Values {
	f := portal.Form{
		Key: s.key.String(), Origin: customerArea, Contact: "email:" + email, Nonce: rand.Text(),
		Expires: strconv.FormatInt(s.Clock.Now().Add(5*time.Minute).Unix(), 10),
	}
	return url.Values{
		"key": {f.Key}, "origin": {f.Origin}, "contact": {f.Contact}, "expires": {f.Expires}, "nonce": {f.Nonce},
		"signature": {portal.Sign(s.side.Secret(s.key), f)}, "do": {do}, "brand": {"alpenglow"},
	}
}

// link is the address that the shop's server has asked for.
func (s *shop) link(email string) string {
	s.t.Helper()
	l, err := s.side.Link(s.t.Context(), s.Org, assent.Contactable{Email: email}, "alpenglow")
	if err != nil {
		s.t.Fatal(err)
	}
	return l.URL
}

func TestASignedButtonOpensOnesChoicesOnceAndOnlyFromItsSite(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		v := s.visitor()
		press := s.button(asker, "choices")
		v.header.Set("Origin", "https://evil.example")
		v.post("/portal", press).is(http.StatusForbidden)
		v.header.Set("Origin", customerArea)
		v.follow(v.post("/portal", press)).is(http.StatusOK).says(asker)
		s.visitor().get("/p/choices").is(http.StatusForbidden)
		thief := s.visitor()
		thief.header.Set("Origin", customerArea)
		thief.post("/portal", press).is(http.StatusGone)
	})
}

// TestASiteVouchesForOneOfTwoCustomersAndTheirMailboxForNeither: its page shows what the mailbox is sent, behind a code or not.
func TestASiteVouchesForOneOfTwoCustomersAndTheirMailboxForNeither(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		for _, customer := range []string{"C-1", "C-2"} {
			s.Record(intake.Act{
				Type: assent.ContactLinked, Contact: assent.Contactable{Email: asker, ExternalID: customer}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			})
		}
		v := s.visitor()
		door := v.get(s.link(asker)).is(http.StatusOK)
		v.follow(v.press(door, "do", "choices")).is(http.StatusOK).says("Alerts")
		v.get("/p/data/json").is(http.StatusSeeOther)
		v.enter(asker)
		v.get("/p/data/json").is(http.StatusForbidden).says("More than one person may read")
		v.post("/p/erase", url.Values{"erase": {"yes"}}).is(http.StatusForbidden)
	})
}

func TestWhoWasVouchedForStillNeedsACodeForHerDataAndHerYesCountsAsThatOfAForm(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		v := s.visitor()
		door := v.get(s.link(asker)).is(http.StatusOK).hides(asker)
		choices := v.follow(v.press(door, "do", "choices")).is(http.StatusOK)
		for _, path := range []string{"/p/data", "/p/data/json", "/p/data/csv", "/p/address", "/p/erase"} {
			to := v.get(path).is(http.StatusSeeOther).header.Get("Location")
			v.get(to).is(http.StatusOK).hides(asker)
		}
		v.post("/p/erase", url.Values{"erase": {"yes"}}).is(http.StatusSeeOther)
		if s.standing(asker).erased {
			t.Fatal("somebody whom a site vouched for is to be erased")
		}
		v.send(choices, "/p/choices", "+choice", "newsletter:email", "+choice", "club:email", "-choice", "alerts:email").is(http.StatusSeeOther)
		state := s.State(asker)
		if got := s.status(asker, "alerts"); got != assent.Withdrawn {
			t.Errorf("what she left is %s", got)
		}
		if got := s.status(asker, "club"); got != assent.Pending { // its purpose wants the double opt-in
			t.Errorf("what must be confirmed is %s", got)
		}
		for _, y := range state.Points[s.pointOf(asker)].Yeses {
			if e := s.Event(y.Event); e.Method == assent.Portal && (e.Grade != assent.GradeD || e.Strength != assent.SingleOptIn) {
				t.Errorf("a yes by the side door is %s %s", e.Grade, e.Strength)
			}
		}
		h.Audit()
	})
}

func TestStopEverythingIsOnePress(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		v := s.visitor()
		v.header.Set("Origin", customerArea)
		v.follow(v.post("/portal", s.button(asker, "stop"))).is(http.StatusOK).says("You have unsubscribed")
		if got := s.status(asker, "alerts"); got != assent.Withdrawn {
			t.Errorf("alerts %s", got)
		}
		s.member("bea@example.org")
		bea := s.visitor()
		path := s.link("bea@example.org")
		for range 3 { // fetched by a machine
			bea.get(path).is(http.StatusOK)
		}
		if got := s.status("bea@example.org", "alerts"); got != assent.Granted {
			t.Fatalf("a GET has changed something: %s", got)
		}
		bea.follow(bea.press(bea.get(path), "do", "stop")).is(http.StatusOK)
		if got := s.status("bea@example.org", "alerts"); got != assent.Withdrawn {
			t.Errorf("alerts %s", got)
		}
	})
}

func TestALinkOfTheSideDoorOpensOnceAndForFiveMinutes(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		v, path := s.visitor(), s.link(asker)
		v.follow(v.press(v.get(path), "do", "choices")).is(http.StatusOK)
		other := s.visitor()
		other.press(other.get(path), "do", "choices").is(http.StatusGone)
		late := s.link(asker)
		s.Clock.Pass(6 * time.Minute)
		s.visitor().get(late).is(http.StatusGone)
	})
}

func TestARealBrowserComesFromTheCustomerAreaAndAnswersAQuestion(t *testing.T) {
	s := newShop(t, intaketest.New(t))
	s.member(asker)
	host := strings.TrimPrefix(s.server.URL, "http://")
	area := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!DOCTYPE html><title>shop</title><form method="post" action="http://choices.example.org/portal">`)
		for name, value := range s.button(asker, "choices") {
			fmt.Fprintf(w, `<input type="hidden" name="%s" value="%s">`, name, value[0])
		}
		fmt.Fprint(w, `<button>All my choices</button></form>`)
	}))
	t.Cleanup(area.Close)
	b := &window{world: s.world, t: t, tab: webtest.Browser(t, "shop.example", strings.TrimPrefix(area.URL, "http://"), "choices.example.org", host)}
	b.withoutScripts()
	b.do("open the customer area", chromedp.Navigate(customerArea+"/"))
	b.press("all my choices", "button", ".purpose")

	path, _ := s.asked("bea@example.org", "newsletter:email", "club:email")
	for _, width := range []int64{390, 1280} {
		b.do("size", chromedp.EmulateViewport(width, 900))
		b.open(path)
		b.reads("May Alpenglow write to you?")
		b.fits(width)
	}
	b.do("tick", chromedp.Click(`input[value="newsletter:email"]`))
	b.press("answer", `.press button[value="yes"]`, ".lead")
	b.reads("Your answer")
	if got := s.status("bea@example.org", "newsletter"); got != assent.Granted {
		t.Errorf("the newsletter is %s", got)
	}
}

// TestTheSideDoorTellsNobodyWhetherSomebodyWasErasedOrNeverKnown: the sentence is true of both.
func TestTheSideDoorTellsNobodyWhetherSomebodyWasErasedOrNeverKnown(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		s := newShop(t, h)
		s.member(asker)
		kept := s.link(asker)
		s.Record(intake.Act{
			Type: assent.PersonErased, Contact: assent.Contactable{Email: asker}, Actor: assent.Actor{Kind: assent.ActorOperator, ID: "test"},
		})
		v := s.visitor()
		v.header.Set("Origin", customerArea)
		for _, answer := range []*page{
			v.post("/portal", s.button("nobody@example.org", "choices")),
			v.post("/portal", s.button(asker, "choices")),
			v.get(kept),
		} {
			answer.says("Nothing is held here under the address", "or nothing any more").hides("erased")
		}
	})
}
