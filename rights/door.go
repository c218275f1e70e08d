package rights

import (
	"context"

	"assent"
	"assent/store"
)

// A mailed link may be in anyone's hands; six digits mailed just now are in her mailbox. So whoever
// wants to see, grant, export or erase types them, in the browser that asked for them.

// Tries is how often one code may be typed.
const Tries = 5

// Answer is what became of a typed code.
type Answer string

// The answers.
const (
	Entered  Answer = "entered"
	Mistyped Answer = "mistyped"
	Shut     Answer = "shut" // used, or typed too often: a new one must be asked for
)

// Enter counts one try of the code of a challenge; right says whether it was the right one. A code
// opens once. Tries are counted in the archive under its lock, so that neither many processes nor
// many requests at once give more of them.
func (d *Desk) Enter(ctx context.Context, org, challenge assent.ID, right bool) (Answer, error) {
	var answer Answer
	err := d.archive.Write(ctx, org, func(tx *store.Tx) error {
		tries, _, err := tx.Delivery(codeTries, challenge, "")
		if err != nil {
			return err
		}
		now := tx.Now()
		tries = store.Delivery{
			Follower: codeTries, Event: challenge, Attempt: tries.Attempt + 1, Next: now, Done: now, LastError: tries.LastError,
		}
		switch {
		case tries.LastError == codeUsed || tries.Attempt > Tries:
			answer = Shut
		case right:
			answer, tries.LastError = Entered, codeUsed
		default:
			answer = Mistyped
		}
		return tx.PutDelivery(tries)
	})
	return answer, err
}

// The tries of a code are kept as a delivery that is never due.
const (
	codeTries = "code.tries"
	codeUsed  = "used"
)
