package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/intake/intaketest"
	"assent/sms"
	"assent/web"
)

// report is what the provider posts when somebody sends a text.
func (w *world) report(door, token string, form url.Values) *page {
	w.t.Helper()
	path := "/in/twilio/" + door
	v := w.visitor()
	v.header.Set(sms.SignatureHeader, sms.Sign(token, "http://choices.example.org"+path, form))
	return v.post(path, form)
}

// says reports a text from a number.
func (w *world) says(id, number, body string) *page {
	w.t.Helper()
	return w.report("secret-door", "secret", url.Values{"MessageSid": {id}, "From": {number}, "To": {"+33755531234"}, "Body": {body}})
}

func TestSTOPStopsAllTextsAtOnceAndIsRecordedOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ana := w.visitor()
		ana.press(ana.textMe(number), "code", w.textedCode(number)).is(http.StatusSeeOther)
		before := len(w.called(number))
		for range 3 {
			p := w.says("SM1", number, "Arrêtez !").is(http.StatusOK).says("<Response><Message>Alpenglow SAS: you will get no more text messages from us.")
			if ct := p.header.Get("Content-Type"); !strings.HasPrefix(ct, "text/xml") || p.header.Get("Set-Cookie") != "" {
				t.Errorf("answered as %s", ct)
			}
		}
		if n := len(w.called(number)) - before; n != 1 {
			t.Errorf("%d events, want one", n)
		}
		e := w.lastCalled(number)
		if e.Type != assent.ConsentWithdrawn || e.Method != assent.ReplyStop || e.Method.Source() != assent.Own || e.Noes[0].Scope != (assent.Scope{Brand: "*", Purpose: "*", Channel: "sms", Party: "*"}) {
			t.Errorf("recorded %s by %s with %+v", e.Type, e.Method, e.Noes)
		}
		w.Audit()
	})
}

func TestSTOPCancelsASignUpThatAStrangerMade(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		stranger := w.visitor()
		asked := stranger.textMe(number)
		code := w.textedCode(number)
		w.says("SM1", number, "STOP").is(http.StatusOK)
		stranger.press(asked, "code", code).is(http.StatusGone)
	})
}

func TestSTOPFromANumberThatIsNotKnownIsRememberedToo(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.says("SM1", number, "stop").is(http.StatusOK).says("<Message>")
		if e := w.lastCalled(number); e.Type != assent.ConsentWithdrawn {
			t.Errorf("recorded %s", e.Type)
		}
	})
}

func TestHELPAndSTARTAndSmallTalkRecordNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.says("SM0", number, "STOP").is(http.StatusOK)
		before := len(w.called(number))
		w.says("SM1", number, "HELP").is(http.StatusOK).says("Alpenglow SAS writes here. Questions: privacy@alpenglow.example.")
		w.says("SM2", number, "START").is(http.StatusOK).says("Alpenglow SAS: nothing has changed.", "http://choices.example.org")
		w.says("SM3", number, "See you tomorrow").is(http.StatusOK).says("<Response></Response>").hides("<Message>")
		w.says("SM4", "Alpenglow", "STOP").is(http.StatusOK).hides("<Message>") // no telephone
		if n := len(w.called(number)) - before; n != 0 {
			t.Errorf("%d events, want none", n)
		}
	})
}

func TestAChatIsStoppedAsAChat(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.says("SM1", "whatsapp:"+number, "STOP").is(http.StatusOK)
		if e := w.lastCalled(number); e.Noes[0].Scope.Channel != string(assent.IM) {
			t.Errorf("recorded %+v", e.Noes)
		}
	})
}

func TestWhatTheProviderHasAnsweredIsNotAnsweredTwice(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.report("secret-door", "secret", url.Values{"MessageSid": {"SM1"}, "From": {number}, "Body": {"STOP"}, "OptOutType": {"STOP"}}).
			is(http.StatusOK).hides("<Message>")
		if len(w.called(number)) != 1 {
			t.Error("it was not recorded")
		}
	})
}

func TestOnlyTheProviderIsBelieved(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		form := url.Values{"MessageSid": {"SM1"}, "From": {number}, "Body": {"STOP"}}
		w.report("another-door", "secret", form).is(http.StatusNotFound)
		w.report("secret-door", "guessed", form).is(http.StatusForbidden)
		w.report("secret-door", "secret", url.Values{"Body": {"STOP"}}).is(http.StatusBadRequest)
		w.visitor().post("/in/twilio/secret-door", form).is(http.StatusForbidden)
		w.visitor().get("/in/twilio/secret-door").is(http.StatusMethodNotAllowed)
		if len(w.called(number)) != 0 {
			t.Error("it was recorded")
		}
		if strings.Contains(w.log.String(), "612345678") {
			t.Errorf("the log names the number: %s", w.log)
		}
		closed := newWorld(t, intaketest.New(t), func(c *web.Config) { c.Texts = web.TextDoor{} })
		closed.report("", "", form).is(http.StatusNotFound)
	})
}
