package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"assent"
	"assent/changes"
	"assent/store"
)

// cloudEvent is an event as it travels: CloudEvents 1.0.2, JSON format, with the extension "sequence".
type cloudEvent struct {
	SpecVersion string    `json:"specversion"`
	ID          assent.ID `json:"id"`
	Source      string    `json:"source"`
	Type        string    `json:"type"`
	Subject     string    `json:"subject,omitzero"`
	Time        time.Time `json:"time"`
	ContentType string    `json:"datacontenttype"`
	Sequence    string    `json:"sequence"`
	Data        data      `json:"data"`
}

// data is what is said of the event. Only Personal, and the addresses of contact points, are personal values.
type data struct {
	Code            assent.TransactionCode `json:"transaction_code"`
	Person          assent.ID              `json:"person,omitzero"`
	Points          []point                `json:"contact_points,omitempty"`
	Method          assent.Method          `json:"method"`
	Grade           assent.Grade           `json:"grade,omitzero"`
	CollectionPoint string                 `json:"collection_point,omitzero"`
	Occurred        time.Time              `json:"occurred_at"`
	Refers          assent.ID              `json:"refers,omitzero"`
	Choices         []assent.Choice        `json:"choices,omitempty"`
	Noes            []assent.NoEntry       `json:"noes,omitempty"`
	Suppression     *assent.Suppression    `json:"suppression,omitzero"`
	Pause           *assent.Pause          `json:"pause,omitzero"`
	Frequency       *assent.Frequency      `json:"frequency,omitzero"`
	Relationship    *assent.Relationship   `json:"relationship,omitzero"`
	Message         *assent.Message        `json:"message,omitzero"`
	Changes         []changes.Change       `json:"changes,omitempty"` // how choices stood before, and stand since
	Personal        map[string]string      `json:"personal,omitempty"`
}

// point is a contact point; its address only for a webhook that gets personal values.
type point struct {
	ID      assent.ID        `json:"id"`
	Kind    assent.PointKind `json:"kind"`
	Address string           `json:"address,omitzero"`
}

// contentType is that of CloudEvents in JSON.
const contentType = "application/cloudevents+json; charset=utf-8"

var errGone = errors.New("the event is not in the log")

// body makes what a webhook is told of an event.
func (d *Desk) body(ctx context.Context, org assent.ID, w store.WebhookRow, id assent.ID) ([]byte, error) {
	var e *assent.Event
	var out cloudEvent
	err := d.Archive.Read(ctx, org, func(v *store.View) error {
		stored, found, err := v.Event(id)
		if err != nil {
			return err
		}
		if !found {
			return errGone
		}
		e = stored.Event
		out = d.envelope(org, e)
		if w.Personal == 1 {
			return d.disclose(v, e, &out.Data)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	stretch, err := d.Changes.Since(ctx, org, e.Number, 1)
	if err != nil {
		return nil, err
	}
	out.Data.Changes = stretch.Changes
	return json.Marshal(out)
}

// envelope is the event without anything personal.
func (d *Desk) envelope(org assent.ID, e *assent.Event) cloudEvent {
	out := cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: d.PublicURL + "/log/" + org.String(), Type: "assent." + string(e.Type),
		Time: e.Recorded, ContentType: "application/json", Sequence: strconv.FormatInt(e.Number, 10),
		Data: data{
			Code: e.Code, Person: e.Person, Method: e.Method, Grade: e.Grade, CollectionPoint: e.CollectionPoint, Occurred: e.Occurred,
			Refers: e.Refers, Choices: e.Choices, Noes: e.Noes, Suppression: e.Suppression, Pause: e.Pause, Frequency: e.Frequency,
			Relationship: e.Relationship, Message: e.Message,
		},
	}
	if !e.Person.IsZero() {
		out.Subject = e.Person.String()
	}
	for _, p := range e.Points {
		out.Data.Points = append(out.Data.Points, point{ID: p.ID, Kind: p.Kind})
	}
	return out
}

// disclose opens what is personal. Of the erased nothing can be opened, and nothing is said.
func (d *Desk) disclose(v *store.View, e *assent.Event, out *data) error {
	for i := range out.Points {
		row, found, err := v.Point(out.Points[i].ID)
		if err != nil {
			return err
		}
		if !found || len(row.Address) == 0 {
			continue
		}
		if out.Points[i].Address, err = d.open(v, row.Person, row.ID, row.Address); err != nil {
			return err
		}
	}
	if len(e.Sealed) == 0 {
		return nil
	}
	sealed, err := v.Sealed(e.ID)
	if err != nil || len(sealed) == 0 {
		return err
	}
	record, _, err := v.Record(e.Person)
	if err != nil || len(record.Wrapped) == 0 {
		return err
	}
	key, err := d.Vault.Unwrap(record.Wrapped)
	if err != nil {
		return err
	}
	defer key.Forget()
	openings, err := key.OpenOpenings(e.ID, sealed)
	out.Personal = map[string]string{}
	for _, o := range openings {
		out.Personal[o.Name] = o.Value
	}
	return err
}

// open opens an address under the key of its record; empty once that is shredded.
func (d *Desk) open(v *store.View, record, point assent.ID, sealed []byte) (string, error) {
	row, _, err := v.Record(record)
	if err != nil || len(row.Wrapped) == 0 {
		return "", err
	}
	key, err := d.Vault.Unwrap(row.Wrapped)
	if err != nil {
		return "", err
	}
	defer key.Forget()
	plain, err := key.Open(sealed, point[:])
	return string(plain), err
}
