package store

import (
	"time"

	"assent"
)

// WebhookRow is somebody who is told of events.
type WebhookRow struct {
	ID       assent.ID
	Label    string
	URL      string
	Types    []string // of events; empty: all
	Personal int64    // 1: personal values go along
	Secret   []byte   // sealed
	Previous []byte   // sealed; nil: there is none
	Expires  time.Time
	First    int64 // number of the first event that it is told of
	Created  time.Time
	Failing  time.Time // zero: the last delivery arrived
	Failures int
	Retry    time.Time // no try before
	Disabled time.Time // zero while it is in use
	Reason   string
}

func (w *WebhookRow) fields() []any {
	return []any{&w.ID, &w.Label, &w.URL, &w.Types, &w.Personal, &w.Secret, &w.Previous, &w.Expires, &w.First,
		&w.Created, &w.Failing, &w.Failures, &w.Retry, &w.Disabled, &w.Reason}
}

// WebhookDelivery is one event for one webhook.
type WebhookDelivery struct {
	Webhook assent.ID
	Event   assent.ID
	Type    assent.EventType
	Attempt int
	Due     time.Time
	Done    time.Time // zero while it is owed
	Status  int       // HTTP status of the last answer; 0: none came
	Problem string    // empty: it arrived, or was not tried yet
}

func (d *WebhookDelivery) fields() []any {
	return []any{&d.Webhook, &d.Event, &d.Type, &d.Attempt, &d.Due, &d.Done, &d.Status, &d.Problem}
}

// ReportDoor is an address at which another product reports what became of messages.
type ReportDoor struct {
	ID      assent.ID
	Hash    [32]byte // SHA-256 of the secret in the address
	Product string
	Label   string
	Purpose string // what an unsubscribe there leaves; empty: all of the channel
	Signing []byte // sealed: what the product signs with; nil: it does not
	Created time.Time
	Used    time.Time
	Closed  time.Time // zero while it is open
}

func (r *ReportDoor) fields() []any {
	return []any{&r.ID, &r.Hash, &r.Product, &r.Label, &r.Purpose, &r.Signing, &r.Created, &r.Used, &r.Closed}
}

// Webhook finds a webhook.
func (v *View) Webhook(id assent.ID) (WebhookRow, bool, error) {
	return one[WebhookRow](v, "webhook", id)
}

// Webhooks returns all webhooks, the first made first.
func (v *View) Webhooks() ([]WebhookRow, error) { return list[WebhookRow](v, "webhooks") }

// PutWebhook adds a webhook or replaces what can change.
func (tx *Tx) PutWebhook(w WebhookRow) error { return tx.put("put_webhook", w.fields()...) }

// DropWebhook removes a webhook and what it was told.
func (tx *Tx) DropWebhook(id assent.ID) error {
	if err := tx.put("drop_deliveries_of_webhook", id); err != nil {
		return err
	}
	return tx.put("drop_webhook", id)
}

// WebhookDelivery finds one delivery.
func (v *View) WebhookDelivery(webhook, event assent.ID) (WebhookDelivery, bool, error) {
	return one[WebhookDelivery](v, "webhook_delivery", webhook, event)
}

// WebhookDeliveriesDue returns deliveries that are owed and due, the longest due first.
func (v *View) WebhookDeliveriesDue(webhook assent.ID, now time.Time, limit int) ([]WebhookDelivery, error) {
	return list[WebhookDelivery](v, "webhook_deliveries_due", webhook, now, limit)
}

// WebhookDeliveries returns deliveries of events before one, or of the latest if it is zero, the latest first.
func (v *View) WebhookDeliveries(webhook, before assent.ID, limit int) ([]WebhookDelivery, error) {
	if before.IsZero() {
		return list[WebhookDelivery](v, "webhook_deliveries_first", webhook, limit)
	}
	return list[WebhookDelivery](v, "webhook_deliveries_before", webhook, before, limit)
}

// PutWebhookDelivery adds a delivery or replaces what became of it.
func (tx *Tx) PutWebhookDelivery(d WebhookDelivery) error {
	return tx.put("put_webhook_delivery", d.fields()...)
}

// DropWebhookDeliveries throws away up to so many deliveries that are over, and as many that are still owed, that were due before a time.
func (tx *Tx) DropWebhookDeliveries(webhook assent.ID, before time.Time, limit int) (dropped int64, err error) {
	over, err := tx.exec("drop_webhook_deliveries", webhook, before, limit)
	if err != nil {
		return 0, err
	}
	owed, err := tx.exec("drop_webhook_debts", webhook, before, limit)
	return max(over, owed), err
}

// ReportDoorByHash finds the address whose secret has this hash.
func (v *View) ReportDoorByHash(hash [32]byte) (ReportDoor, bool, error) {
	return one[ReportDoor](v, "report_door_by_hash", hash)
}

// ReportDoors returns all addresses, closed ones too, the first made first.
func (v *View) ReportDoors() ([]ReportDoor, error) { return list[ReportDoor](v, "report_doors") }

// PutReportDoor adds an address, or says when it was used or closed.
func (tx *Tx) PutReportDoor(r ReportDoor) error { return tx.put("put_report_door", r.fields()...) }
