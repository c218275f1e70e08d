package catalogue_test

import (
	"crypto/rand"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/store"
	"assent/store/storetest"
)

func leaving(id string, change func(*catalogue.Page)) *catalogue.Page {
	p := &catalogue.Page{ID: id, Kind: catalogue.UnsubscribePage}
	if change != nil {
		change(p)
	}
	return p
}

func profile(change func(*catalogue.Page)) *catalogue.Page {
	p := &catalogue.Page{ID: "me", Kind: catalogue.ProfilePage}
	change(p)
	return p
}

func TestAPageKeepsWhatTheLawGives(t *testing.T) {
	shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
	twice := other("alerts", func(p *catalogue.Purpose) { p.DoubleOptIn = catalogue.OptInRequired })
	for _, c := range []struct {
		sentence string
		items    []catalogue.Item
	}{
		{`Page short has the unknown kind "popup"; the kinds are unsubscribe, preferences, profile.`,
			[]catalogue.Item{leaving("short", func(p *catalogue.Page) { p.Kind = "popup" })}},
		{`Page short has the unknown block "survey"; the blocks of this kind are this, everything, reason, less_often, pause, adapt, remains.`,
			[]catalogue.Item{leaving("short", func(p *catalogue.Page) { p.Blocks = []string{"survey"} })}},
		{`Page short needs the block everything: one act must stop all marketing (GDPR art. 21(2), (3)).`,
			[]catalogue.Item{leaving("short", func(p *catalogue.Page) { p.Blocks = []string{"this", "remains"} })}},
		{`Page short begins with pause. Who opens it wants to stop something: put this or everything first.`,
			[]catalogue.Item{leaving("short", func(p *catalogue.Page) { p.Blocks = []string{"pause", "this", "everything", "remains"} })}},
		{`Page short would make leaving harder than joining (GDPR art. 7(3)): newsletter can be joined in one step, and could be left only in two. Choose single, or require double opt-in for newsletter.`,
			[]catalogue.Item{newsletter(nil), twice, leaving("short", func(p *catalogue.Page) { p.OptOut = catalogue.OptOutPage })}},
		{`Page short asks twice, and the sender's country wants an opt-out in one step (16 CFR 316.5; CASL s. 11): choose single.`,
			[]catalogue.Item{twice, &catalogue.Settings{Name: "Alpenglow", Country: "US"}, leaving("short", func(p *catalogue.Page) { p.OptOut = catalogue.OptOutMail })}},
		{`Page short cannot leave purposes out: everything that comes can be stopped there.`,
			[]catalogue.Item{newsletter(nil), leaving("short", func(p *catalogue.Page) { p.Purposes = []string{"newsletter"} })}},
		{`Page me needs the block erase: a person may have it erased (GDPR art. 17).`,
			[]catalogue.Item{profile(func(p *catalogue.Page) { p.Blocks = []string{"choices", "everything", "export"} })}},
		{`Page me cannot show "income"; it shows since, kind, language, country, timezone, others.`,
			[]catalogue.Item{profile(func(p *catalogue.Page) { p.Shows = []string{"income"} })}},
		{`Page me stands behind a mailed code, so it asks no second time: leave opt_out out.`,
			[]catalogue.Item{profile(func(p *catalogue.Page) { p.OptOut = catalogue.OptOutPage })}},
		{`Write the titles of page me in "nl" too: people who read that language would be shown it.`,
			[]catalogue.Item{profile(func(p *catalogue.Page) {
				p.Languages, p.Titles = []string{"fr", "nl"}, catalogue.Texts{"fr": "Vos choix"}
			})}},
		{`Page a is the default already; publish it with default false first.`,
			[]catalogue.Item{leaving("a", func(p *catalogue.Page) { p.Default = true }), leaving("b", func(p *catalogue.Page) { p.Default = true })}},
	} {
		err := shelf.Publish(t.Context(), org, operator, now, c.items...)
		if p, ok := assent.AsProblem(err); !ok || p.Detail != c.sentence {
			t.Errorf("got %v\nwant %s", err, c.sentence)
		}
	}
	if err := shelf.Publish(t.Context(), org, operator, now, twice, leaving("calm", func(p *catalogue.Page) { p.OptOut = catalogue.OptOutPage })); err != nil {
		t.Errorf("what is joined in two steps cannot be left in two: %v", err)
	}
}

func TestALinkLeadsToThePageItNamesOrToTheDefault(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		shelf := catalogue.New(a, rand.Reader)
		publish := func(items ...catalogue.Item) *catalogue.Catalogue {
			t.Helper()
			if err := shelf.Publish(t.Context(), org, operator, now, items...); err != nil {
				t.Fatal(err)
			}
			c, err := shelf.Current(t.Context(), org)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		c := publish(&catalogue.Brand{ID: "alpenglow", Name: "Alpenglow"}, &catalogue.Brand{ID: "tarn", Name: "Tarn"})
		leads := func(named, brand, want string) {
			t.Helper()
			if got := c.PageFor(named, brand, catalogue.UnsubscribePage); got.ID != want || got.Kind != catalogue.UnsubscribePage {
				t.Errorf("a link of %q that names %q leads to %s %q, want %q", brand, named, got.Kind, got.ID, want)
			}
		}
		leads("short", "tarn", "")
		c = publish(
			leaving("short", nil), leaving("all", func(p *catalogue.Page) { p.Default = true }),
			leaving("tarn", func(p *catalogue.Page) { p.Default, p.Brand = true, "tarn" }),
			profile(func(p *catalogue.Page) { p.Default = true }),
		)
		leads("short", "tarn", "short")
		leads("", "tarn", "tarn")
		leads("", "alpenglow", "all")
		leads("me", "alpenglow", "all")   // of another kind
		leads("gone", "alpenglow", "all") // never published
		if got := c.PageFor("", "tarn", catalogue.PreferencesPage, catalogue.ProfilePage); got.ID != "me" {
			t.Errorf("her own page is %q", got.ID)
		}
		c = publish(leaving("short", func(p *catalogue.Page) { p.Retired = true }), leaving("tarn", func(p *catalogue.Page) { p.Retired, p.Default, p.Brand = true, true, "tarn" }))
		leads("short", "tarn", "all")
		if p := c.CheckPage("tarn", "alpenglow"); p == nil || p.Code != "WRONG_BRAND" {
			t.Errorf("%v", p)
		}
	})
}
