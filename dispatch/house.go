package dispatch

import (
	"errors"
	"log/slog"
	"time"

	"assent"
	"assent/jobs"
	"assent/mail"
	"assent/store"
)

// Jobs is the work of the post room for one organisation, for a runner: letters follow the log.
// Errands of other rooms are carried along, since one carrier carries all that is owed.
func (d *Desk) Jobs(org assent.ID, log *slog.Logger, b jobs.Backoff, others ...jobs.Errand) []jobs.Job {
	errands := append([]jobs.Errand{d.confirmations(org), d.pages(org), d.codes(org), d.erasing(org), d.newAddresses(org)}, others...)
	if d.Receipts {
		errands = append(errands, d.receipts(org))
	}
	out := []jobs.Job{&pageRequests{d}, jobs.Carry(d.Archive, org, d.Now, log, b, errands...)}
	for _, e := range errands {
		if e.Wants != nil {
			out = append(out, jobs.Follow(d.Archive, org, e))
		}
	}
	return out
}

// hopeless reports whether a letter can never be sent: refused for good, or its address erased.
func hopeless(err error) bool {
	return errors.Is(err, errErased) || mail.Permanent(err) && !misconfigured(err)
}

// misconfigured reports whether the operator can mend the error by a setting; letters wait for that.
func misconfigured(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unusable
}

// patience is how long a letter waits for its address to have room in the budget: enough for
// somebody who signs up twice in a row, too short to store up mails against her.
const patience = 15 * time.Minute

// spend takes one mail from the budget of an address, or says that there is none: the letter
// then waits for the next, if it comes soon, or is dropped. A letter pays for its first try alone.
func spend(tx *store.Tx, v store.Delivery, to assent.Pseudonym, asked time.Time) (jobs.Verdict, error) {
	if v.Attempt > 0 {
		return jobs.Verdict{}, nil
	}
	now := tx.Now()
	at, err := free(&tx.View, limits, to, now)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case !at.After(now):
		return jobs.Verdict{}, tx.AddMail(to, now)
	case at.Sub(asked) <= patience:
		return jobs.Verdict{Wait: at}, nil
	}
	return jobs.Verdict{Drop: "this address has been sent all the mails that it may be sent for now"}, nil
}
