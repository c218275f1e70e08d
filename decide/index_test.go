package decide_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/decide"
	"assent/intake"
	. "assent/intake/intaketest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// indexed is a desk that keeps its decisions.
func indexed(t testing.TB, h *House) *decide.Desk {
	t.Helper()
	d := desk(t, h)
	if err := d.Index(t.Context(), h.Org); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWhatIsKeptIsWhatTheStoreSays plays random histories of a few people, and asks everything after each act
// of a desk that reads the store and of one that keeps its decisions.
func TestWhatIsKeptIsWhatTheStoreSays(t *testing.T) {
	h := New(t)
	told, world := desk(t, h), 0
	rapid.Check(t, func(r *rapid.T) {
		world++
		p := &play{House: h, t: t, r: r, told: told, kept: indexed(t, h), world: world}
		for range rapid.IntRange(1, 8).Draw(r, "acts") {
			act := rapid.SampledFrom(acts).Draw(r, "act")
			act.do(p)
			p.compare(act.name)
		}
	})
	h.Audit()
}

// play is one run of the differential test.
type play struct {
	*House
	t          testing.TB
	r          *rapid.T
	told, kept *decide.Desk
	world      int
	requests   []intake.Receipt
}

// contact draws one of the few addresses that there are.
func (p *play) contact() assent.Contactable {
	return rapid.SampledFrom(p.contacts()).Draw(p.r, "contact")
}

func (p *play) contacts() []assent.Contactable {
	return []assent.Contactable{
		Email(fmt.Sprintf("ana%d@example.org", p.world)), Email(fmt.Sprintf("ana%d@work.example", p.world)),
		Email(fmt.Sprintf("bob%d@example.org", p.world)), {Phone: fmt.Sprintf("+336399%05d", p.world)}, {ExternalID: fmt.Sprintf("C-%d", p.world)},
	}
}

func (p *play) record(a intake.Act) {
	receipt, err := p.Intake.Record(p.t.Context(), p.Org, a)
	if _, refused := assent.AsProblem(err); err != nil && !refused {
		p.r.Fatal(err)
	}
	if err == nil && !receipt.Event.IsZero() {
		p.requests = append(p.requests, receipt)
	}
	p.Clock.Pass(time.Second)
}

func (p *play) choice() intake.ActChoice {
	return intake.ActChoice{
		Purpose: rapid.SampledFrom([]string{"newsletter", "offers", "club", "partner-offers"}).Draw(p.r, "purpose"),
		Channel: rapid.SampledFrom([]assent.Channel{assent.Email, assent.SMS}).Draw(p.r, "channel"),
	}
}

func (p *play) attributes() *assent.Attributes {
	return &assent.Attributes{
		Country:  rapid.SampledFrom(countries).Draw(p.r, "country"),
		Language: rapid.SampledFrom([]string{"", "de", "fr"}).Draw(p.r, "language"),
		TimeZone: rapid.SampledFrom([]string{"", "Pacific/Auckland"}).Draw(p.r, "zone"),
		Kind:     rapid.SampledFrom([]assent.RecipientKind{"", assent.Employee, assent.RoleAddress}).Draw(p.r, "kind"),
	}
}

var shop = assent.Actor{Kind: assent.ActorKey, ID: "shop"}

var acts = []struct {
	name string
	do   func(*play)
}{
	{"sign up", func(p *play) {
		a := SignUp("", "newsletter", "club")
		a.Contact, a.Attributes = p.contacts()[rapid.IntRange(0, 2).Draw(p.r, "who")], p.attributes()
		p.record(a)
	}},
	{"confirm", func(p *play) {
		if len(p.requests) > 0 {
			p.record(Confirm(rapid.SampledFrom(p.requests).Draw(p.r, "request")))
		}
	}},
	{"claim", func(p *play) {
		ago := rapid.SampledFrom([]time.Duration{0, time.Hour, 48 * time.Hour, 700 * 24 * time.Hour}).Draw(p.r, "ago")
		p.record(intake.Act{
			Type: assent.ConsentGranted, Contact: p.contact(), Occurred: p.Clock.Now().Add(-ago), Actor: shop, Attributes: p.attributes(),
			Evidence: &assent.Evidence{Source: "shop database"}, Choices: []intake.ActChoice{p.choice()},
		})
	}},
	{"buy", func(p *play) {
		a := buy("")
		a.Contact = p.contact()
		p.record(a)
	}},
	{"object", func(p *play) { p.record(intake.Act{Type: assent.ObjectionRaised, Contact: p.contact(), Actor: shop}) }},
	{"withdraw", func(p *play) {
		p.record(intake.Act{Type: assent.ConsentWithdrawn, Contact: p.contact(), Actor: shop, Choices: []intake.ActChoice{p.choice()}})
	}},
	{"bounce", func(p *play) {
		p.record(intake.Act{Type: assent.SuppressionAdded, Contact: p.contact(), Actor: shop, Suppression: &assent.Suppression{Kind: "bounce"}})
	}},
	{"pause", func(p *play) {
		until := assent.DayOf(p.Clock.Now().AddDate(0, 0, rapid.IntRange(1, 40).Draw(p.r, "days")))
		p.record(intake.Act{
			Type: assent.PauseSet, Contact: p.contact(), Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
			Pause: &assent.Pause{Until: until},
		})
	}},
	{"ask for fewer", func(p *play) {
		p.record(intake.Act{
			Type: assent.FrequencySet, Contact: p.contact(), Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
			Frequency: &assent.Frequency{AtMost: rapid.SampledFrom([]string{"", assent.Weekly}).Draw(p.r, "most")},
		})
	}},
	{"send", func(p *play) {
		c := p.choice()
		p.record(intake.Act{
			Type: assent.MessageSent, Contact: p.contact(), Actor: shop,
			Message: &assent.Message{Channel: c.Channel, Purpose: c.Purpose, Kind: assent.OwnMarketing},
		})
	}},
	{"link", func(p *play) {
		a, b := p.contact(), p.contacts()[3+rapid.IntRange(0, 1).Draw(p.r, "other")]
		a.Phone, a.ExternalID = max(a.Phone, b.Phone), max(a.ExternalID, b.ExternalID)
		p.record(intake.Act{Type: assent.ContactLinked, Contact: a, Actor: shop})
	}},
	{"erase", func(p *play) {
		p.record(intake.Act{Type: assent.PersonErased, Contact: p.contact(), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
	}},
	{"publish", func(p *play) {
		p.Publish(rapid.SampledFrom([]catalogue.Item{
			&catalogue.Settings{Name: "Alpenglow SAS", Country: "FR", Language: "en", TimeZone: "Europe/Paris"},
			&catalogue.Settings{Name: "Alpenglow SAS", Country: "DE", Language: "en", Conflict: "strictest"},
			&catalogue.Purpose{
				ID: "club", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Club"}, Sentences: catalogue.Texts{"en": "Yes"},
				Channels: []assent.Channel{assent.Email}, ValidityMonths: rapid.IntRange(0, 2).Draw(p.r, "months"),
			},
			&catalogue.PartnerList{ID: "friends", Partners: []catalogue.Partner{{ID: rapid.SampledFrom([]string{"rope-co", "tent-co"}).Draw(p.r, "friend"), Name: "Friends"}}},
		}).Draw(p.r, "item"))
		p.Clock.Pass(time.Second)
	}},
	{"time passes", func(p *play) {
		p.Clock.Pass(rapid.SampledFrom([]time.Duration{
			time.Minute, time.Hour, 13 * time.Hour, 24 * time.Hour, 8 * 24 * time.Hour, 40 * 24 * time.Hour, 133 * 24 * time.Hour, 800 * 24 * time.Hour,
		}).Draw(p.r, "span"))
	}},
	{"the clock is put back", func(p *play) {
		p.Clock.Pass(-rapid.SampledFrom([]time.Duration{500 * time.Millisecond, time.Hour}).Draw(p.r, "span"))
	}},
	{"the answer turns", func(p *play) {
		d, err := p.told.MaySend(p.t.Context(), p.Org, assent.Question{Contact: p.contacts()[0], Channel: assent.Email, Purpose: "newsletter"})
		if err == nil && d.ValidUntil != nil && d.ValidUntil.After(p.Clock.Now()) {
			p.Clock.Pass(d.ValidUntil.Sub(p.Clock.Now()))
		}
	}},
	{"the index is built anew", func(p *play) { p.kept = indexed(p.t, p.House) }},
	{"the index is warmed", func(p *play) {
		if err := p.kept.Warm(p.t.Context(), p.Org, assent.Question{Channel: assent.Email, Purpose: "newsletter"}, nil); err != nil {
			p.r.Fatal(err)
		}
	}},
}

// compare asks everything of both desks.
func (p *play) compare(after string) {
	p.r.Helper()
	for _, q := range []assent.Question{
		{Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes},
		{Channel: assent.Email, Purpose: "club", Explain: assent.ExplainNone, Language: "de"},
		{Channel: assent.SMS, Purpose: "offers", Explain: assent.ExplainCodes},
		{Channel: assent.Email, Purpose: "partner-offers", Explain: assent.ExplainCodes, Partner: "rope-co"},
		{Channel: assent.Email, Purpose: "newsletter", Kind: assent.DOIConfirmation, Explain: assent.ExplainCodes},
		{Channel: assent.LiveCall, Purpose: "newsletter", Explain: assent.ExplainCodes},
	} {
		to := append(p.contacts(), Email("nobody@example.org"), assent.Contactable{Phone: "+33639980123"}, assent.Contactable{Email: "nobody@example.org", Phone: "+33639980123"})
		for _, r := range p.requests[max(0, len(p.requests)-3):] {
			to = append(to, assent.Contactable{Point: r.Point})
		}
		want, err := p.told.MaySendAll(p.t.Context(), p.Org, q, to)
		if err != nil {
			p.r.Fatal(err)
		}
		got, err := p.kept.MaySendAll(p.t.Context(), p.Org, q, to)
		if err != nil {
			p.r.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			p.r.Fatalf("after %q, %+v (store -, kept +):\n%s", after, q, diff)
		}
		for i, c := range to { // asked by itself, it is answered from what is kept
			q.Contact = c
			if one, err := p.kept.MaySend(p.t.Context(), p.Org, q); err == nil && !cmp.Equal(want[i], one) {
				p.r.Fatalf("after %q, %+v (store -, kept +):\n%s", after, q, cmp.Diff(want[i], one))
			}
		}
		p.sorted(after, q, to[:6], want)
		p.reached(after, q.Channel)
	}
}

// reached asks both desks where people can be reached.
func (p *play) reached(after string, by assent.Channel) {
	for _, r := range p.requests[max(0, len(p.requests)-3):] {
		want, there := p.told.Reachable(p.t.Context(), p.Org, r.Person, by)
		got, known := p.kept.Reachable(p.t.Context(), p.Org, r.Person, by)
		if there != known || !cmp.Equal(want, got) {
			p.r.Fatalf("after %q: by %s %v is reached at %v (%t), the store says %v (%t)", after, by, r.Person, got, known, want, there)
		}
	}
}

// sorted puts the addresses through the sieve.
func (p *play) sorted(after string, q assent.Question, contacts []assent.Contactable, wants []assent.Decision) {
	sieve, err := p.kept.Sieve(p.t.Context(), p.Org, q)
	if err != nil {
		p.r.Fatal(err)
	}
	var to []address.Address
	for _, c := range contacts {
		list, err := address.Of(c, "")
		if err != nil {
			p.r.Fatal(err)
		}
		to = append(to, list...)
	}
	got := make([]decide.Brief, len(to))
	if _, err := sieve.Sort(p.t.Context(), to, got); err != nil {
		p.r.Fatal(err)
	}
	for i, want := range wants[:len(to)] {
		var until time.Time
		if want.ValidUntil != nil {
			until = *want.ValidUntil
		}
		b := got[i]
		if b.Decision != want.Decision || b.Reason != want.Reason || b.Basis != want.Basis || !b.Until().Equal(until) || b.Expires() != want.ExpiresOn {
			p.r.Fatalf("after %q, %+v: sorted as %+v until %v, the store says %+v", after, q, b.Answer, b.Until(), want)
		}
	}
}
