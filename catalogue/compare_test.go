package catalogue_test

import (
	"strings"
	"testing"

	"assent"
	"assent/catalogue"
)

func TestAChangeThatReachesFurtherThanTheYesAsksAgain(t *testing.T) {
	notice := func(version, text string) *catalogue.Notice {
		return &catalogue.Notice{ID: "signup", Version: version, Languages: catalogue.Texts{"en": text}}
	}
	partners := func(names ...string) *catalogue.PartnerList {
		l := &catalogue.PartnerList{ID: "friends"}
		for _, n := range names {
			l.Partners = append(l.Partners, catalogue.Partner{ID: strings.ToLower(n), Name: n})
		}
		return l
	}
	purpose := newsletter
	for _, c := range []struct {
		what          string
		before, after catalogue.Item
		want          string // the fields that changed; ! marks what asks again
	}{
		{"nothing", purpose(nil), purpose(nil), ""},
		{"everything is new", nil, partners("Rope"), "id partners.rope.id partners.rope.name"},
		{"another name", purpose(nil), purpose(func(p *catalogue.Purpose) { p.Names = catalogue.Texts{"en": "Letter"} }), "names.en"},
		{"one more language", purpose(nil), purpose(func(p *catalogue.Purpose) {
			p.Sentences = catalogue.Texts{"en": "I want the newsletter.", "fr": "Oui."}
		}), "sentences.fr"},
		{"other words beside the box", purpose(nil), purpose(func(p *catalogue.Purpose) { p.Sentences = catalogue.Texts{"en": "I want it all."} }), "sentences.en!"},
		{"one more channel", purpose(nil), purpose(func(p *catalogue.Purpose) { p.Channels = []assent.Channel{assent.Email, assent.SMS} }), "channels!"},
		{"one channel less", purpose(func(p *catalogue.Purpose) { p.Channels = []assent.Channel{assent.Email, assent.SMS} }), purpose(nil), "channels"},
		{"another use", purpose(nil), purpose(func(p *catalogue.Purpose) { p.Kind = assent.PurposeProfiling }), "kind!"},
		{"one more partner", partners("Rope"), partners("Rope", "Axe"), "partners.axe.id partners.axe.name!"},
		{"one partner less", partners("Rope", "Axe"), partners("Rope"), "partners.axe.id partners.axe.name"},
		{"other words of a notice", notice("1.0", "One."), notice("1.1", "Two."), "languages.en version"},
		{"a notice that asks again", notice("1.3", "One."), notice("2.0", "Two."), "languages.en version!"},
	} {
		changes, err := catalogue.Compare(c.before, c.after)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range changes {
			field := one.Field
			if one.Asks {
				field += "!"
			}
			got = append(got, field)
		}
		if strings.Join(got, " ") != c.want || catalogue.Asks(changes) != strings.Contains(c.want, "!") {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
}

func TestANoticeCountsItsVersionsUp(t *testing.T) {
	for _, c := range []struct{ version, minor, major string }{{"", "1.0", "1.0"}, {"1.0", "1.1", "2.0"}, {"1.9", "1.10", "2.0"}, {"12.3", "12.4", "13.0"}} {
		n := &catalogue.Notice{Version: c.version}
		if n.Next(false) != c.minor || n.Next(true) != c.major {
			t.Errorf("after %q come %s and %s", c.version, n.Next(false), n.Next(true))
		}
	}
}

func TestAListWithoutEntriesSaysNothing(t *testing.T) {
	changes, err := catalogue.Compare(nil, &catalogue.Purpose{ID: "news"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if strings.Contains(c.After, "nil") {
			t.Errorf("%s is %q", c.Field, c.After)
		}
	}
}
