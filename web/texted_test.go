package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/sms"
	"assent/store"
)

const number = "+33612345678"

// called are the events of the person with a number.
func (w *world) called(number string) []*assent.Event {
	w.t.Helper()
	var out []*assent.Event
	err := w.Archive.Read(w.t.Context(), w.Org, func(v *store.View) error {
		row, found, err := v.PointByPseudonym(assent.PhoneNumber, w.Vault.Pseudonyms(w.Org, assent.PhoneNumber, number))
		if err != nil || !found {
			return err
		}
		all, err := v.EventsOf(row.Person)
		for _, s := range all {
			out = append(out, s.Event)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// lastCalled is the newest of them.
func (w *world) lastCalled(number string) *assent.Event {
	w.t.Helper()
	all := w.called(number)
	if len(all) == 0 {
		w.t.Fatal("nothing is recorded")
	}
	return all[len(all)-1]
}

// texts carries what is owed and returns the texts that a number has got, newest first.
func (w *world) texts(number string) []sms.Kept {
	w.t.Helper()
	w.post("")
	return slices.DeleteFunc(w.letters.phone.Texts(), func(k sms.Kept) bool { return k.To != number })
}

// textedCode is the code of the newest text.
func (w *world) textedCode(number string) string {
	w.t.Helper()
	texts := w.texts(number)
	if len(texts) == 0 {
		w.t.Fatal("no text came")
	}
	for _, word := range strings.FieldsFunc(texts[0].Text, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(word) == 6 {
			return word
		}
	}
	w.t.Fatalf("no code in %q", texts[0].Text)
	return ""
}

// textMe signs up with a number for alerts by text, and opens the page that asks for the code.
func (v *visitor) textMe(number string, pairs ...string) *page {
	v.w.t.Helper()
	return v.follow(v.press(v.get("/f/alerts"), append([]string{"phone", number, "+choice", "alerts:sms"}, pairs...)...))
}

func TestANumberIsConfirmedByTheCodeThatCameByText(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		asked := ana.textMe("06 12 34 56 78", "country", "FR").is(http.StatusOK).says("Type the code from the text message").hides("For your e-mail address")
		code := w.textedCode(number)
		ana.press(asked, "code", "12").is(http.StatusUnprocessableEntity).says("That is not the code of the last text.")
		ana.follow(ana.press(asked, "code", code[:3]+" "+code[3:])).says("Thank you. You are in")
		e := w.lastCalled(number)
		if e.Type != assent.ConsentConfirmed || e.Method != assent.ConfirmCode || e.Grade != assent.GradeC || e.Strength != assent.DoubleOptIn {
			t.Errorf("recorded %s by %s of grade %s", e.Type, e.Method, e.Grade)
		}
		if !e.Evidence.SameBrowser || len(e.Evidence.Wording) != 64 {
			t.Errorf("evidence is %+v", e.Evidence)
		}
		before := len(w.called(number))
		ana.follow(ana.press(asked, "code", code)) // pressed twice
		if after := len(w.called(number)); after != before {
			t.Errorf("a second press recorded %d events", after-before)
		}
		w.Audit()
	})
}

func TestANumberOfAServiceSignsNobodyUp(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for _, typed := range []string{"+33 899 12 34 56", "+33 820 12 34 56", "+33 800 12 34 56"} {
			v := w.visitor()
			v.press(v.get("/f/alerts"), "phone", typed, "country", "FR", "+choice", "alerts:sms").
				is(http.StatusUnprocessableEntity).says("This number belongs to a service")
			number := strings.ReplaceAll(typed, " ", "")
			if e := w.called(number); len(e) != 0 {
				t.Errorf("%s: %d events are recorded", typed, len(e))
			}
			if texts := w.texts(number); len(texts) != 0 {
				t.Errorf("%s got %d texts", typed, len(texts))
			}
		}
	})
}

func TestTheCodeOpensNothingInAnotherBrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		asked := w.visitor().textMe(number)
		code := w.textedCode(number)
		other := w.visitor()
		other.get("/f/alerts/code").is(http.StatusForbidden).says("This page is closed", "Sign up again")
		action, _ := asked.form()
		other.post(action, url.Values{"code": {code}}).is(http.StatusForbidden)
		if e := w.lastCalled(number); e.Type != assent.ConsentRequested {
			t.Errorf("recorded %s", e.Type)
		}
		other.textMe("+33698765432")
		other.post(action, url.Values{"code": {code}}).is(http.StatusUnprocessableEntity) // the code of another number
	})
}

func TestACodeByTextRunsOutAndCannotBeGuessed(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.Clock.Pass(w.Clock.Now().Truncate(10 * time.Minute).Add(10 * time.Minute).Sub(w.Clock.Now())) // tries are counted from here
		ana := w.visitor()
		asked := ana.textMe(number)
		code := w.textedCode(number)
		wrong := "000000"
		if code == wrong {
			wrong = "000001"
		}
		for _, blank := range blanks {
			ana.press(asked, "code", blank).is(http.StatusUnprocessableEntity).says("That is not the code of the last text.")
		}
		for range 5 {
			ana.press(asked, "code", wrong).is(http.StatusUnprocessableEntity)
		}
		ana.press(asked, "code", code).is(http.StatusTooManyRequests).says("Too many tries.")
		w.visitor().textMe(number) // signing up again brings no new tries
		ana.press(asked, "code", code).is(http.StatusTooManyRequests)
		w.Clock.Pass(11 * time.Minute)
		ana.press(asked, "code", code).is(http.StatusUnprocessableEntity) // it has run out
		ana.follow(ana.press(asked, "again", "yes")).says("If your number can get another text now")
		ana.follow(ana.press(asked, "code", w.textedCode(number))).says("You are in")
	})
}

func TestAnotherCodeIsTextedWithinTheBudgetAndTheAnswerIsTheSame(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		asked := ana.textMe(number)
		w.textedCode(number)
		for range 20 {
			ana.follow(ana.press(asked, "again", "yes")).says("If your number can get another text now")
			w.texts(number)
			w.Clock.Pass(20 * time.Minute)
		}
		if n := len(w.texts(number)); n != 3 {
			t.Errorf("%d texts in a day, want 3", n)
		}
	})
}

func TestThePageOfTheCodeLooksTheSameWhateverIsKnownOfTheNumber(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		member := w.visitor()
		asked := member.textMe(number)
		member.press(asked, "code", w.textedCode(number)).is(http.StatusSeeOther)
		w.Clock.Pass(time.Hour)
		look := func(number string) (string, []string) {
			v := w.visitor()
			sent := v.press(v.get("/f/alerts"), "phone", number, "+choice", "alerts:sms").is(http.StatusSeeOther)
			var cookies []string
			for _, c := range sent.header.Values("Set-Cookie") {
				name, _, _ := strings.Cut(c, "=")
				cookies = append(cookies, name)
			}
			p := v.follow(sent).is(http.StatusOK)
			body, _, _ := strings.Cut(p.body, "/u/") // what follows is sealed anew each time
			return sent.header.Get("Location") + body, cookies
		}
		known, cookies := look(number)
		unknown, others := look("+33698765432")
		if known != unknown || !slices.Equal(cookies, others) || !slices.Equal(cookies, []string{"texted"}) {
			t.Errorf("they differ: %v and %v", cookies, others)
		}
	})
}

func TestAnAddressAndANumberAreTwoActsAndTwoConfirmations(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		asked := ana.textMe(number, "email", "ana@example.org", "+choice", "alerts:email", "+choice", "alerts:email:snow").
			is(http.StatusOK).says("For your e-mail address there is a mail of its own")
		mailed, texted := w.lastRequest("ana@example.org"), w.lastCalled(number)
		if mailed.Person == texted.Person {
			t.Error("they are taken for one person before either has shown that she is")
		}
		for _, c := range []struct {
			e       *assent.Event
			channel assent.Channel
		}{{mailed, assent.Email}, {texted, assent.SMS}} {
			if len(c.e.Choices) != 1 || c.e.Choices[0].Channel != c.channel || !slices.Equal(c.e.Evidence.Shown, []string{"alerts:" + string(c.channel)}) {
				t.Errorf("recorded %+v with %+v", c.e.Choices, c.e.Evidence)
			}
		}
		if mailed.Evidence.Wording != texted.Evidence.Wording {
			t.Error("one page has two wordings")
		}
		ana.press(asked, "code", "1").says("For your e-mail address there is a mail of its own")
		ana.press(asked, "code", w.textedCode(number)).is(http.StatusSeeOther)
		w.stands("ana@example.org", assent.Pending)
		ana.press(ana.get(w.confirmLink("ana@example.org")), "press", "yes").is(http.StatusSeeOther)
		all := w.events("ana@example.org")
		if e := all[len(all)-2].Event; e.Type != assent.ConsentConfirmed || e.Method != assent.ConfirmSameBrowser || e.Grade != assent.GradeA {
			t.Errorf("recorded %s by %s of grade %s", e.Type, e.Method, e.Grade)
		}
	})
}

// TestAnAddressAndANumberConfirmedInOneSignUpAreOneWomans, in whichever order, and whoever each was before.
func TestAnAddressAndANumberConfirmedInOneSignUpAreOneWomans(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		for name, first := range map[string]string{"the address first": "mail", "the number first": "text"} {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t, h)
				w.Clock.Pass(24 * time.Hour)
				email, number := first+"@example.org", map[string]string{"mail": "+33612345601", "text": "+33698765402"}[first]
				w.Record(intaketest.Claim(email, "newsletter", time.Time{})) // both were known, each by itself
				v := w.visitor()
				asked := v.textMe(number, "email", email, "+choice", "alerts:email")
				code, mailed := w.textedCode(number), w.confirmLink(email)
				byMail := func() { v.press(v.get(mailed), "press", "yes").is(http.StatusSeeOther) }
				byText := func() { v.press(asked, "code", code).is(http.StatusSeeOther) }
				if first == "text" {
					byMail, byText = byText, byMail
				}
				byMail()
				if w.lastCalled(number).Person == w.last(email).Person {
					t.Error("they are one before both have confirmed")
				}
				byText()
				e := w.last(email)
				if e.Type != assent.ContactLinked || e.ID != w.lastCalled(number).ID || len(e.Points) != 2 {
					t.Fatalf("the last act is %s of %d points", e.Type, len(e.Points))
				}
				v.follow(v.send(v.enter(email).says("by text message"), "/p/stop"))
				for at, p := range w.State(email).Points {
					for _, y := range p.Yeses {
						cell := assent.Scope{Purpose: y.Purpose, Channel: string(y.Channel), Party: string(y.Party)}
						if got := w.State(email).Standing(at, cell, w.Clock.Now()).Status; got != assent.Withdrawn {
							t.Errorf("%s by %s is %s after she stopped everything", y.Purpose, y.Channel, got)
						}
					}
				}
				w.Audit()
			})
		}
	})
}

func TestAnAddressThatAnotherBrowserConfirmsIsNotJoinedToANumber(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		thief := w.visitor() // types somebody else's address beside his own number
		asked := thief.textMe(number, "email", ana, "+choice", "alerts:email")
		code := w.textedCode(number)
		victim := w.visitor()
		victim.press(victim.get(w.confirmLink(ana)), "press", "yes").is(http.StatusSeeOther)
		thief.press(asked, "code", code).is(http.StatusSeeOther)
		if w.State(ana).Person == w.lastCalled(number).Person {
			t.Error("they are one")
		}
	})
}

func TestAMailboxOfSeveralIsNotJoinedToANumber(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for _, customer := range []string{"C-1", "C-2"} {
			w.Record(intake.Act{
				Type: assent.ContactLinked, Contact: assent.Contactable{Email: ana, ExternalID: customer}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			})
		}
		v := w.visitor()
		asked := v.textMe(number, "email", ana, "+choice", "alerts:email")
		v.press(asked, "code", w.textedCode(number)).is(http.StatusSeeOther)
		v.press(v.get(w.confirmLink(ana)), "press", "yes").is(http.StatusSeeOther)
		if w.State(ana).Person == w.lastCalled(number).Person {
			t.Error("they are one")
		}
	})
}

func TestAWrongNumberIsCancelledFromThePageOfTheCode(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		asked := ana.textMe(number)
		code := w.textedCode(number)
		at := strings.Index(asked.body, "/u/")
		cancel, _, _ := strings.Cut(asked.body[at:], `"`)
		page := ana.get(cancel).is(http.StatusOK).says("This wasn’t me, cancel it")
		ana.follow(ana.press(page, "scope", "this")).says("The request is cancelled")
		if e := w.lastCalled(number); e.Method != assent.NotMe || len(e.Noes) != 1 {
			t.Errorf("recorded %s with %+v", e.Method, e.Noes)
		}
		ana.press(asked, "code", code).is(http.StatusGone).says("This request no longer stands")
	})
}

func TestASignUpByTextThatIsSevenDaysOldCannotBeConfirmed(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		asked := ana.textMe(number)
		w.Clock.Pass(23 * time.Hour)
		ana.follow(ana.press(asked, "again", "yes"))
		ana.follow(ana.press(asked, "code", w.textedCode(number))).says("You are in") // within a day the browser is known
		w.Clock.Pass(2 * time.Hour)
		ana.get("/f/alerts/code").is(http.StatusForbidden)
	})
}
