package dispatch

import (
	"time"

	"assent"
	"assent/store"
)

// limit is a number of mails within a time.
type limit struct {
	mails  int
	within time.Duration
}

// limits are the budget of one address: how many mails strangers can cause by typing it, over all
// forms. The longest time comes last.
var limits = []limit{{1, 10 * time.Minute}, {3, 24 * time.Hour}, {10, 30 * 24 * time.Hour}}

// free returns when the address may be sent the next mail within the limits: now, or later.
func free(v *store.View, limits []limit, to assent.Pseudonym, now time.Time) (time.Time, error) {
	sent, err := v.MailsSince(to, now.Add(-limits[len(limits)-1].within))
	if err != nil {
		return now, err
	}
	at := now
	for _, l := range limits {
		if len(sent) < l.mails {
			continue
		}
		if over := sent[len(sent)-l.mails].Add(l.within); over.After(at) {
			at = over
		}
	}
	return at, nil
}
