package imports

import (
	"context"
	"crypto/sha256"
	"errors"

	"assent"
	"assent/intake"
	"assent/store"
)

// Counter records acts one by one; an [intake.Desk] does.
type Counter interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// undoPage is how many events are read at a time.
const undoPage = 500

// Undo takes back what a run claimed: for each person whom it brought, an event says that its yeses and
// dealings count no more. What it brought of noes and bounces stays, since a no is never revived into a
// yes, and so does whatever people said themselves or another import says. The events of the run have
// numbers from first and below beyond. It may be repeated; it returns how many people it concerned.
func Undo(ctx context.Context, org assent.ID, archive *store.Archive, to Counter, by assent.Actor, run string, first, beyond int64) (people int, err error) {
	done := map[assent.ID]bool{}
	for from := first; from < beyond; from += undoPage {
		var events []store.Stored
		err := archive.Read(ctx, org, func(v *store.View) (err error) {
			events, err = v.Events(from, int(min(undoPage, beyond-from)))
			return err
		})
		if err != nil {
			return len(done), err
		}
		for _, s := range events {
			if s.Event.Batch != run || done[s.Event.Person] || s.Event.Type == assent.ImportUndone {
				continue
			}
			if err := undoFor(ctx, org, to, by, run, s.Event.Person); err != nil {
				return len(done), err
			}
			done[s.Event.Person] = true
		}
	}
	return len(done), nil
}

// undoFor records that the run counts no more for a person. Of who was erased meanwhile nothing is left to undo.
func undoFor(ctx context.Context, org assent.ID, to Counter, by assent.Actor, run string, person assent.ID) error {
	key := "undo " + run + " " + person.String()
	_, err := to.Record(ctx, org, intake.Act{
		Type: assent.ImportUndone, Person: person, Batch: run, Actor: by, IdempotencyKey: key, RequestDigest: sha256.Sum256([]byte(key)),
	})
	if p, ok := assent.AsProblem(err); ok && p.Code == "PERSON_ERASED" {
		return nil
	}
	return errors.Join(err)
}
