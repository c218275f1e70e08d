package web_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/locale"
	"assent/sample"
	"assent/web"
)

// sampled is the catalogue of the sample organisation, and a preview of its pages.
func sampled(t *testing.T) (*catalogue.Catalogue, *web.Preview) {
	t.Helper()
	words, err := locale.Load()
	must(t, err)
	items, err := sample.Organisation("https://choices.verdier.example")
	must(t, err)
	p, err := web.NewPreview(web.PreviewConfig{
		Locale: words, Now: func() time.Time { return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC) }, Random: rand.Reader,
		PublicURL: "https://choices.verdier.example",
	})
	must(t, err)
	c := catalogue.Empty()
	for _, i := range items {
		c = c.With(i)
	}
	return c, p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestADraftIsDrawnAsPeopleWouldMeetIt(t *testing.T) {
	c, preview := sampled(t)
	form, _ := c.Form("newsletter")
	renamed := *form
	renamed.Titles = catalogue.Texts{"en": "Letters from the shop", "fr": "Nos lettres"}
	titles := catalogue.Texts{"en": "Leaving us?", "fr": "Vous partez ?"}
	for _, x := range []struct {
		about          string
		item           catalogue.Item
		language, part string
		says, hides    []string
	}{
		{"a form in English", &renamed, "en", "", []string{"Letters from the shop", `name="choice"`, `name="email"`}, nil},
		{"a form in French", &renamed, "fr", "", []string{"Nos lettres", `lang="fr"`}, []string{"Letters from the shop"}},
		{"a page of leaving without breaks", &catalogue.Page{ID: "new", Kind: catalogue.UnsubscribePage, Titles: titles, Blocks: []string{"everything", "this", "remains"}}, "en", "",
			[]string{"Leaving us?", "a•••@e•••.example"}, []string{`name="pause"`, `name="reason"`}},
		{"a page that speaks French only", &catalogue.Page{Kind: catalogue.UnsubscribePage, Titles: titles, Languages: []string{"fr"}}, "en", "", []string{"Vous partez ?"}, nil},
		{"a preference page", &catalogue.Page{Kind: catalogue.PreferencesPage, Titles: titles}, "en", "", []string{"Leaving us?", `name="choice"`}, []string{`name="speaks"`}},
		{"the data of a profile page, though it is out of use", &catalogue.Page{ID: "me", Kind: catalogue.ProfilePage, Retired: true, Shows: []string{"since"}, Corrects: []string{"language"}}, "en", web.PartData,
			[]string{`name="speaks"`}, []string{`name="country"`, "+33"}},
	} {
		t.Run(x.about, func(t *testing.T) {
			var b strings.Builder
			must(t, preview.Draw(&b, c, x.item, x.language, x.part))
			for _, text := range x.says {
				if !strings.Contains(b.String(), text) {
					t.Errorf("does not say %q:\n%s", text, b.String())
				}
			}
			for _, text := range append(x.hides, "?lang=en\" lang=") {
				if strings.Contains(b.String(), text) {
					t.Errorf("says %q", text)
				}
			}
		})
	}
}

func TestWhatHasNoPageCannotBePreviewed(t *testing.T) {
	c, preview := sampled(t)
	if err := preview.Draw(&strings.Builder{}, c, &catalogue.Brand{ID: "x"}, "en", ""); err == nil {
		t.Error("a brand was drawn")
	}
}

func TestTheSnippetsOfAFormLeadToItsPage(t *testing.T) {
	c, preview := sampled(t)
	form, _ := c.Form("newsletter")
	address, snippet, script := preview.Snippets(c, form, "fr")
	if address != "https://choices.verdier.example/f/newsletter?lang=fr" {
		t.Errorf("the link is %s", address)
	}
	if !strings.Contains(snippet, `action="https://choices.verdier.example/f/newsletter/start?lang=fr"`) || !strings.Contains(snippet, "newsletter:"+string(assent.Email)) {
		t.Errorf("the snippet is\n%s", snippet)
	}
	if script != `<script src="https://choices.verdier.example/f/newsletter/embed.js?lang=fr" async></script>` {
		t.Errorf("the script is %s", script)
	}
}
