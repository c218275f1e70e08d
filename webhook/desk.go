package webhook

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"assent"
	"assent/changes"
	"assent/store"
	"assent/vault"
)

// Config is what the courier is made with. All but the fields marked optional must be set.
type Config struct {
	Archive   *store.Archive
	Vault     *vault.Vault
	Changes   Feed
	Now       func() time.Time
	Random    io.Reader
	PublicURL string         // the source of the events
	Allow     []netip.Prefix // optional: networks that are not public and may be reached all the same
	Log       *slog.Logger

	// Told is asked to tell somebody that a webhook was switched off. Optional.
	Told func(ctx context.Context, h Hook) error
}

// Feed says what an event changed; a *changes.Desk is one.
type Feed interface {
	Since(ctx context.Context, org assent.ID, position int64, limit int) (changes.Stretch, error)
}

// Desk makes and shows webhooks, and carries what they are owed. It is safe for concurrent use.
type Desk struct {
	Config
	client *http.Client
	lock   lock
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{Config: c, client: newClient(c.Allow), lock: lock{key: c.Vault.Derive("webhook"), random: c.Random}}
}

// most is how many webhooks an organisation can have: each is one more row for every event.
const most = 50

// Create makes a webhook that is told of what is recorded from now on, and returns its secret, which is not shown again.
func (d *Desk) Create(ctx context.Context, org assent.ID, p Plan) (Hook, string, error) {
	if err := d.check(p); err != nil {
		return Hook{}, "", err
	}
	secret, err := NewSecret(d.Random)
	if err != nil {
		return Hook{}, "", err
	}
	row := store.WebhookRow{Label: p.Label, URL: p.URL, Types: p.Types, Created: d.Now().UTC().Truncate(time.Millisecond)}
	if p.Types == nil {
		row.Types = []string{}
	}
	if p.Personal {
		row.Personal = 1
	}
	if row.ID, err = assent.NewID(row.Created, d.Random); err != nil {
		return Hook{}, "", err
	}
	if row.Secret, err = d.lock.seal(row.ID, secret); err != nil {
		return Hook{}, "", err
	}
	// Write, not Update: no event may get its number between the look at the head and the row.
	err = d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		all, err := tx.Webhooks()
		if err != nil {
			return err
		}
		if len(all) >= most {
			return assent.Problemf("TOO_MANY_WEBHOOKS", "There are %d webhooks; delete one that is not needed any more.", most).OfKind(assent.Conflict)
		}
		if row.First, err = tx.Head(); err != nil {
			return err
		}
		return tx.PutWebhook(row)
	})
	return hookOf(row, d.Now()), secret.Text(), err
}

func (d *Desk) check(p Plan) error {
	if p.Label == "" || assent.CheckLine("label", p.Label, 100) != nil {
		return assent.Problemf("BAD_LABEL", "A webhook needs a label of at most 100 characters that says whose it is.").In("label")
	}
	if err := checkURL(p.URL, d.Allow); err != nil {
		return err
	}
	return checkTypes(p.Types)
}

// List returns all webhooks, the first made first.
func (d *Desk) List(ctx context.Context, org assent.ID) ([]Hook, error) {
	out := []Hook{}
	err := d.Archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Webhooks()
		out = out[:0]
		for _, row := range rows {
			out = append(out, hookOf(row, d.Now()))
		}
		return err
	})
	return out, err
}

// ErrNone is returned for a webhook, or a delivery, that does not exist.
var ErrNone = assent.Problemf("NO_SUCH_WEBHOOK", "There is no webhook or delivery of this identifier; list them to see what there is.").OfKind(assent.NotFound)

// Get returns one webhook.
func (d *Desk) Get(ctx context.Context, org, id assent.ID) (h Hook, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		row, err := find(v, id)
		h = hookOf(row, d.Now())
		return err
	})
	return h, err
}

func find(v *store.View, id assent.ID) (store.WebhookRow, error) {
	row, found, err := v.Webhook(id)
	if err == nil && !found {
		err = ErrNone
	}
	return row, err
}

// change writes a webhook anew.
func (d *Desk) change(ctx context.Context, org, id assent.ID, do func(*store.WebhookRow) error) (h Hook, err error) {
	err = d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := find(&tx.View, id)
		if err != nil {
			return err
		}
		if err := do(&row); err != nil {
			return err
		}
		h = hookOf(row, d.Now())
		return tx.PutWebhook(row)
	})
	return h, err
}

// bothFor is how long an old secret goes on signing beside the new one.
const bothFor = 24 * time.Hour

// Rotate gives a webhook another secret, which is not shown again. For a day the one before signs too.
func (d *Desk) Rotate(ctx context.Context, org, id assent.ID) (Hook, string, error) {
	secret, err := NewSecret(d.Random)
	if err != nil {
		return Hook{}, "", err
	}
	h, err := d.change(ctx, org, id, func(row *store.WebhookRow) (err error) {
		row.Previous, row.Expires = row.Secret, d.Now().Add(bothFor).UTC().Truncate(time.Millisecond)
		row.Secret, err = d.lock.seal(id, secret)
		return err
	})
	return h, secret.Text(), err
}

// Enable switches a webhook on again: what it missed goes out now.
func (d *Desk) Enable(ctx context.Context, org, id assent.ID) (Hook, error) {
	return d.change(ctx, org, id, func(row *store.WebhookRow) error {
		row.Disabled, row.Reason, row.Failing, row.Failures, row.Retry = time.Time{}, "", time.Time{}, 0, time.Time{}
		return nil
	})
}

// Disable switches a webhook off: what happens meanwhile lies ready for it.
func (d *Desk) Disable(ctx context.Context, org, id assent.ID) (Hook, error) {
	return d.change(ctx, org, id, func(row *store.WebhookRow) error {
		if row.Disabled.IsZero() {
			row.Disabled, row.Reason = d.Now().UTC().Truncate(time.Millisecond), "switched off by hand"
		}
		return nil
	})
}

// Delete removes a webhook, what it is owed, and the log of what it was told.
func (d *Desk) Delete(ctx context.Context, org, id assent.ID) error {
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		if _, err := find(&tx.View, id); err != nil {
			return err
		}
		return tx.DropWebhook(id)
	})
}
