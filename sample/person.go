package sample

import (
	"fmt"
	"math/rand/v2"
	"time"

	"assent"
	"assent/intake"
)

// country is where some of the people live; share is in per cent.
type country struct {
	code, language, zone string
	share                int
	first, last          []string
}

var countries = []country{
	{"FR", "fr", "Europe/Paris", 42, []string{"camille", "louis", "manon", "jules", "chloe", "hugo"}, []string{"martin", "bernard", "durand", "petit", "moreau"}},
	{"DE", "de", "Europe/Berlin", 16, []string{"anna", "lukas", "lena", "jonas", "mia"}, []string{"mueller", "schmidt", "fischer", "weber"}},
	{"BE", "nl", "Europe/Brussels", 8, []string{"emma", "noah", "louise", "arthur"}, []string{"peeters", "janssens", "dubois"}},
	{"NL", "nl", "Europe/Amsterdam", 8, []string{"sanne", "daan", "femke", "bram"}, []string{"devries", "jansen", "bakker"}},
	{"ES", "es", "Europe/Madrid", 8, []string{"lucia", "pablo", "carmen", "diego"}, []string{"garcia", "lopez", "romero"}},
	{"IT", "it", "Europe/Rome", 7, []string{"giulia", "marco", "chiara", "luca"}, []string{"rossi", "ferrari", "ricci"}},
	{"PL", "pl", "Europe/Warsaw", 5, []string{"zofia", "jan", "maja", "antoni"}, []string{"nowak", "kowalska", "lewandowski"}},
	{"GB", "en", "Europe/London", 4, []string{"olivia", "george", "amelia", "oscar"}, []string{"smith", "jones", "taylor"}},
	{"CH", "de", "Europe/Zurich", 2, []string{"lea", "noe"}, []string{"keller", "meier"}},
}

// person is one made-up person and the dice that her life is thrown with.
type person struct {
	r       *rand.Rand
	home    country
	contact assent.Contactable
	kind    assent.RecipientKind
	start   time.Time
	days    int
	request assent.ID
}

func newPerson(r *rand.Rand, i int, start time.Time, days int) *person {
	home := pickCountry(r)
	kind := assent.Consumer
	switch n := r.IntN(100); {
	case n < 8:
		kind = assent.Employee
	case n < 11:
		kind = assent.SoleTrader
	}
	first, last := home.first[r.IntN(len(home.first))], home.last[r.IntN(len(home.last))]
	domain := []string{"example.org", "example.com", "example.net"}[r.IntN(3)]
	return &person{
		r: r, home: home, kind: kind, start: start, days: days,
		contact: assent.Contactable{Email: fmt.Sprintf("%s.%s%d@%s", first, last, i, domain)},
	}
}

func pickCountry(r *rand.Rand) country {
	n := r.IntN(100)
	for _, c := range countries {
		if n -= c.share; n < 0 {
			return c
		}
	}
	return countries[0]
}

// chance is true in percent of a hundred cases.
func (p *person) chance(percent int) bool { return p.r.IntN(100) < percent }

// after returns a day up to within days after day; it may be in the future, and then nothing comes of it.
func (p *person) after(day, within int) int { return day + 1 + p.r.IntN(within) }

func (p *person) attributes() *assent.Attributes {
	return &assent.Attributes{
		Country: p.home.code, Language: p.home.language, Kind: p.kind, TimeZone: p.home.zone,
	}
}

// history is what the person does, in one of the ways in which people come to a shop.
func (p *person) history() []step {
	day := p.r.IntN(p.days)
	switch n := p.r.IntN(100); {
	case n < 50:
		return p.signsUp(day)
	case n < 80:
		return p.buys(day)
	case n < 90:
		return p.fillsInACard(day)
	}
	return p.isCalled(day)
}

func (p *person) own(act intake.Act) intake.Act {
	act.Contact, act.Actor = p.contact, assent.Actor{Kind: assent.ActorPerson}
	act.Attributes = p.attributes()
	return act
}

func (p *person) claimed(act intake.Act, by string) intake.Act {
	act.Contact, act.Actor = p.contact, assent.Actor{Kind: assent.ActorKey, ID: by}
	act.Attributes = p.attributes()
	return act
}
