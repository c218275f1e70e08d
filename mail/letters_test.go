package mail_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/locale"
	"assent/mail"

	"golang.org/x/net/html"
)

func words(t *testing.T, lang string) *locale.Printer {
	t.Helper()
	l, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l.Printer(lang)
}

// letters are one of each kind.
func letters(t *testing.T, lang string) map[string]mail.Message {
	w, b := words(t, lang), mail.Brand{Name: "Alpin <Outdoor>", Accent: "#ffcc00"}
	asked := mail.Asked{
		Choices: []string{"Newsletter, by e-mail"}, Code: "7K2M-9QXD-3FTA", Digits: "048213",
		Confirm: "https://alpin.example/c/tok", NotMe: "https://alpin.example/u/tok", Life: 72 * time.Hour,
	}
	return map[string]mail.Message{
		"confirmation": mail.Confirmation(w, b, asked), "reminder": mail.Reminder(w, b, asked),
		"page":    mail.YourPage(w, b, "https://alpin.example/p/tok", 30*24*time.Hour),
		"code":    mail.PageCode(w, b, "048213", 10*time.Minute),
		"address": mail.AddressCode(w, b, "048213", 10*time.Minute),
		"old":     mail.OldAddressCode(w, b, "048213", 10*time.Minute),
		"erasing": mail.Erasing(w, b, noon, "https://alpin.example/p/stay/tok"),
		"leaving": mail.Leaving(w, b, "https://alpin.example/u/tok"),
		"receipt": mail.Receipt(w, b, mail.Agreed{
			Choices: []string{"Newsletter, by e-mail"}, Code: "7K2M-9QXD-3FTA", On: noon,
			Unsubscribe: "https://alpin.example/u/tok", Preferences: "https://alpin.example/p/tok",
		}),
	}
}

// unfilled finds a placeholder that was left visible, a template action that failed, a message without a text.
var unfilled = regexp.MustCompile(`\{[a-z_]+\}|ZgotmplZ|<no value>|<(p|h1|li|a)[^>]*></`)

func TestEachLetterSaysTheSameInTextAndHTMLInEachLanguage(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		for name, m := range letters(t, lang) {
			if m.Language != lang || m.Subject == "" || !m.Auto {
				t.Errorf("%s %s: %q, %q, auto %v", lang, name, m.Language, m.Subject, m.Auto)
			}
			if found := unfilled.FindString(m.Text + m.HTML); found != "" {
				t.Errorf("%s %s: left over: %s", lang, name, found)
			}
			drawn, err := mail.TextOf(m.HTML)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(m.Text, "\n") {
				said := strings.TrimPrefix(strings.TrimSpace(line), "- ")
				if said != "--" && !strings.Contains(drawn, said) {
					t.Errorf("%s %s: the HTML does not say %q", lang, name, said)
				}
			}
			if !strings.Contains(m.HTML, `lang="`+lang+`"`) || strings.Contains(m.HTML, "<Outdoor>") {
				t.Errorf("%s %s: language or escaping is wrong", lang, name)
			}
		}
	}
}

func TestAConfirmationHoldsTheLinksTheSixDigitsAndTheCode(t *testing.T) {
	m := letters(t, "en")["confirmation"]
	for _, want := range []string{"https://alpin.example/c/tok", "https://alpin.example/u/tok", "048213", "7K2M-9QXD-3FTA", "72 hours"} {
		if !strings.Contains(m.Text, want) || !strings.Contains(m.HTML, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestTheButtonIsReadableOnTheBrandsColour(t *testing.T) {
	for accent, ink := range map[string]string{"#ffcc00": "#111111", "#1f6f5c": "#ffffff", "": "#ffffff", "#000000": "#ffffff", "#ffffff": "#111111"} {
		m := mail.YourPage(words(t, "en"), mail.Brand{Name: "Alpin", Accent: accent}, "https://alpin.example/p/tok", time.Hour)
		if !strings.Contains(m.HTML, ";color:"+ink+";font-weight:600") {
			t.Errorf("ink on %q is not %s", accent, ink)
		}
	}
}

func TestAnAccentThatIsNoColourDoesNoHarm(t *testing.T) {
	b := mail.Brand{Name: "Alpin", Accent: `red;}"></style><script>x`}
	for kind, m := range map[string]mail.Message{
		"page":    mail.YourPage(words(t, "en"), b, "https://alpin.example/p/tok", time.Hour),
		"request": mail.ConsentRequest(words(t, "en"), b, mail.Request{Subject: "May we write?", Parts: []mail.Part{{Button: true}}, Answer: "https://alpin.example/a/tok"}),
	} {
		if strings.Contains(m.HTML, "<script>") || strings.Contains(m.HTML, "red;}") || !strings.Contains(m.HTML, ";background:#1f6f5c;") {
			t.Errorf("the accent broke out of its attribute in a %s", kind)
		}
	}
}

var footer = mail.Footer{
	Lines: []string{"You subscribed <here>.", "Alpin, 1 rue du Lac, Annecy"},
	Links: []mail.Link{{Label: "Unsubscribe", URL: "https://alpin.example/u/a?b=1&c=2"}, {Label: "Your choices", URL: "https://alpin.example/p/x"}},
}

func TestTheFooterStandsLastInTheBodyWhateverTheAuthorLeftOpen(t *testing.T) {
	for _, page := range []string{
		"<p>Hi</p>", "Hi", "<html><body><p>Hi</body></html>", "<p>Hi<!-- never closed", "<table><tr><td>Hi",
		"<p>Hi</p><style>p{color:red}", "<p>Hi</p><script>var a = '<p>'", "<!DOCTYPE html><html><head><title>Hi", "<div><b><i>Hi",
		"<p>Hi</p></body></html><p>after</p>", "<p>Hi</p><textarea>", "<svg><p>Hi", "<p>Hi</p><template>",
	} {
		m, err := mail.Message{HTML: page, Text: "Hi"}.WithFooter(footer)
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		doc, err := html.Parse(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		shown := map[string]bool{}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "a" && visible(n) {
				shown[n.Attr[0].Val] = true
			}
		}
		for _, l := range footer.Links {
			if !shown[l.URL] {
				t.Errorf("%s: the link %s is not in the body: %s", page, l.Label, m.HTML)
			}
		}
	}
}

func TestAFramesetHasNoPlaceForAFooter(t *testing.T) {
	_, err := mail.Message{HTML: "<frameset><frame></frameset>"}.WithFooter(footer)
	if p, ok := assent.AsProblem(err); !ok || p.Code != "HTML_WITHOUT_BODY" {
		t.Errorf("got %v", err)
	}
}

// visible reports whether an element lies in the body and in nothing that is not shown.
func visible(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		switch p.Data {
		case "body":
			return true
		case "head", "style", "script", "template", "textarea", "title":
			return false
		}
	}
	return false
}

func TestTheFooterStandsUnderTheTextToo(t *testing.T) {
	for _, m := range []mail.Message{{Text: "Hi\n\n"}, {HTML: "<p>Hi</p>"}} {
		m, err := m.WithFooter(footer)
		if err != nil {
			t.Fatal(err)
		}
		want := "Hi\n\n-- \nYou subscribed <here>.\nAlpin, 1 rue du Lac, Annecy\nUnsubscribe\nhttps://alpin.example/u/a?b=1&c=2\nYour choices\nhttps://alpin.example/p/x\n"
		if m.Text != want {
			t.Errorf("got %q", m.Text)
		}
	}
}

func TestTextIsDrawnFromHTML(t *testing.T) {
	for page, want := range map[string]string{
		"<h1>News</h1><p>Two\n words &amp; more</p>":                "News\n\nTwo words & more",
		`<p>See <a href="https://a.example/x">our shop</a> now</p>`: "See our shop (https://a.example/x) now",
		"<head><title>T</title><style>p{}</style></head><p>Hi</p>":  "Hi",
		"<script>alert(1)</script>Hi":                               "Hi",
		`<p>A <img alt="red shoe" src=x> for you</p>`:               "A red shoe for you",
		"<ul><li>one</li><li>two</li></ul>":                         "one\n\ntwo",
		"":                                                          "",
	} {
		if got, err := mail.TextOf(page); err != nil || got != want {
			t.Errorf("%s: got %q, %v", page, got, err)
		}
	}
}
