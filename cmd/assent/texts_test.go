package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/sms"
	"assent/store/storetest"
)

const anasPhone = "+33639980123"

// TestOneNumberFromSignUpToStop carries a phone number through everything, by HTTP alone, against a running
// demo: it signs up, is confirmed by the code that came by text, is allowed, and answers STOP.
func TestOneNumberFromSignUpToStop(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.EmptyPostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the story is a person reading
			j := newJourney(t, database(t))
			address := j.signUpByText()
			j.wantText(assent.Deny)
			code := regexp.MustCompile(`\b\d{6}\b`).FindString(j.text())
			if res := j.post(j.other, address, url.Values{"code": {code}}); res.code != http.StatusForbidden {
				t.Errorf("the code in another browser answered %d", res.code)
			}
			if res := j.post(j.ana, address, url.Values{"code": {code}}); res.code != http.StatusSeeOther || !strings.HasPrefix(res.location, "/c/done") {
				t.Fatalf("typing the code answered %d to %q:\n%s", res.code, res.location, res.body)
			}
			j.wantText(assent.Allow)
			for range 2 { // the provider may report it twice
				j.answerByText("Stop !")
			}
			j.wantText(assent.Deny)
			j.audit()
		})
	}
}

// signUpByText fills in the form with a number, and returns the address of the page that asks for the code.
func (j *journey) signUpByText() string {
	j.t.Helper()
	address := j.place.URL + "/f/offers?lang=fr"
	form := hidden(j.get(j.ana, address))
	form.Set("phone", "06 39 98 01 23")
	form.Set("country", "FR")
	form.Add("choice", "offers:sms")
	pause()
	res := j.post(j.ana, address, form)
	if res.code != http.StatusSeeOther || !strings.HasPrefix(res.location, "/f/offers/code?") {
		j.t.Fatalf("signing up answered %d to %q:\n%s", res.code, res.location, res.body)
	}
	return j.place.URL + res.location
}

// text waits for the text to her number, and returns it.
func (j *journey) text() (text string) {
	j.t.Helper()
	waitFor(j.t, "a text", func() bool {
		var sent []struct{ Channel, To, Text string }
		if err := json.Unmarshal([]byte(j.get(j.other, j.place.URL+"/outbox.json")), &sent); err != nil {
			j.t.Fatal(err)
		}
		for _, m := range sent {
			if m.Channel == "sms" && m.To == anasPhone {
				text = m.Text
			}
		}
		return text != ""
	})
	return text
}

// answerByText is what the provider reports when she answers.
func (j *journey) answerByText(body string) {
	j.t.Helper()
	form := url.Values{"MessageSid": {"SM1"}, "From": {anasPhone}, "Body": {body}}
	req, err := http.NewRequestWithContext(j.t.Context(), http.MethodPost, j.place.TextsIn, strings.NewReader(form.Encode()))
	if err != nil {
		j.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set(sms.SignatureHeader, sms.Sign(j.place.TextsKey, j.place.TextsIn, form))
	res, err := j.other.Do(req)
	if err != nil {
		j.t.Fatal(err)
	}
	if v := read(j.t, res); v.code != http.StatusOK || !strings.Contains(v.body, "<Message>Maison Verdier SAS. Vous ne recevrez plus de SMS") {
		j.t.Errorf("the report was answered %d: %s", v.code, v.body)
	}
}

// wantText decides on an offer by text on a Tuesday morning, when the hours allow one.
func (j *journey) wantText(verdict assent.Verdict) {
	j.t.Helper()
	at := time.Now().AddDate(0, 0, 1).UTC().Truncate(24 * time.Hour)
	for at.Weekday() != time.Tuesday {
		at = at.AddDate(0, 0, 1)
	}
	code, body := j.api(http.MethodPost, "/v1/decisions", `{"contact":{"phone":"`+anasPhone+`"},"channel":"sms","purpose":"offers","at":"`+at.Add(10*time.Hour).Format(time.RFC3339)+`"}`)
	if code != http.StatusOK || !strings.Contains(body, `"decision":"`+string(verdict)+`"`) {
		j.t.Fatalf("deciding answered %d, want %s: %s", code, verdict, body)
	}
}
