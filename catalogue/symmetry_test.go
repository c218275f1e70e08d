package catalogue_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

func TestLeavingIsHeldBesideJoining(t *testing.T) {
	form := catalogue.Effort{Fields: 1, Presses: 2, Steps: 1, Languages: []string{"en", "nl"}}
	for _, c := range []struct {
		about string
		leave catalogue.Effort
		want  []string
	}{
		{"one press on one page", catalogue.Effort{Presses: 1, Steps: 1}, nil},
		{"as many of each", form, nil},
		{"a page more", catalogue.Effort{Presses: 2, Steps: 2}, []string{"joining takes 1 step, leaving 2 steps"}},
		{"an account to log in to", catalogue.Effort{Fields: 2, Presses: 3, Steps: 1},
			[]string{"joining takes 1 field, leaving 2 fields", "joining takes 2 presses, leaving 3 presses"}},
		{"more languages", catalogue.Effort{Presses: 1, Steps: 1, Languages: []string{"en", "fr", "nl"}}, nil},
		{"a language less", catalogue.Effort{Presses: 1, Steps: 1, Languages: []string{"en", "fr"}},
			[]string{"one can join in nl, but leave only in en, fr"}},
	} {
		if got := catalogue.Harder(form, c.leave); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

// TestMoreEffortIsNeverEasier: what is refused stays refused when leaving takes yet more.
func TestMoreEffortIsNeverEasier(t *testing.T) {
	few := rapid.IntRange(0, 4)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) catalogue.Effort {
			return catalogue.Effort{Fields: few.Draw(t, name+" fields"), Presses: few.Draw(t, name+" presses"), Steps: few.Draw(t, name+" steps")}
		}
		join, leave, more := draw("join"), draw("leave"), draw("more")
		worse := catalogue.Effort{Fields: leave.Fields + more.Fields, Presses: leave.Presses + more.Presses, Steps: leave.Steps + more.Steps}
		if len(catalogue.Harder(join, worse)) < len(catalogue.Harder(join, leave)) {
			t.Fatalf("%+v is harder than %+v, and %+v is not", leave, join, worse)
		}
		if len(catalogue.Harder(join, join)) > 0 {
			t.Fatalf("%+v is harder than itself", join)
		}
	})
}

// signUp is a form for the newsletter, in English and Dutch.
func signUp(change func(*catalogue.CollectionPoint)) *catalogue.CollectionPoint {
	f := &catalogue.CollectionPoint{
		ID: "front", Kind: catalogue.HostedForm, Titles: catalogue.Texts{"en": "Stay in touch", "nl": "Blijf op de hoogte"},
		Boxes: []catalogue.Box{{Purpose: "newsletter", Channel: assent.Email}},
	}
	if change != nil {
		change(f)
	}
	return f
}

func dutch(p *catalogue.Purpose) {
	p.Names, p.Sentences = catalogue.Texts{"en": "Newsletter", "nl": "Nieuwsbrief"}, catalogue.Texts{"en": "I want it.", "nl": "Die wil ik."}
}

func confirmed(p *catalogue.Purpose) {
	dutch(p)
	p.DoubleOptIn = catalogue.OptInRequired
}

func TestNothingIsPublishedThatMakesLeavingHarderThanJoining(t *testing.T) {
	usual := func(languages ...string) *catalogue.Page {
		return leaving("bye", func(p *catalogue.Page) { p.Default, p.Languages = true, languages })
	}
	twice := leaving("sure", func(p *catalogue.Page) { p.OptOut = catalogue.OptOutMail })
	for _, c := range []struct {
		about        string
		before, then []catalogue.Item
		want, field  string
	}{
		{"a page in fewer languages than the form",
			[]catalogue.Item{newsletter(dutch), signUp(nil)}, []catalogue.Item{usual("en")},
			"Leaving would be harder than joining (GDPR art. 7(3)): at form front, newsletter can be joined, and on unsubscribe page bye left, but one can join in nl, but leave only in en. Let page bye speak nl too.", "languages"},
		{"a form in more languages than the page",
			[]catalogue.Item{newsletter(dutch), usual("en", "fr")}, []catalogue.Item{signUp(nil)},
			"Leaving would be harder than joining (GDPR art. 7(3)): at form front, newsletter can be joined, and on unsubscribe page bye left, but one can join in nl, but leave only in en, fr. Let page bye speak nl too.", "titles"},
		{"a purpose that is not confirmed any more, while a page asks twice",
			[]catalogue.Item{newsletter(confirmed), signUp(nil), twice}, []catalogue.Item{newsletter(dutch)},
			"Leaving would be harder than joining (GDPR art. 7(3)): at form front, newsletter can be joined, and on unsubscribe page sure left, but joining takes 1 step, leaving 2 steps. Let page sure ask only once, or require double opt-in for newsletter.", "double_opt_in"},
		{"a page that asks twice, where joining is confirmed", []catalogue.Item{newsletter(confirmed), signUp(nil)}, []catalogue.Item{twice}, "", ""},
		{"a page for mails in one language, that a link names",
			[]catalogue.Item{newsletter(dutch), signUp(nil)},
			[]catalogue.Item{leaving("english", func(p *catalogue.Page) { p.Languages = []string{"en"} })}, "", ""},
		{"the same languages", []catalogue.Item{newsletter(dutch), signUp(nil)}, []catalogue.Item{usual("en", "nl")}, "", ""},
		{"every language", []catalogue.Item{newsletter(dutch), signUp(nil)}, []catalogue.Item{usual()}, "", ""},
		{"something else, whatever the pages are like", []catalogue.Item{newsletter(confirmed), signUp(nil), twice},
			[]catalogue.Item{other("alerts", func(p *catalogue.Purpose) { p.Brand = "" })}, "", ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
			if err := shelf.Publish(t.Context(), org, operator, now, c.before...); err != nil {
				t.Fatal(err)
			}
			err := shelf.Publish(t.Context(), org, operator, now, c.then...)
			p, refused := assent.AsProblem(err)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (!refused || p.Code != "LEAVING_IS_HARDER" || p.Detail != c.want || p.Field != c.field):
				t.Errorf("answers %v, want %s (%s)", err, c.want, c.field)
			}
		})
	}
}
