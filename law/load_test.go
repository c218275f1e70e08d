package law_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"assent"
	"assent/law"
)

// narnia is a small pack that is in order; tests spoil it.
const narnia = `
jurisdiction: NA
name: Narnia
extends: EU
sources:
  edict: {law: Edict of the lamp post, article: art. 1, quote: no letters in winter}
conditions:
  written: {needs: {fact: consent.strength, is: [written_signed]}, reason: WRITTEN_CONSENT_REQUIRED, cite: [edict], text: Only in writing.}
bases:
  consent: {basis: consent, over: consent, about: consent_recorded, needs: [consent_recorded, stands, written], reason: CONSENT_VALID, cite: [edict], text: Agreed in writing.}
`

func load(text string) (*law.Book, error) {
	return law.Load(fstest.MapFS{"na/pack.yaml": {Data: []byte(text)}})
}

func TestAnOperatorAddsAPack(t *testing.T) {
	b, err := load(narnia)
	if err != nil {
		t.Fatal(err)
	}
	yes := subscribed(t, "2026-01-10")
	at := moment(t, "2026-11-18")
	if d := b.Decide(&law.Facts{Consents: []law.Consent{yes}}, newsletter("NA"), at); d.Permit || d.Reason != assent.ReasonWrittenConsentRequired || d.Citations[0].Law != "Edict of the lamp post" {
		t.Errorf("double opt-in: permit %v, reason %s, citing %v", d.Permit, d.Reason, d.Citations)
	}
	yes.Strength = assent.WrittenSigned
	if d := b.Decide(&law.Facts{Consents: []law.Consent{yes}}, newsletter("NA"), at); !d.Permit || d.Jurisdiction != "NA" {
		t.Errorf("written: permit %v by %s", d.Permit, d.Jurisdiction)
	}
	if d := b.Decide(&law.Facts{Consents: []law.Consent{yes}}, newsletter("FR"), at); d.Jurisdiction != "FR" {
		t.Errorf("France is answered by %s", d.Jurisdiction)
	}
}

func TestAYesThatPassesAListingGateIsNamedSo(t *testing.T) {
	b, err := load(narnia + `
gates:
  listing: {closed: register.lamp.listed, unless: consent.valid, reason: REGISTER_LISTED, cite: [edict], text: Listed.}
`)
	if err != nil {
		t.Fatal(err)
	}
	yes := subscribed(t, "2026-01-10")
	yes.Strength = assent.WrittenSigned
	for listed, want := range map[law.Truth]assent.Reason{law.True: "CONSENT_OVER_REGISTER", law.False: "CONSENT_VALID"} {
		f := &law.Facts{Consents: []law.Consent{yes}, Registers: []law.Register{{ID: "lamp", Listed: listed}}}
		if d := b.Decide(f, newsletter("NA"), moment(t, "2026-11-18")); !d.Permit || d.Reason != want {
			t.Errorf("permit %v, reason %s, want %s", d.Permit, d.Reason, want)
		}
	}
}

func TestAPackThatIsNotInOrderIsRefusedWithASentence(t *testing.T) {
	for _, c := range []struct{ old, new, say string }{
		{"jurisdiction: NA", "", "does not name its jurisdiction"},
		{"extends: EU", "extends: XX", "which is no pack"},
		{"extends: EU", "extends: NA", "extends itself"},
		{"needs: [consent_recorded, stands, written]", "needs: [consent_recorded, rhyme]", `no condition called "rhyme"`},
		{"about: consent_recorded", "about: similar", "not among its needs"},
		{"cite: [edict], text: Only", "cite: [prophecy], text: Only", `cites "prophecy"`},
		{"fact: consent.strength", "fact: consent.colour", `No fact is called "consent.colour"`},
		{"fact: consent.strength", "fact: consent.on", "is a day, and a word is needed"},
		{"is: [written_signed]", "isnt: [written_signed]", "unknown field"},
		{"{fact: consent.strength, is: [written_signed]}", "{fact: consent.strength}", "compared in exactly one way"},
		{"{fact: consent.strength, is: [written_signed]}", "{since: 2026-01-01}", "does not say which fact"},
		{"{fact: consent.strength, is: [written_signed]}", "{not: never, any: [always]}", "several things at once"},
		{"{fact: consent.strength, is: [written_signed]}", "{}", "An expression is empty"},
		{"{fact: consent.strength, is: [written_signed]}", "{outside: winter}", `No window is called "winter"`},
		{"reason: WRITTEN_CONSENT_REQUIRED", "reason: NOT_IN_WRITING", "not in the headline list"},
		{"name: Narnia", "name: Narnia\ngates: {frost: {reason: QUIET_HOURS, cite: [edict]}}", "either when it is closed or when it is open"},
		{"name: Narnia", "name: Narnia\nstate: tomorrow", "A day is written YYYY-MM-DD"},
		{"name: Narnia", "name: Narnia\nwindows: {day: {mon-fri: [9-5]}}", "Hours are written as in 10:00-13:00"},
		{"name: Narnia", "name: [Narnia", "na/pack.yaml"},
	} {
		_, err := load(strings.Replace(narnia, c.old, c.new, 1))
		p, ok := assent.AsProblem(err)
		if !ok || !strings.Contains(p.Detail, c.say) {
			t.Errorf("%q for %q: %v; want %q", c.new, c.old, err, c.say)
		}
	}
}

func TestTwoFilesOfOnePackDoNotDefineTheSame(t *testing.T) {
	_, err := law.Load(fstest.MapFS{"na/a.yaml": {Data: []byte(narnia)}, "na/b.yaml": {Data: []byte("sources: {edict: {law: Another}}")}})
	if err == nil || !strings.Contains(err.Error(), `na/b.yaml defines "edict"`) {
		t.Errorf("%v", err)
	}
}

func TestCheckFindsGapsOverlapsAndWhatNoCaseExercises(t *testing.T) {
	b, err := load(narnia + `
cells:
- {channels: [email], recipients: [consumer], kinds: [own_marketing], bases: [consent], cite: [edict]}
- {channels: [email], kinds: [own_marketing], from: 2027-01-01, bases: [consent], cite: []}
`)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range b.Check().Findings {
		if f.Pack != "NA" {
			t.Errorf("finding about %s: %s %s", f.Pack, f.Rule, f.Text)
		}
		said = append(said, f.Rule+": "+f.Text)
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"2 rows for email to consumer, own_marketing, from 2027-01-01.", "na.cells[1]: It cites no source.",
		"conditions.written: No case exercises it.", "bases.consent: No case exercises it."} {
		if !strings.Contains(all, want) {
			t.Errorf("no finding %q in\n%s", want, all)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(narnia)
	f.Add("jurisdiction: NA\nextends: EU\ngates: {child: {drop: true}}")
	f.Add("jurisdiction: NA\nextends: EU\nholidays: [{name: x, easter: 1}, {name: y, nth: -1, weekday: monday, month: 5}]")
	f.Fuzz(func(t *testing.T, text string) {
		if b, err := load(text); err == nil {
			b.Decide(&law.Facts{}, newsletter("NA"), law.Moment{Day: 739000, Minute: 600})
		}
	})
}

func TestARenumberedNormIsCitedAsItWasCalledAtTheTime(t *testing.T) {
	b, err := load(strings.Replace(narnia, "sources:", `sources:
  old: {law: Edict of the lamp post, article: art. 7, until: 2026-12-31}
  new: {law: Edict of the lamp post, article: art. 9, from: 2027-01-01}`, 1) + `
cells:
- {channels: [email], recipients: [consumer], kinds: [own_marketing], bases: [consent], cite: [old, new]}
- {channels: [email], recipients: [sole_trader], kinds: [own_marketing], bases: [consent], cite: [new]}
`)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2026-12-31": "art. 7", "2027-01-01": "art. 9"} {
		d := b.Decide(&law.Facts{}, newsletter("NA"), moment(t, day))
		if len(d.Citations) != 1 || d.Citations[0].Article != want {
			t.Errorf("on %s: %+v, want %s alone", day, d.Citations, want)
		}
	}
	said := fmt.Sprint(b.Check().Findings)
	if !strings.Contains(said, "No source of the time for email to sole_trader, own_marketing, from the beginning.") {
		t.Errorf("the time before the new article is not found in %s", said)
	}
}
