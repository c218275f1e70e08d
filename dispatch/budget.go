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
	domainBudget = 600 // mails an hour; see Config.PerDomain
	blockBudget  = 20  // texts an hour
	blockDigits  = 4   // that vary within a block
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
	sent, err := v.MailsSince(to, now.Add(-limits[len(limits)-1].within))
	at := now
	for _, l := range limits {
		if over := latest(sent, l.mails).Add(l.within); over.After(at) {
			at = over
		}
	}
	return at, err
}

// latest returns when the n-th mail, counted from the last, was sent; the zero time if there are fewer.
func latest(sent []store.Mails, n int) time.Time {
	for _, s := range slices.Backward(sent) {
		if n -= s.Count; n <= 0 {
			return s.At
		}
	}
	return time.Time{}
}

// spend takes one mail or text from the budget of an address and of its domain, or says that there is
// none: the letter then waits for the next, if it comes soon, or is dropped. A letter pays for its
// first try alone. Plain is the address itself.
func (d *Desk) spend(tx *store.Tx, v store.Delivery, to store.PointRow, plain string, asked time.Time) (jobs.Verdict, error) {
	if v.Attempt > 0 {
		return jobs.Verdict{}, nil
	}
	now := tx.Now()
	if at, err := free(&tx.View, limits, to.Pseudonym, now); err != nil {
		return jobs.Verdict{}, err
	} else if at.After(now) {
		return wait(at, asked.Add(patience), "this address has been sent all the mails that it may be sent for now"), nil
	}
	kin, most := d.kin(tx.Org(), to.Kind, plain)
	if at, err := free(&tx.View, []limit{{most, time.Hour}}, kin, now); err != nil {
		return jobs.Verdict{}, err
	} else if at.After(now) {
		return wait(at, asked.Add(domainPatience), "its domain has been sent all the mails that it may be sent for now"), nil
	}
	if err := tx.AddMail(kin, now.Truncate(time.Minute)); err != nil { // by the minute: there may be very many
		return jobs.Verdict{}, err
	}
	return jobs.Verdict{}, tx.AddMail(to.Pseudonym, now)
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

// kin is under what the letters to an address and to its like are tallied, and how many of them an hour may bring.
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
