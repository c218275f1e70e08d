package webhook

import (
	"cmp"
	"context"
	"slices"

	"assent"
	"assent/jobs"
	"assent/store"
)

// cursorName is that of the follower; it stands in the archive, so it never changes.
const cursorName = "webhook"

// stride is the most events that one round reads.
const stride = 256

// follower is the [jobs.Job] that turns events into deliveries.
type follower struct {
	*Desk
	org  assent.ID
	seen int64 // all events before it concern no webhook
}

// Jobs are the two jobs of an organisation's courier: one that follows the log, one that carries.
func (d *Desk) Jobs(org assent.ID) []jobs.Job {
	return []jobs.Job{&follower{Desk: d, org: org}, &carrier{Desk: d, org: org}}
}

// Name tells the job in the log.
func (f *follower) Name() string { return "webhooks" }

// Round reads the next events together with the webhooks that there are, so that none is missed that was made
// meanwhile, and writes down, in one transaction, what is owed and how far it has come.
func (f *follower) Round(ctx context.Context) (more bool, err error) {
	var cursor, from int64
	var hooks []store.WebhookRow
	var events []store.Stored
	err = f.Archive.Read(ctx, f.org, func(v *store.View) (err error) {
		if hooks, err = v.Webhooks(); err != nil {
			return err
		}
		if cursor, err = v.Cursor(cursorName); err != nil {
			return err
		}
		if len(hooks) == 0 {
			from, err = v.Head()
			return err
		}
		first := slices.MinFunc(hooks, func(a, b store.WebhookRow) int { return cmp.Compare(a.First, b.First) }).First
		from = max(cursor, f.seen, first)
		events, err = v.Events(from, stride)
		return err
	})
	if err != nil {
		return false, err
	}
	to, owed := from+int64(len(events)), owe(hooks, events)
	if len(owed) == 0 && len(events) < stride {
		f.seen = to
		return false, nil
	}
	// Write, not Update: the log's lock keeps two processes with the same cursor apart.
	err = f.Archive.Write(ctx, f.org, func(tx *store.Tx) error { return advance(tx, cursor, to, owed) })
	return len(events) == stride, err
}

// owe lists the deliveries that events cause.
func owe(hooks []store.WebhookRow, events []store.Stored) (out []store.WebhookDelivery) {
	for _, e := range events {
		for _, w := range hooks {
			if e.Number >= w.First && wants(w.Types, e.Type) {
				out = append(out, store.WebhookDelivery{Webhook: w.ID, Event: e.ID, Type: e.Type, Due: e.Recorded})
			}
		}
	}
	return out
}

func advance(tx *store.Tx, from, to int64, owed []store.WebhookDelivery) error {
	at, err := tx.Cursor(cursorName)
	if err != nil || at != from {
		return err
	}
	gone := map[assent.ID]bool{}
	for _, d := range owed {
		if _, known := gone[d.Webhook]; !known {
			_, found, err := tx.Webhook(d.Webhook)
			if err != nil {
				return err
			}
			gone[d.Webhook] = !found
		}
		if gone[d.Webhook] {
			continue
		}
		if err := tx.PutWebhookDelivery(d); err != nil {
			return err
		}
	}
	return tx.SetCursor(cursorName, to)
}
