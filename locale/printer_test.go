package locale

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"assent"
)

func TestTheFirstPreferenceThatSomeLanguageMeetsDecides(t *testing.T) {
	l := load(t)
	speaks := func(want string, preferences ...string) {
		t.Helper()
		if got := l.Printer(preferences...).Language(); got != want {
			t.Errorf("%q speaks %s, want %s", preferences, got, want)
		}
	}
	speaks("en")
	speaks("fr", "fr")
	speaks("fr", "fr-CA")
	speaks("fr", "", "fr", "en")
	speaks("en", "en-GB", "fr")
	speaks("fr", "da;q=0.9, fr;q=0.8, en;q=0.1")
	speaks("fr", "ja", "fr")
	speaks("en", "ja")
	speaks("fr", "not a language!!", "fr")
	speaks("fr", strings.Repeat("en,", 1000), "fr")
}

func TestTextFillsItsPlaceholders(t *testing.T) {
	en, fr := load(t).Printer("en"), load(t).Printer("fr")
	says := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	says(en.Text("obligation.IDENTIFY_SENDER", "sender", "Alpenglow"), "This message was sent to you by Alpenglow.")
	says(fr.Text("obligation.IDENTIFY_SENDER", "sender", "Alpenglow"), "Ce message vous est envoyé par Alpenglow.")
	says(en.Text("obligation.IDENTIFY_SENDER"), "This message was sent to you by {sender}.")
	says(en.Text("obligation.IDENTIFY_SENDER", "sender", "{sender}"), "This message was sent to you by {sender}.")
	says(fr.Text("duty.REMIND_BEFORE", "value", assent.Day("2027-01-01")), "Demandez à la personne de renouveler avant le 1er janvier 2027, ou arrêtez alors.")
	says(en.Text("duty.REMIND_BEFORE", "value", time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)), "Ask the person to renew before 1 January 2027, or stop then.")
	says(en.Text("no.such.key"), "")
}

func TestNumbersChooseThePluralForm(t *testing.T) {
	en, fr := load(t).Printer("en"), load(t).Printer("fr")
	for n, want := range map[int][2]string{
		0: {"0 mails", "0 message"}, 1: {"1 mail", "1 message"}, 2: {"2 mails", "2 messages"},
	} {
		if got := en.Text("page.outbox.count", "n", n); got != want[0] {
			t.Errorf("English %d: %q", n, got)
		}
		if got := fr.Text("page.outbox.count", "n", n); got != want[1] {
			t.Errorf("French %d: %q", n, got)
		}
	}
}

func TestPolishHasFourPluralForms(t *testing.T) {
	pl := load(t).Printer("pl")
	for n, want := range map[int]string{
		1: "1 godzinę", 2: "2 godziny", 4: "4 godziny", 5: "5 godzin", 12: "12 godzin", 21: "21 godzin", 22: "22 godziny", 72: "72 godziny", 112: "112 godzin",
	} {
		if got := pl.Text("mail.confirm.valid", "n", n); !strings.Contains(got, want) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestDatesAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	at := time.Date(2026, 11, 1, 14, 5, 0, 0, time.UTC)
	l := load(t)
	for lang, want := range map[string][2]string{
		"en": {"1 November 2026 at 14:05 UTC", "10 February 2026"},
		"fr": {"1er novembre 2026 à 14:05 UTC", "10 février 2026"},
		"de": {"1. November 2026 um 14:05 UTC", "10. Februar 2026"},
		"nl": {"1 november 2026 om 14:05 UTC", "10 februari 2026"},
		"pl": {"1 listopada 2026, godz. 14:05 UTC", "10 lutego 2026"},
		"es": {"1 de noviembre de 2026, 14:05 UTC", "10 de febrero de 2026"},
		"it": {"1º novembre 2026 alle ore 14:05 UTC", "10 febbraio 2026"},
	} {
		p := l.Printer(lang)
		if got := p.Moment(at); got != want[0] {
			t.Errorf("%s: %q, want %q", lang, got, want[0])
		}
		if got := p.Day("2026-02-10"); got != want[1] {
			t.Errorf("%s: %q, want %q", lang, got, want[1])
		}
	}
	if got := l.Printer("en").Day("soon"); got != "soon" {
		t.Errorf("a day that cannot be read is printed as %q", got)
	}
}

func TestPickPrefersTheLanguageOfThePage(t *testing.T) {
	fr := load(t).Printer("fr")
	for want, texts := range map[string]map[string]string{
		"fr": {"en": "Terms", "fr": "Conditions"},
		"en": {"en": "Terms", "de": "Bedingungen"},
		"de": {"de": "Bedingungen", "pl": "Warunki", "aa": ""},
		"":   {},
	} {
		if text, lang := fr.Pick(texts); lang != want || text != texts[want] {
			t.Errorf("picked %q in %q from %v", text, lang, texts)
		}
	}
}

func TestAFileThatIsNotInOrderIsRefused(t *testing.T) {
	const head = "language: en\nname: English\ncalendar:\n  date: d\n  moment: m\n  months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\n"
	refused := func(name, content, want string) {
		t.Helper()
		_, err := LoadFS(fstest.MapFS{name: {Data: []byte(content)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
	refused("messages/fr.yaml", strings.Replace(head, "language: en", "language: fr", 1)+"messages: {}\n", "messages/en.yaml is missing")
	refused("messages/en.yaml", "language: de\n", `language must be "en"`)
	refused("messages/en.yaml", "language: en\nname: English\n", "twelve months")
	refused("messages/en.yaml", head+"messages:\n  a: 3\n", "a: a message is a text, a group, or a set of plural forms")
	refused("messages/en.yaml", head+"mesages: {}\n", "mesages")
	refused("messages/en.yaml", "\t", "en.yaml")
}

func TestWhatARoomSaysStandsInAFileOfItsOwn(t *testing.T) {
	const head = "language: en\nname: English\ncalendar:\n  date: d\n  moment: m\n  months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\nmessages:\n  page:\n    a: first\n"
	read := func(leaf string) (*Locale, error) {
		return LoadFS(fstest.MapFS{"messages/en.yaml": {Data: []byte(head)}, "messages/en/room.yaml": {Data: []byte(leaf)}})
	}
	l, err := read("language: en\nmessages:\n  page:\n    b: second\n")
	if err != nil {
		t.Fatal(err)
	}
	if p := l.Printer("en"); p.Text("page.a")+" "+p.Text("page.b") != "first second" {
		t.Error("the two files do not stand side by side")
	}
	refused := func(leaf, want string) {
		t.Helper()
		if _, err := read(leaf); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	refused("language: en\nmessages:\n  page:\n    a: again\n", "page.a is said twice")
	refused("language: de\nmessages: {}\n", `language must be "en"`)
	refused("language: en\nmesages: {}\n", "room.yaml")
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "{", "{}", "a {b} c", "{{b}}", "{B}", "}{", "{a}{b_c}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := spelt(parse(s)); got != s {
			t.Errorf("parsing changed %q to %q", s, got)
		}
	})
}

func FuzzPrinter(f *testing.F) {
	l := load(f)
	for _, s := range []string{"", "fr", "fr;q=0.5,en", "zz-ZZ-zzzz", "*", ";q=", "en-u-ca-buddhist"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if l.Printer(s).Language() == "" {
			t.Errorf("%q speaks nothing", s)
		}
	})
}

func TestCountriesStandInTheOrderOfTheAlphabet(t *testing.T) {
	l := load(t)
	for lang, order := range map[string][]string{
		"en": {"Zambia", "Zimbabwe"},
		"fr": {"Danemark", "Égypte", "France"},
		"de": {"Österreich", "Pakistan"},
		"nl": {"België", "Nederland", "Zweden"},
		"pl": {"Luksemburg", "Łotwa", "Malta", "Węgry"},
		"es": {"Alemania", "España", "Francia"},
		"it": {"Paesi Bassi", "Svizzera"},
	} {
		var names []string
		for _, c := range l.Printer(lang).Countries() {
			names = append(names, c.Name)
		}
		if len(names) != 248 {
			t.Errorf("%s: there are %d countries", lang, len(names))
		}
		last := -1
		for _, name := range order {
			at := slices.Index(names, name)
			if at <= last {
				t.Errorf("%s: %s stands at %d, want it after %d", lang, name, at, last)
			}
			last = at
		}
	}
}
