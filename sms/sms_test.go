package sms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/sms"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

func TestATextIsPostedAsTheProviderWantsIt(t *testing.T) {
	var got *http.Request
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = r
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"sid":"SM1","status":"queued"}`))
	}))
	defer provider.Close()
	send := func(from string) {
		t.Helper()
		a, err := sms.NewAccount(sms.Settings{URL: provider.URL + "/", Account: "AC1", Token: "secret", From: from})
		if err == nil {
			err = a.Send(t.Context(), sms.Text{To: "+33612345678", Body: "Votre code : 123 456"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	send("+33755531234")
	user, password, _ := got.BasicAuth()
	if got.Method != http.MethodPost || got.URL.Path != "/2010-04-01/Accounts/AC1/Messages.json" || user != "AC1" || password != "secret" {
		t.Errorf("%s %s as %s:%s", got.Method, got.URL, user, password)
	}
	if ct := got.Header.Get("Content-Type"); ct != "application/x-www-form-urlencoded" || got.URL.RawQuery != "" {
		t.Errorf("%s, query %q", ct, got.URL.RawQuery)
	}
	if want := (url.Values{"To": {"+33612345678"}, "From": {"+33755531234"}, "Body": {"Votre code : 123 456"}}).Encode(); got.PostForm.Encode() != want {
		t.Errorf("sent %s, want %s", got.PostForm.Encode(), want)
	}
	service := "MG" + strings.Repeat("0", 32)
	if send(service); got.PostForm.Get("MessagingServiceSid") != service || got.PostForm.Has("From") {
		t.Errorf("a messaging service is sent as %s", got.PostForm.Encode())
	}
}

func TestWhatTheProviderAnswersSaysWhetherToTryAgain(t *testing.T) {
	box, a := outbox(t)
	for name, c := range map[string]struct {
		status, code int
		permanent    bool
	}{
		"a number that is none":          {400, 21211, true},
		"a number that has stopped us":   {400, 21610, true},
		"a telephone without texts":      {400, 21614, true},
		"a sender that is not ours":      {400, 21606, false},
		"a country that is not switched": {400, 21408, false},
		"too many at once":               {429, 20429, false},
		"the provider is down":           {503, 20500, false},
		"the account is closed":          {401, 20003, false},
		"another address":                {404, 20404, false},
		"led elsewhere":                  {302, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			box.Refuse(func(string) (int, int) { return c.status, c.code })
			err := a.Send(t.Context(), sms.Text{To: "+33612345678", Body: "Hello"})
			if err == nil || sms.Permanent(err) != c.permanent {
				t.Errorf("%v: permanent %t, want %t", err, sms.Permanent(err), c.permanent)
			}
			if strings.Contains(err.Error(), "612345678") {
				t.Errorf("the error names the number: %v", err)
			}
		})
	}
	if len(box.Texts()) != 0 {
		t.Errorf("texts were taken: %v", box.Texts())
	}
}

func outbox(t *testing.T) (*sms.Outbox, *sms.Account) {
	t.Helper()
	box, err := sms.OpenOutbox(2, "secret", func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
	a, err := sms.NewAccount(box.Settings("Alpenglow"))
	if err != nil {
		t.Fatal(err)
	}
	return box, a
}

func TestTheOutboxKeepsTheNewestTexts(t *testing.T) {
	box, a := outbox(t)
	for _, body := range []string{"one", "two", "€"} {
		if err := a.Send(t.Context(), sms.Text{To: "+33612345678", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	got := box.Texts()
	want := sms.Kept{Number: 3, From: "Alpenglow", To: "+33612345678", Text: "€", Size: sms.Size{Alphabet: sms.GSM7, Places: 2, Segments: 1}, At: noon}
	if len(got) != 2 || got[0] != want || got[1].Text != "two" {
		t.Errorf("kept %+v", got)
	}
	stranger, err := sms.NewAccount(sms.Settings{URL: box.Settings("x").URL, Account: box.Settings("x").Account, Token: "guessed", From: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Send(t.Context(), sms.Text{To: "+33612345678", Body: "spam"}); err == nil {
		t.Error("it takes texts from strangers")
	}
}

func TestWithoutAProviderThatAnswersATextIsTriedAgain(t *testing.T) {
	box, a := outbox(t)
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	err := a.Send(t.Context(), sms.Text{To: "+33612345678", Body: "Hello"})
	if p, ok := assent.AsProblem(err); !ok || p.Code != "TEXTS_UNREACHABLE" || sms.Permanent(err) {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeATextIsRefused(t *testing.T) {
	box, a := outbox(t)
	for _, body := range []string{"", strings.Repeat("x", 1601)} {
		if err := a.Send(t.Context(), sms.Text{To: "+33612345678", Body: body}); !sms.Permanent(err) {
			t.Errorf("%d characters: %v", len(body), err)
		}
	}
	if len(box.Texts()) != 0 {
		t.Error("it went out")
	}
}

func TestSettingsThatCannotWorkAreRefusedInASentence(t *testing.T) {
	good := sms.Settings{Account: "AC1", Token: "secret", From: "Alpenglow"}
	for code, change := range map[string]func(*sms.Settings){
		"BAD_TEXTS_URL":    func(s *sms.Settings) { s.URL = "http://provider.example" },
		"NO_TEXTS_ACCOUNT": func(s *sms.Settings) { s.Token = "" },
		"NO_TEXTS_SENDER":  func(s *sms.Settings) { s.From = "" },
	} {
		s := good
		change(&s)
		_, err := sms.NewAccount(s)
		if p, ok := assent.AsProblem(err); !ok || p.Code != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
	if _, err := sms.NewAccount(good); err != nil {
		t.Error(err)
	}
}

// TestTheSignatureIsTheProviders holds ours against the example of the provider's documentation.
func TestTheSignatureIsTheProviders(t *testing.T) {
	const token, address = "12345", "https://mycompany.com/myapp.php?foo=1&bar=2"
	form := url.Values{"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+12349013030"}, "Digits": {"1234"}, "From": {"+12349013030"}, "To": {"+18005551212"}}
	const want = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
	if got := sms.Sign(token, address, form); got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
	if !sms.Signed(token, address, form, want) {
		t.Error("its own signature is refused")
	}
	changed := url.Values{"Digits": {"1235"}}
	for name, ok := range map[string]bool{
		"another form":    sms.Signed(token, address, changed, want),
		"another address": sms.Signed(token, address+"x", form, want),
		"another account": sms.Signed("54321", address, form, want),
		"no account":      sms.Signed("", address, form, sms.Sign("", address, form)),
		"no signature":    sms.Signed(token, address, form, ""),
	} {
		if ok {
			t.Errorf("%s is taken for signed", name)
		}
	}
}

func TestASizeIsCountedInSegments(t *testing.T) {
	for _, c := range []struct {
		body     string
		alphabet sms.Alphabet
		places   int
		segments int
	}{
		{"", sms.GSM7, 0, 0},
		{strings.Repeat("a", 160), sms.GSM7, 160, 1},
		{strings.Repeat("a", 161), sms.GSM7, 161, 2},
		{strings.Repeat("a", 306), sms.GSM7, 306, 2},
		{strings.Repeat("a", 307), sms.GSM7, 307, 3},
		{strings.Repeat("€", 80), sms.GSM7, 160, 1},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), sms.GSM7, 306, 3}, // the euro is not cut in two
		{"déjà vu à Genève", sms.GSM7, 16, 1},
		{strings.Repeat("ł", 70), sms.UCS2, 70, 1},
		{strings.Repeat("ł", 71), sms.UCS2, 71, 2},
		{strings.Repeat("😀", 35), sms.UCS2, 70, 1},
		{strings.Repeat("😀", 67), sms.UCS2, 134, 3}, // 33 in each segment
	} {
		if got := sms.Measure(c.body); got != (sms.Size{Alphabet: c.alphabet, Places: c.places, Segments: c.segments}) {
			t.Errorf("%.20q… is %+v, want %s %d in %d", c.body, got, c.alphabet, c.places, c.segments)
		}
	}
}

func TestALongerTextNeverTakesLess(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body, more := rapid.String().Draw(rt, "body"), rapid.String().Draw(rt, "more")
		a, b := sms.Measure(body), sms.Measure(body+more)
		if b.Segments < a.Segments {
			rt.Errorf("%+v, then %+v", a, b)
		}
	})
}

func TestWhatPeopleAnswerIsUnderstood(t *testing.T) {
	for wish, texts := range map[sms.Wish][]string{
		sms.Stop: {
			"STOP", " stop. ", "Stop!!!", "STOPALL", "UNSUBSCRIBE", "end", "QUIT", "Cancel", "REVOKE", "OPT OUT", "opt-out", "OptOut",
			"ARRET", "Arrêt", "arre\u0302t", "STOPP", "ＳＴＯＰ", "s\u200btop", "BAJA", "ALTO", "Detener", "WYPISZ", "BASTA", "ANNULLA", "AFMELDEN", "uit", "Nie wysyłajcie mi tego",
			"please opt me out", "Arrêtez vos messages", "don’t text me again", "HELP STOP", "start? no, stop", "Lassen Sie mich in Ruhe.",
		},
		sms.Help:  {"HELP", "Info", "aide?", "Hilfe!", "POMOC", "Who is this?", "ajuda"},
		sms.Start: {"START", "unstop", "Alta"},
		sms.Other: {"", "Thank you", "non-stoppable", "the end is near", "Is it uit de kunst?", "Can you help me to start?", "nieuw", "🙂"},
	} {
		for _, text := range texts {
			if got := sms.Read(text); got != wish {
				t.Errorf("%q is %q, want %q", text, got, wish)
			}
		}
	}
}

func TestEveryStopWordOfTheLawPacksIsKnown(t *testing.T) {
	files, err := filepath.Glob("../law/packs/*/pack.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	words := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var pack struct {
			StopWords struct {
				Whole    []string `yaml:"whole"`
				Contains []string `yaml:"contains"`
			} `yaml:"stop_words"`
		}
		if err := yaml.Unmarshal(data, &pack); err != nil {
			t.Fatal(err)
		}
		said := pack.StopWords.Whole
		for _, phrase := range pack.StopWords.Contains {
			said = append(said, "xx "+phrase+" xx")
		}
		words += len(said)
		for _, text := range said {
			if sms.Read(text) != sms.Stop {
				t.Errorf("%s: %q is not understood", file, text)
			}
		}
	}
	if words < 100 {
		t.Errorf("the packs have %d words", words)
	}
}

func TestAReportIsRead(t *testing.T) {
	report := func(pairs ...string) url.Values {
		form := url.Values{"MessageSid": {"SM1"}, "From": {"+33612345678"}, "Body": {"Stop"}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	for name, c := range map[string]struct {
		form url.Values
		want sms.Inbound
	}{
		"a text":     {report(), sms.Inbound{ID: "SM1", Channel: assent.SMS, From: "+33612345678", Wish: sms.Stop}},
		"a chat":     {report("From", "whatsapp:+33612345678"), sms.Inbound{ID: "SM1", Channel: assent.IM, From: "+33612345678", Wish: sms.Stop}},
		"handled":    {report("Body", "weg damit", "OptOutType", "STOP"), sms.Inbound{ID: "SM1", Channel: assent.SMS, From: "+33612345678", Wish: sms.Stop, Answered: true}},
		"ours first": {report("OptOutType", "HELP"), sms.Inbound{ID: "SM1", Channel: assent.SMS, From: "+33612345678", Wish: sms.Stop, Answered: true}},
	} {
		if got, err := sms.ReadInbound(c.form); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for _, missing := range []string{"MessageSid", "From"} {
		if _, err := sms.ReadInbound(report(missing, "")); err == nil {
			t.Errorf("a report without %s is read", missing)
		}
	}
}

func TestAnAnswerIsOneTextOrNone(t *testing.T) {
	for text, want := range map[string]string{
		"":       `<Response></Response>`,
		"a <& b": `<Response><Message>a &lt;&amp; b</Message></Response>`,
	} {
		if got := string(sms.Answer(text)); !strings.HasSuffix(got, want) {
			t.Errorf("%q is answered by %s", text, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"STOP", "arre\u0302t", "HELP STOP", "nie", "\xff\xfeSTOP", strings.Repeat("stop ", 2000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if got := sms.Read(body); got != sms.Read(strings.ToUpper(strings.ToLower(body))) && isASCII(body) {
			t.Errorf("case changes %q from %q", body, got)
		}
		if len(body) < 1000 && sms.Read(body+" STOP") != sms.Stop {
			t.Errorf("%q and STOP is no stop", body)
		}
	})
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) }

func FuzzReadInbound(f *testing.F) {
	f.Add("MessageSid=SM1&From=%2B33612345678&Body=STOP")
	f.Add("MessageSid=SM1&From=whatsapp%3A%2B33612345678&OptOutType=START")
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		in, err := sms.ReadInbound(form)
		if err == nil && (in.ID == "" || in.Channel == "") {
			t.Errorf("read %+v", in)
		}
		if err != nil {
			body, _ := json.Marshal(err.Error())
			if from := form.Get("From"); len(from) > 8 && bytes.Contains(body, []byte(from)) {
				t.Error("the error repeats the number")
			}
		}
	})
}

func TestARefusalNamesItsCodes(t *testing.T) {
	box, a := outbox(t)
	box.Refuse(func(string) (int, int) { return 400, 21614 })
	var r *sms.Refusal
	if err := a.Send(t.Context(), sms.Text{To: "+33612345678", Body: "x"}); !errors.As(err, &r) || r.Status != 400 || r.Code != 21614 {
		t.Errorf("got %v", err)
	}
}
