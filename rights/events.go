package rights

import (
	"context"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Record is an event about a person, with its personal values in clear.
type Record struct {
	*assent.Event
	Personal map[string]string `json:"personal,omitempty" doc:"What the commitments stand for; gone once she is erased"`
}

// Export is a copy of all that is held of a person.
type Export struct {
	ExportedAt time.Time `json:"exported_at"`
	Controller string    `json:"controller" doc:"Who holds the data (GDPR art. 15(1))"`
	Person     Person    `json:"person"`
	Events     []Record  `json:"events"`

	Requests    []SubjectRequest `json:"requests" doc:"What she has asked for by right, and how it was answered"`
	Disclosures []Disclosure     `json:"disclosures" doc:"Who was shown her data (GDPR art. 15(1)(c)), the latest thousand"`
}

// Events returns all that was recorded about a person, oldest first; [ErrNobody] if nothing was.
func (d *Desk) Events(ctx context.Context, org, person assent.ID) ([]Record, error) {
	var out []Record
	err := d.read(ctx, org, person, func(v *store.View, id assent.ID, s *safe) (err error) {
		out, err = events(v, id, s)
		return err
	})
	return out, err
}

// Export returns all of it in one document.
func (d *Desk) Export(ctx context.Context, org, person assent.ID) (Export, error) {
	out := Export{ExportedAt: d.now().UTC()}
	err := d.read(ctx, org, person, func(v *store.View, id assent.ID, s *safe) (err error) {
		if out.Person, err = d.see(v, id, s); err != nil {
			return err
		}
		c, err := d.shelf.Of(v)
		if err != nil {
			return err
		}
		out.Controller = c.Settings().Name
		if out.Events, err = events(v, id, s); err != nil {
			return err
		}
		if out.Disclosures, err = disclosures(v, id); err != nil {
			return err
		}
		out.Requests, err = d.requestsOf(v, id)
		out.unnamed()
		return err
	})
	return out, err
}

// unnamed leaves of staff and programs what they are: who of the staff looked is not hers to know (CJEU
// C-579/21, Pankki S).
func (x *Export) unnamed() {
	for i := range x.Requests {
		x.Requests[i].Handler, _, _ = strings.Cut(x.Requests[i].Handler, ":")
	}
	for i := range x.Disclosures {
		x.Disclosures[i].Actor, _, _ = strings.Cut(x.Disclosures[i].Actor, ":")
	}
}

func events(v *store.View, person assent.ID, s *safe) ([]Record, error) {
	rows, err := v.EventsOf(person)
	if err != nil {
		return nil, err
	}
	out := make([]Record, len(rows))
	for i, row := range rows {
		out[i].Event = row.Event
		if out[i].Personal, err = s.personal(v, row.Event); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// OwnEvents returns what was recorded about a person who looks at her own page, oldest first: at a
// shared address only what was chosen for it or sent to it, since the rest may be somebody else's. What is sealed in
// the events stays closed.
func (d *Desk) OwnEvents(ctx context.Context, org assent.ID, own Own) ([]*assent.Event, error) {
	var out []*assent.Event
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.EventsOf(own.Person)
		if err != nil {
			return err
		}
		out = nil
		for _, row := range rows {
			if own.concerns(row.Event) {
				out = append(out, row.Event)
			}
		}
		return nil
	})
	return out, err
}

// concerns reports whether an event is hers to see.
func (o *Own) concerns(e *assent.Event) bool {
	if !o.Shared {
		return true
	}
	return !slices.Contains(ofOnePerson, e.Type) && slices.ContainsFunc(e.Points, func(p assent.Point) bool { return p.ID == o.Point })
}

// ofOnePerson are the events that tell of a person, and not of what an address may be sent.
var ofOnePerson = []assent.EventType{assent.RelationshipRecorded, assent.ContactRecorded, assent.ContactLinked}
