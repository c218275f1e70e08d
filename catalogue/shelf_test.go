package catalogue_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
	"assent/store/storetest"
)

var (
	operator = assent.Actor{Kind: assent.ActorOperator, ID: "test"}
	now      = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	org      = assent.ID{15: 1}
)

func newsletter(change func(*catalogue.Purpose)) *catalogue.Purpose {
	p := &catalogue.Purpose{
		ID: "newsletter", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Newsletter"},
		Sentences: catalogue.Texts{"en": "I want the newsletter."}, Channels: []assent.Channel{assent.Email},
	}
	if change != nil {
		change(p)
	}
	return p
}

func other(id string, change func(*catalogue.Purpose)) *catalogue.Purpose {
	return newsletter(func(p *catalogue.Purpose) {
		p.ID = id
		if change != nil {
			change(p)
		}
	})
}

func TestEachPublicationIsOneEventAndOneVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		shelf := catalogue.New(a, rand.Reader)
		publish := func(items ...catalogue.Item) {
			t.Helper()
			if err := shelf.Publish(t.Context(), org, operator, now, items...); err != nil {
				t.Fatal(err)
			}
		}
		publish(newsletter(nil), &catalogue.Brand{ID: "alpenglow", Name: "Alpenglow"})
		publish(newsletter(nil)) // nothing new
		publish(newsletter(func(p *catalogue.Purpose) { p.Names = catalogue.Texts{"en": "Letter"} }))

		c, err := shelf.Current(t.Context(), org)
		if err != nil {
			t.Fatal(err)
		}
		if p, _ := c.Purpose("newsletter"); p.Version != 2 || p.Names.In("fr") != "Letter" {
			t.Errorf("in force is version %d, %q", p.Version, p.Names.In("fr"))
		}
		if p, ok := c.PurposeVersion("newsletter", 1); !ok || p.Names.In("en") != "Newsletter" {
			t.Error("the first version cannot be had again")
		}
		err = a.Read(t.Context(), org, func(v *store.View) error {
			head, err := v.Head()
			if head != 3 {
				t.Errorf("the log has %d events, want 3", head)
			}
			last, _, err2 := v.EventAt(2)
			if p := last.Event.Publication; p.Kind != "purpose" || p.ID != "newsletter" || p.Version != "2" || len(p.Digest) != 64 {
				t.Errorf("the last event publishes %+v", p)
			}
			if err == nil {
				err = err2
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := catalogue.New(a, rand.Reader).Current(t.Context(), org)
		if err != nil || len(fresh.Purposes()) != 1 || len(fresh.Brands()) != 1 {
			t.Errorf("another node reads another catalogue (%v)", err)
		}
	})
}

func TestWhatPeopleMayHaveReadNeverChanges(t *testing.T) {
	shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
	notice := func(version, text string) error {
		return shelf.Publish(t.Context(), org, operator, now, &catalogue.Notice{ID: "signup", Version: version, Languages: catalogue.Texts{"en": text}})
	}
	for _, step := range []struct {
		version, text string
		refused       bool
	}{
		{"1.0", "One.", false}, {"1.0", "One.", false}, {"1.0", "Two.", true}, {"1.1", "Two.", false}, {"1.0", "One.", false}, {"0.9", "Old.", true}, {"1.10", "Three.", false}, {"1.9", "Four.", true},
	} {
		err := notice(step.version, step.text)
		if p, refused := assent.AsProblem(err); refused != step.refused || refused && p.Code != "NOTICE_PUBLISHED" || err != nil && !refused {
			t.Errorf("publishing %s %q: %v", step.version, step.text, err)
		}
	}
}

func TestWhatCannotBeAskedIsRefusedWithASentence(t *testing.T) {
	shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
	form := func(change func(*catalogue.CollectionPoint)) *catalogue.CollectionPoint {
		f := &catalogue.CollectionPoint{
			ID: "form", Kind: catalogue.HostedForm, Titles: catalogue.Texts{"en": "Join"},
			Boxes: []catalogue.Box{{Purpose: "newsletter", Channel: assent.Email}},
		}
		change(f)
		return f
	}
	for _, c := range []struct {
		sentence string
		items    []catalogue.Item
	}{
		{`"News Letter" cannot name a purpose: use up to 63 of a-z, 0-9, - and _, beginning with a letter or digit.`,
			[]catalogue.Item{other("News Letter", nil)}},
		{`Purpose newsletter has the unknown kind "spam"; the kinds are own_marketing, partner_marketing, service, tracking, profiling, charity_own, charity_other.`,
			[]catalogue.Item{newsletter(func(p *catalogue.Purpose) { p.Kind = "spam" })}},
		{`Purpose newsletter belongs to the unknown brand "acme"; publish the brand first.`,
			[]catalogue.Item{newsletter(func(p *catalogue.Purpose) { p.Brand = "acme" })}},
		{`Purpose newsletter depends on "nothing", which is not another purpose of the catalogue.`,
			[]catalogue.Item{newsletter(func(p *catalogue.Purpose) { p.Requires = []string{"nothing"} })}},
		{`These purposes require each other in a ring, so nobody could ever begin: newsletter → offers → newsletter.`,
			[]catalogue.Item{newsletter(func(p *catalogue.Purpose) { p.Requires = []string{"offers"} }), other("offers", func(p *catalogue.Purpose) { p.Requires = []string{"newsletter"} })}},
		{`Write the sentences of purpose newsletter in "fr" too: people who read that language would be shown it.`,
			[]catalogue.Item{newsletter(nil), form(func(f *catalogue.CollectionPoint) { f.Titles = catalogue.Texts{"en": "Join", "fr": "Rejoindre"} })}},
		{`Collection point form offers newsletter by sms, but that purpose goes by email.`,
			[]catalogue.Item{newsletter(nil), form(func(f *catalogue.CollectionPoint) { f.Boxes[0].Channel = assent.SMS })}},
		{`Collection point form shows the unknown notice "terms"; publish the notice first.`,
			[]catalogue.Item{newsletter(nil), form(func(f *catalogue.CollectionPoint) { f.Notice = "terms" })}},
		{`"shop.example.org" is no site that could embed form form; write it as in https://shop.example.org, without a path or a / at its end.`,
			[]catalogue.Item{newsletter(nil), form(func(f *catalogue.CollectionPoint) { f.EmbedOrigins = []string{"shop.example.org"} })}},
		{`"https://shop.example.org/" is no site that could embed form form; write it as in https://shop.example.org, without a path or a / at its end.`,
			[]catalogue.Item{newsletter(nil), form(func(f *catalogue.CollectionPoint) {
				f.EmbedOrigins = []string{"http://shop.example.org:8080", "https://shop.example.org/"}
			})}},
		{`Purpose friends is for partners: name the list on which a person finds them.`,
			[]catalogue.Item{other("friends", func(p *catalogue.Purpose) { p.Kind = assent.PurposePartnerMarketing })}},
		{`Notice signup: a version is MAJOR.MINOR, as in 1.0; raise MAJOR when people must be asked again.`,
			[]catalogue.Item{&catalogue.Notice{ID: "signup", Version: "1", Languages: catalogue.Texts{"en": "x"}}}},
		{`"example.org" is not a web address; write it in full, as in https://example.org/privacy.`,
			[]catalogue.Item{&catalogue.Settings{Name: "Alpenglow", PrivacyURL: "example.org"}}},
		{`"senders" is no rule for two laws; choose recipient or strictest.`,
			[]catalogue.Item{&catalogue.Settings{Name: "Alpenglow", Conflict: "senders"}}},
		{`The strictest of two laws needs the sender's country.`,
			[]catalogue.Item{&catalogue.Settings{Name: "Alpenglow", Conflict: "strictest"}}},
	} {
		err := shelf.Publish(t.Context(), org, operator, now, c.items...)
		if p, ok := assent.AsProblem(err); !ok || p.Detail != c.sentence {
			t.Errorf("got %v\nwant %s", err, c.sentence)
		}
	}
	c, err := shelf.Current(t.Context(), org)
	if err != nil || len(c.Purposes()) != 0 {
		t.Errorf("a refused publication has left something behind (%v)", err)
	}
}

func TestLeavingFollowsDependenciesToTheirEnd(t *testing.T) {
	shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
	err := shelf.Publish(t.Context(), org, operator, now,
		newsletter(func(p *catalogue.Purpose) { p.Withdraws = []string{"gifts"} }),
		other("gifts", func(p *catalogue.Purpose) { p.Withdraws = []string{"newsletter"} }), // either takes the other along
		other("offers", func(p *catalogue.Purpose) { p.Requires = []string{"newsletter"} }),
		other("sales", func(p *catalogue.Purpose) { p.Requires = []string{"offers"} }))
	if err != nil {
		t.Fatal(err)
	}
	c, err := shelf.Current(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	var causes []string
	for _, l := range c.Leaving("newsletter") {
		causes = append(causes, l.Cause)
	}
	want := "newsletter@1 withdraws gifts; offers@1 requires newsletter; sales@1 requires offers"
	if got := strings.Join(causes, "; "); got != want {
		t.Errorf("leaving the newsletter leaves: %s\nwant: %s", got, want)
	}
}

func TestTextsFallBackToALanguageThatExists(t *testing.T) {
	both, german := catalogue.Texts{"en": "Hello", "fr": "Bonjour"}, catalogue.Texts{"de": "Hallo"}
	for _, c := range []struct {
		texts catalogue.Texts
		asked string
		want  string
	}{{both, "fr-CA", "Bonjour"}, {both, "pl", "Hello"}, {both, "", "Hello"}, {german, "fr", "Hallo"}, {nil, "fr", ""}} {
		if got := c.texts.In(c.asked); got != c.want {
			t.Errorf("asked for %q: %q, want %q", c.asked, got, c.want)
		}
	}
}
