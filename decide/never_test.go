package decide_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/decide"
	"assent/intake"
	. "assent/intake/intaketest"

	"pgregory.net/rapid"
)

// TestAfterANoNothingButHerOwnConfirmationOpens plays random histories of one person and keeps,
// beside the house, the simplest memory there is: has she said no since she last
// confirmed? If so, no purpose of marketing may be allowed at any of her addresses.
func TestAfterANoNothingButHerOwnConfirmationOpens(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	people := 0
	rapid.Check(t, func(r *rapid.T) {
		people++
		p := &history{h: h, t: t, home: fmt.Sprintf("p%d@example.org", people), work: fmt.Sprintf("p%d@work.example", people)}
		p.take(p.known(Claim(p.home, "newsletter", time.Time{})))
		for range rapid.IntRange(1, 10).Draw(r, "acts") {
			act := rapid.SampledFrom([]string{"sign up", "confirm", "one-click", "everything", "claim", "import", "buy", "other address"}).Draw(r, "act")
			p.plays(act)
			for _, email := range []string{p.home, p.work} {
				got := ask(t, h, d, email, "newsletter")
				if p.left && got.Decision == assent.Allow {
					r.Fatalf("after %q she left and %s is allowed: %s", act, email, got.Reason)
				}
				turns(t, r, h, d, email, got)
			}
		}
	})
	h.Audit()
}

// turns steps the clock: just before valid_until the answer is the same, and at it another.
func turns(t *testing.T, r *rapid.T, h *House, d *decide.Desk, email string, now assent.Decision) {
	if now.ValidUntil == nil {
		return
	}
	at := func(when time.Time) assent.Verdict {
		return ask(t, h, d, email, "newsletter", func(q *assent.Question) { q.At = when }).Decision
	}
	if until := *now.ValidUntil; at(until) == now.Decision || at(until.Add(-time.Minute)) != now.Decision {
		r.Fatalf("asked at %s the answer is %s, and it does not turn at %s", now.AsOf, now.Decision, until)
	}
}

// history is one person, and what the simplest memory says of her.
type history struct {
	h          *House
	t          *testing.T
	home, work string
	request    intake.Receipt // the latest sign-up that waits
	asked      bool           // it came after every no
	left       bool           // she said no and has not confirmed since
	point      assent.ID
}

// take records an act; one that the counter refuses is fine too.
func (p *history) take(act intake.Act) (intake.Receipt, bool) {
	receipt, err := p.h.Intake.Record(p.t.Context(), p.h.Org, act)
	if _, refused := assent.AsProblem(err); err != nil && !refused {
		p.t.Fatal(err)
	}
	p.h.Clock.Pass(10 * time.Minute)
	if err == nil && !receipt.Point.IsZero() {
		p.point = receipt.Point
	}
	return receipt, err == nil
}

// known adds the customer number by which her addresses are known to be hers.
func (p *history) known(act intake.Act) intake.Act {
	act.Contact.ExternalID = p.home
	return act
}

func (p *history) plays(act string) {
	switch act {
	case "sign up":
		if r, ok := p.take(SignUp(p.home, "newsletter", "club")); ok {
			p.request, p.asked = r, true
		}
	case "confirm":
		if _, ok := p.take(Confirm(p.request)); ok && p.asked {
			p.left = false
		}
	case "one-click":
		p.no(OneClick(p.point))
	case "everything":
		p.no(intake.Act{Type: assent.ObjectionRaised, Contact: Email(p.home), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
	case "claim":
		p.take(p.known(Claim(p.home, "newsletter", time.Time{})))
	case "import":
		p.take(Import(Claim(p.home, "newsletter", p.h.Clock.Now()), "run"))
	case "buy":
		p.take(buy(p.home))
	case "other address":
		p.take(p.known(Claim(p.work, "newsletter", time.Time{})))
	}
}

func (p *history) no(act intake.Act) {
	if _, ok := p.take(act); ok {
		p.left, p.asked = true, false
	}
}
