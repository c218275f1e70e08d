package law

import (
	"slices"
)

// Conflict says whose law answers when sender and recipient are in different countries.
type Conflict string

// The rules of conflict. The law of the recipient's country is what regulators there
// enforce, and the default; Strictest asks the law of the sender's country too, and sends
// only what both permit.
const (
	RecipientLaw Conflict = "recipient"
	Strictest    Conflict = "strictest"
)

// bySender returns the same question under the law of the sender's country, if the rule of
// conflict asks for it and it is another law.
func (b *Book) bySender(q Question) (Question, bool) {
	if q.Conflict != Strictest || q.SenderJurisdiction == "" || b.Jurisdiction(q.SenderJurisdiction) == b.Jurisdiction(q.Jurisdiction) {
		return q, false
	}
	q.Jurisdiction = q.SenderJurisdiction
	return q, true
}

// decideBoth asks the recipient's law and the sender's.
func (b *Book) decideBoth(f *Facts, recipient, sender Question, at Moment) Decision {
	ask := func(at Moment) [2]Decision {
		return [2]Decision{b.decideOne(f, recipient, at), b.decideOne(f, sender, at)}
	}
	now := ask(at)
	d := join(now[0], now[1])
	d.ValidUntil = bothUntil(now, ask)
	d.Turn = earlier(now[0].Turn, now[1].Turn, Moment.Before)
	return d
}

// join is the stricter of two decisions: it permits what both permit, under the obligations
// of both. The headline is that of the decision that denies, the recipient's if both do.
func join(recipient, sender Decision) Decision {
	d, other := recipient, sender
	if recipient.Permit && !sender.Permit {
		d, other = sender, recipient
	}
	d.Failed = slices.Concat(d.Failed, other.Failed)
	d.Closed = slices.Concat(d.Closed, other.Closed)
	d.Citations = append(slices.Clone(d.Citations), slices.DeleteFunc(slices.Clone(other.Citations), func(c Citation) bool {
		return slices.Contains(d.Citations, c)
	})...)
	if d.Permit == other.Permit {
		d.Obligations = inOrder(slices.Concat(d.Obligations, other.Obligations))
	}
	if d.Permit {
		d.ExpiresOn = earlier(d.ExpiresOn, other.ExpiresOn, func(a, b Date) bool { return a < b })
	} else {
		d.WouldAllowIf = eachWithEach(recipient, sender)
	}
	d.Uncertain = d.Uncertain || other.Uncertain
	d.Used = d.Used.and(other.Used)
	return d
}

// earlier is the earlier of two; nil is never.
func earlier[T any](a, b *T, before func(a, b T) bool) *T {
	if a == nil || b != nil && before(*b, *a) {
		return b
	}
	return a
}

// eachWithEach lists the smallest sets that would satisfy both laws.
func eachWithEach(a, b Decision) [][]string {
	var out [][]string
	for _, x := range a.ways() {
		for _, y := range b.ways() {
			set := slices.Sorted(slices.Values(slices.Concat(x, y)))
			out = append(out, slices.Compact(set))
		}
	}
	return smallest(out)
}

// ways lists what would make a decision a permit: nothing, if it is one.
func (d Decision) ways() [][]string {
	if d.Permit {
		return [][]string{nil}
	}
	return d.WouldAllowIf
}

func (u Used) and(o Used) Used {
	return Used{Consents: plus(u.Consents, o.Consents), Noes: plus(u.Noes, o.Noes),
		Relationships: plus(u.Relationships, o.Relationships), Registers: plus(u.Registers, o.Registers)}
}

// plus adds what the first list does not have.
func plus[T comparable](a, b []T) []T {
	return append(slices.Clone(a), slices.DeleteFunc(slices.Clone(b), func(v T) bool { return slices.Contains(a, v) })...)
}

// turns bounds how many turns of the single answers are followed: more than a year of
// calling hours that never meet.
const turns = 400

// bothUntil finds the first minute at which the joint answer turns. A joint permit ends with
// the first of the two; a joint denial lasts at least until every law that denies has turned.
func bothUntil(now [2]Decision, ask func(Moment) [2]Decision) *Moment {
	permit := now[0].Permit && now[1].Permit
	for range turns {
		next := jointTurn(now)
		if next == nil {
			return nil
		}
		now = ask(*next)
		if (now[0].Permit && now[1].Permit) != permit {
			return next
		}
	}
	return nil
}

// jointTurn is the next minute at which the joint answer can turn; nil if it never can.
func jointTurn(now [2]Decision) *Moment {
	var next *Moment
	joint := now[0].Permit && now[1].Permit
	for _, d := range now {
		switch {
		case !joint && d.Permit:
		case d.ValidUntil == nil && !joint:
			return nil
		case d.ValidUntil == nil:
		case next == nil || joint == d.ValidUntil.Before(*next):
			next = d.ValidUntil
		}
	}
	return next
}
