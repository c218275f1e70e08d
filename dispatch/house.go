package dispatch

import (
	"errors"
	"log/slog"

	"assent"
	"assent/jobs"
	"assent/mail"
	"assent/sms"
)

// Jobs is the work of the post room for one organisation, for a runner: letters follow the log.
// Errands of other rooms are carried along, since one carrier carries all that is owed.
func (d *Desk) Jobs(org assent.ID, log *slog.Logger, b jobs.Backoff, others ...jobs.Errand) []jobs.Job {
	errands := append([]jobs.Errand{
		d.confirmations(org), d.reminders(org), d.textCodes(org), d.textCodesAgain(org),
		d.pages(org), d.codes(org), d.erasing(org), d.newAddresses(org), d.oldAddresses(org), d.departures(org),
	}, others...)
	if d.Receipts {
		errands = append(errands, d.receipts(org))
	}
	return []jobs.Job{&pageRequests{d}, jobs.Follow(d.Archive, org, errands...), jobs.Carry(d.Archive, org, d.Now, log, b, errands...)}
}

// hopeless reports whether a letter can never be sent: refused for good, or its address erased.
func hopeless(err error) bool {
	return errors.Is(err, errErased) || (mail.Permanent(err) || sms.Permanent(err)) && !misconfigured(err)
}

// misconfigured reports whether the operator can mend the error by a setting; letters wait for that.
func misconfigured(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unusable
}
