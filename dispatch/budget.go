package dispatch

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
)

// limit is a number of mails or texts within a time.
type limit struct {
	mails  int
	within time.Duration
}

// limits are the budget of one address: how many mails or texts strangers can cause by typing it, over all
// forms. The longest time comes last.
var limits = []limit{{1, 10 * time.Minute}, {3, 24 * time.Hour}, {10, 30 * 24 * time.Hour}}

// What addresses have in common that may belong to one victim, or to one thief: a mail domain, whose
// server drowns in confirmations to addresses that do not exist; a block of ten thousand phone numbers,
// whose owner is paid for each text that he can make us send there.
const (
	domainBudget = 600 // mails within the time; see Config.PerDomain
	blockBudget  = 20  // texts within it
	blockDigits  = 4   // that vary within a block
	kinWithin    = time.Hour
)

// patience is how long a letter waits for its address to have room in the budget: enough for
// somebody who signs up twice in a row, too short to store up mails against her. Room in the budget of
// her domain is waited for longer: others have used it up.
const (
	patience       = 15 * time.Minute
	domainPatience = 24 * time.Hour
)

// free returns when the address may be sent the next mail within the limits: now, or later.
func free(v *store.View, limits []limit, to assent.Pseudonym, now time.Time) (time.Time, error) {
	sent, err := v.MailsSince(to, now.Add(-longest(limits)))
	return next(sent, limits, now), err
}

// next returns when the next mail may follow those that were sent, oldest first.
func next(sent []store.Mails, limits []limit, now time.Time) time.Time {
	at := now
	for _, l := range limits {
		if over := latest(sent, l.mails).Add(l.within); over.After(at) {
			at = over
		}
	}
	return at
}

func longest(limits []limit) time.Duration { return limits[len(limits)-1].within }

// latest returns when the n-th mail, counted from the last, was sent; the zero time if there are fewer.
func latest(sent []store.Mails, n int) time.Time {
	for _, s := range slices.Backward(sent) {
		if n -= s.Count; n <= 0 {
			return s.At
		}
	}
	return time.Time{}
}

// spend takes one letter from its budgets. Plain is the address itself.
func (d *Desk) spend(tx *store.Tx, v store.Delivery, to store.PointRow, plain string, asked time.Time) (jobs.Verdict, error) {
	verdicts, err := spend(tx, []fare{d.fare(tx.Org(), v, to, plain, asked)})
	if err != nil {
		return jobs.Verdict{}, err
	}
	return verdicts[0], nil
}

// openAndSpend is spend for an address that is still sealed.
func (d *Desk) openAndSpend(tx *store.Tx, v store.Delivery, to store.PointRow, asked time.Time) (jobs.Verdict, error) {
	plain, err := d.open(&tx.View, to)
	if err != nil {
		return jobs.Verdict{}, err
	}
	return d.spend(tx, v, to, plain, asked)
}

// wait lets a letter wait for its turn, unless that comes too late.
func wait(at, latest time.Time, otherwise string) jobs.Verdict {
	if at.After(latest) {
		return jobs.Verdict{Drop: otherwise}
	}
	return jobs.Verdict{Wait: at}
}

// kin is under what the letters to an address and to its like are tallied, and how many of them there may be within [kinWithin].
func (d *Desk) kin(org assent.ID, kind assent.PointKind, plain string) (tally assent.Pseudonym, most int) {
	if kind == assent.PhoneNumber {
		return d.Vault.Pseudonym(org, "phone block", plain[:max(0, len(plain)-blockDigits)]), blockBudget
	}
	most = d.PerDomain
	if most == 0 {
		most = domainBudget
	}
	return d.Vault.Pseudonym(org, "domain", plain[strings.LastIndexByte(plain, '@')+1:]), most
}
