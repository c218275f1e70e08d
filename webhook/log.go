package webhook

import (
	"context"
	"time"

	"assent"
	"assent/store"
)

// Delivery is one event for one webhook, and what became of it.
type Delivery struct {
	Event    assent.ID        `json:"event" doc:"Also the webhook-id of the request, on every try"`
	Type     assent.EventType `json:"type"`
	State    string           `json:"state" doc:"waiting, delivered or given_up"`
	Attempts int              `json:"attempts"`
	Next     time.Time        `json:"next_try_at,omitzero"`
	Done     time.Time        `json:"done_at,omitzero"`
	Status   int              `json:"status,omitzero" doc:"HTTP status of the last answer"`
	Problem  string           `json:"problem,omitzero"`
}

func deliveryOf(d store.WebhookDelivery) Delivery {
	out := Delivery{Event: d.Event, Type: d.Type, Attempts: d.Attempt, Done: d.Done, Status: d.Status, Problem: d.Problem}
	switch {
	case d.Done.IsZero():
		out.State, out.Next = "waiting", d.Due
	case d.Problem == "":
		out.State = "delivered"
	default:
		out.State = "given_up"
	}
	return out
}

// Deliveries returns what a webhook was told and is owed, the latest first: of events before one, or from the
// latest if that is zero. It is kept for 30 days.
func (d *Desk) Deliveries(ctx context.Context, org, id, before assent.ID, limit int) ([]Delivery, error) {
	out := []Delivery{}
	err := d.Archive.Read(ctx, org, func(v *store.View) error {
		if _, err := find(v, id); err != nil {
			return err
		}
		rows, err := v.WebhookDeliveries(id, before, limit)
		out = out[:0]
		for _, row := range rows {
			out = append(out, deliveryOf(row))
		}
		return err
	})
	return out, err
}

// Replay sends an event to a webhook once more, under the same identifier. It need not have been sent before.
func (d *Desk) Replay(ctx context.Context, org, id, event assent.ID) error {
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		if _, err := find(&tx.View, id); err != nil {
			return err
		}
		e, found, err := tx.Event(event)
		if err != nil {
			return err
		}
		if !found || !wants(nil, e.Type) {
			return ErrNone
		}
		return tx.PutWebhookDelivery(store.WebhookDelivery{Webhook: id, Event: event, Type: e.Type, Due: tx.Now()})
	})
}
