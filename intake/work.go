package intake

import (
	"maps"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// work is one act inside the transaction: looked up first, then written out as an event, and
// only when nothing can be said against it any more, stored.
type work struct {
	desk *Desk
	tx   *store.Tx
	cat  *catalogue.Catalogue
	dr   *draft
	whom
	request *assent.Event // that a confirmation answers
	e       *assent.Event
}

// take carries one act through the transaction. A Problem comes before anything is written.
func (d *Desk) take(tx *store.Tx, cat *catalogue.Catalogue, dr *draft) (Receipt, error) {
	if r, found, err := replayed(tx, dr); found || err != nil {
		return r, err
	}
	w := &work{desk: d, tx: tx, cat: cat, dr: dr}
	if dr.confirms() {
		if err := w.answers(); err != nil {
			return Receipt{}, err
		}
	}
	if err := w.find(); err != nil {
		return Receipt{}, err
	}
	if r, found, err := w.leftAlready(); found || err != nil {
		return r, err
	}
	if err := w.event(); err != nil {
		return Receipt{}, err
	}
	r, err := w.keep()
	if err != nil {
		return Receipt{}, err
	}
	return r, remember(tx, dr, r)
}

// event writes the act out.
func (w *work) event() error {
	dr := w.dr
	w.e = &assent.Event{
		Format: 1, ID: dr.id, Type: dr.Type, Code: dr.code,
		Occurred: dr.Occurred.UTC().Truncate(time.Millisecond), DayOnly: dr.DayOnly, Received: dr.Received,
		Person: w.person, Points: w.concerned(), Actor: dr.Actor, Method: dr.Method,
		Refers: dr.Refers, Batch: dr.Batch, Attributes: dr.Attributes, Facts: maps.Clone(dr.Facts),
		Relationship: dr.Relationship, Contact: dr.Contacted, Register: dr.Register,
		Suppression: dr.Suppression, Message: dr.Message, Evidence: dr.Evidence,
	}
	if dr.Occurred.IsZero() || dr.Method.Source() == assent.Own {
		w.e.Occurred, w.e.DayOnly = dr.Received, false
	}
	if err := w.place(); err != nil {
		return err
	}
	fill, ok := fills[dr.Type]
	if !ok {
		return nil
	}
	return fill(w)
}

// fills write the part of the event that its type is about.
var fills = map[assent.EventType]func(*work) error{
	assent.ConsentGranted:       (*work).consent,
	assent.ConsentRequested:     (*work).consent,
	assent.ConsentConfirmed:     (*work).confirm,
	assent.ConsentRefused:       (*work).leave,
	assent.ConsentWithdrawn:     (*work).leave,
	assent.ObjectionRaised:      (*work).leave,
	assent.WithdrawalUndone:     (*work).undo,
	assent.PauseSet:             (*work).pause,
	assent.FrequencySet:         (*work).frequency,
	assent.RelationshipRecorded: (*work).relationship,
	assent.ContactLinked:        (*work).link,
	assent.MessageSent:          (*work).message,
	assent.SuppressionAdded:     (*work).onePoint,
	assent.SuppressionRemoved:   (*work).onePoint,
	assent.RegisterChecked:      (*work).onePoint,
	assent.PersonErased:         (*work).erase,
}

// concerned lists the event's contact points, the acting one first; all of hers if the act
// names the person.
func (w *work) concerned() []assent.Point {
	var out []assent.Point
	for _, p := range w.acting {
		out = append(out, p.Point)
	}
	if len(out) == 0 {
		for _, p := range w.points {
			out = append(out, assent.Point{ID: p.ID, Kind: p.Kind})
		}
	}
	return out
}
