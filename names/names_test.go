package names_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/names"
	"assent/store"

	"pgregory.net/rapid"
)

// list is the index over a house, with its follower.
type list struct {
	*House
	desk   *names.Desk
	follow *names.Follower
	t      *testing.T
}

func open(t *testing.T, h *House) *list {
	desk := names.New(h.Archive, h.Vault, h.Org)
	return &list{h, desk, desk.Follow(h.Org), t}
}

// called signs somebody up with personal values.
func (l *list) called(email string, personal map[string]string) assent.ID {
	l.t.Helper()
	act := SignUp(email, "newsletter")
	act.Personal = personal
	return l.Record(act).Person
}

func (l *list) work() {
	l.t.Helper()
	l.Clock.Pass(2 * time.Second)
	for more := true; more; {
		var err error
		if more, err = l.follow.Round(l.t.Context()); err != nil {
			l.t.Fatal(err)
		}
	}
}

// found are the names that a question finds, sorted.
func (l *list) found(typed string) string {
	l.t.Helper()
	all, _, err := l.desk.Find(l.t.Context(), l.Org, typed)
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, f := range all {
		out = append(out, f.Name)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestANameIsFoundByItsWordsAndTheirBeginnings(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := open(t, h)
		l.called("a@example.org", map[string]string{"name": "Éloïse Dupont-Aignan"})
		l.called("b@example.org", map[string]string{"given_name": "Eloise", "family_name": "Martínez"})
		l.called("c@example.org", map[string]string{"name": "Li O’Brien", "note": "Hidden words"})
		l.called("d@example.org", map[string]string{"name": "Łukasz Großmann"})
		l.work()
		for typed, want := range map[string]string{
			"eloise": "Eloise Martínez, Éloïse Dupont-Aignan", "ELO": "Eloise Martínez, Éloïse Dupont-Aignan",
			"dupont": "Éloïse Dupont-Aignan", "aignan éloïse": "Éloïse Dupont-Aignan", "eloise mart": "Eloise Martínez",
			"eloise martinez garcia": "", "duponts": "", "li": "Li O’Brien", "l": names.ErrTooShort.Error(), "obrien": "Li O’Brien", "O'Bri": "Li O’Brien",
			"lukasz": "Łukasz Großmann", "grossmann": "Łukasz Großmann", "hidden": "", "words": "", "": names.ErrTooShort.Error(), "!?": names.ErrTooShort.Error(),
		} {
			if got := l.found(typed); got != want {
				t.Errorf("%q finds %q, want %q", typed, got, want)
			}
		}
		h.Audit()
	})
}

func TestTheNameThatSomebodyGivesLaterReplacesTheOneBefore(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := open(t, h)
		l.called("a@example.org", map[string]string{"given_name": "Ana", "family_name": "Silva"})
		l.work()
		l.called("a@example.org", map[string]string{"family_name": "Costa"})
		l.work()
		if got := l.found("ana costa") + "|" + l.found("silva"); got != "Ana Costa|" {
			t.Errorf("found %q", got)
		}
	})
}

func TestWhatWasRecordedBeforeThereWasAnIndexIsFoundToo(t *testing.T) {
	l := open(t, New(t))
	l.called("a@example.org", map[string]string{"name": "Ana Silva"})
	for range 300 { // more than one stride without a name
		l.called("b@example.org", nil)
	}
	l.called("c@example.org", map[string]string{"name": "Cyd Silva"})
	if got := l.found("silva"); got != "" {
		t.Errorf("before the follower ran: %q", got)
	}
	l.work()
	if got := l.found("silva"); got != "Ana Silva, Cyd Silva" {
		t.Errorf("found %q", got)
	}
}

func TestNothingOfANameIsLeftOfTheErased(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := open(t, h)
		erase := intake.Act{Type: assent.PersonErased, Actor: assent.Actor{Kind: assent.ActorKey, ID: "k"}}
		erase.Person = l.called("a@example.org", map[string]string{"name": "Canarina Silva"})
		l.work()
		h.Record(erase)
		erase.Person = l.called("b@example.org", map[string]string{"name": "Canarina Costa"}) // erased before the follower came
		h.Record(erase)
		l.work()
		if got := l.found("canarina"); got != "" {
			t.Errorf("found %q", got)
		}
		if rows := l.rows("canarina"); rows != 0 {
			t.Errorf("%d rows are left", rows)
		}
		h.Audit()
	})
}

// rows counts whatever is found by the hash of a word, opened or not.
func (l *list) rows(word string) (n int) {
	l.t.Helper()
	err := l.Archive.Read(l.t.Context(), l.Org, func(v *store.View) error {
		rows, err := v.PeopleNamed([][]byte{names.HashOf(l.desk, word)}, 10)
		n = len(rows)
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return n
}

func TestTwoRecordsOfOneWomanAreFoundOnceAndErasedTogether(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := open(t, h)
		one := l.called("a@example.org", map[string]string{"name": "Ana Silva"})
		phone := assent.Contactable{Phone: "+33639980123"}
		h.Record(intake.Act{
			Type: assent.RelationshipRecorded, Contact: phone, Relationship: &assent.Relationship{Kind: "account_only"},
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Personal: map[string]string{"name": "Ana Silva-Costa"},
		})
		l.work()
		if rows := l.rows("silva"); rows != 2 {
			t.Fatalf("%d records have the name", rows)
		}
		h.Record(Link(Email("a@example.org"), phone))
		all, more, err := l.desk.Find(t.Context(), l.Org, "ana silva")
		if err != nil || more || len(all) != 1 {
			t.Errorf("found %+v, %v, %v", all, more, err)
		}
		h.Record(intake.Act{Type: assent.PersonErased, Person: one, Actor: assent.Actor{Kind: assent.ActorKey, ID: "k"}})
		if rows := l.rows("silva"); rows != 0 {
			t.Errorf("%d rows are left", rows)
		}
	})
}

func TestNoOrganisationFindsThePeopleOfAnother(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := open(t, h)
		l.called("a@example.org", map[string]string{"name": "Ana Silva"})
		l.work()
		other := assent.ID{15: 9}
		for _, desk := range []*names.Desk{l.desk, names.New(h.Archive, h.Vault, other)} {
			if all, _, err := desk.Find(t.Context(), other, "silva"); err != nil || len(all) != 0 {
				t.Errorf("found %+v, %v", all, err)
			}
		}
		if string(names.HashOf(l.desk, "silva")) == string(names.HashOf(names.New(h.Archive, h.Vault, other), "silva")) {
			t.Error("one word has the same hash at both")
		}
	})
}

func TestMoreThanIsLookedAtIsSaidToBeThere(t *testing.T) {
	l := open(t, New(t))
	for _, name := range []string{"Maria Nine", "Maria Ten", "Maria Eleven", "Maria Twelve"} {
		l.called(strings.ReplaceAll(strings.ToLower(name), " ", ".")+"@example.org", map[string]string{"name": name})
		l.Clock.Pass(time.Second) // the latest first
	}
	l.work()
	names.Open(l.desk, 3)
	for typed, want := range map[string]int{"maria": 3, "marianne": 0, "ten": 1} {
		all, more, err := l.desk.Find(t.Context(), l.Org, typed)
		if err != nil || len(all) != want || more != strings.HasPrefix(typed, "maria") {
			t.Errorf("%s finds %+v, more %v, %v", typed, all, more, err)
		}
	}
}

func TestAFollowerBesideAnotherDoublesNothing(t *testing.T) {
	l := open(t, New(t))
	l.called("a@example.org", map[string]string{"name": "Ana Silva"})
	second := l.desk.Follow(l.Org)
	l.work()
	if _, err := second.Round(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := l.found("silva"); got != "Ana Silva" {
		t.Errorf("found %q", got)
	}
}

func TestEveryBeginningOfEveryWordFindsItsName(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.StringMatching(`[A-Za-zéüñøßł]{2,12}( [A-Za-zéüñøßł]{2,12}){0,3}`).Draw(r, "name")
		words := names.Words(name)
		word := rapid.SampledFrom(words).Draw(r, "word")
		letters := []rune(word)
		from := min(len(letters), 3)
		typed := string(letters[:rapid.IntRange(from, len(letters)).Draw(r, "letters")])
		if !slices.Contains(names.Keys(word), names.Asked(typed)) || !names.Fits([]string{typed}, words) {
			r.Fatalf("%q does not find %q", typed, name)
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"", "Ana Silva", "O’Brien-Łukasz", "田中 太郎", "\xff\xfe", strings.Repeat("a ", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		words := names.Words(name)
		if len(words) > 8 || !slices.Equal(words, names.Words(strings.Join(words, " "))) {
			t.Errorf("%q is reduced to %q", name, words)
		}
	})
}
