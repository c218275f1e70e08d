package feedback

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/intake"
	"assent/store"
	"assent/vault"
)

// Recorder takes acts; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Config is what the desk is made with. All fields but Log must be set.
type Config struct {
	Archive   *store.Archive
	Vault     *vault.Vault
	Shelf     *catalogue.Shelf
	Intake    Recorder
	Now       func() time.Time
	PublicURL string
	Log       *slog.Logger // is told what somebody must confirm at a product
}

// Desk makes addresses, and takes what is reported there. It is safe for concurrent use.
type Desk struct {
	Config
	once  [vault.KeySize]byte // keys the words by which a repetition is known
	locks [vault.KeySize]byte // seals what products sign with
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{Config: c, once: c.Vault.Derive("feedback/once"), locks: c.Vault.Derive("feedback/signing")}
}

// Door is an address at which a product reports, without its secret.
type Door struct {
	ID      assent.ID
	Product string
	Label   string
	Purpose string // what an unsubscribe there leaves; empty: all messages of the channel
	Created time.Time
	Used    time.Time // zero: nothing has arrived yet
	Closed  time.Time // zero: it is open
}

// Plan is what a door is made from.
type Plan struct {
	Product string
	Label   string
	Purpose string
	Signing string // what the product signs with; required where it signs
}

func doorOf(r store.ReportDoor) Door {
	return Door{r.ID, r.Product, r.Label, r.Purpose, r.Created, r.Used, r.Closed}
}

// Open makes an address and returns it; it is not shown again.
func (d *Desk) Open(ctx context.Context, org assent.ID, p Plan) (Door, string, error) {
	if err := d.check(ctx, org, p); err != nil {
		return Door{}, "", err
	}
	secret := rand.Text()
	row := store.ReportDoor{
		Hash: sha256.Sum256([]byte(secret)), Product: p.Product, Label: p.Label, Purpose: p.Purpose,
		Created: d.Now().UTC().Truncate(time.Millisecond),
	}
	var err error
	if row.ID, err = assent.NewID(row.Created, rand.Reader); err != nil {
		return Door{}, "", err
	}
	if p.Signing != "" {
		if row.Signing, err = seal(d.locks, row.ID, p.Signing); err != nil {
			return Door{}, "", err
		}
	}
	err = d.Archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutReportDoor(row) })
	return doorOf(row), d.PublicURL + "/in/" + p.Product + "/" + secret, err
}

func (d *Desk) check(ctx context.Context, org assent.ID, p Plan) error {
	kind, known := productNamed(p.Product)
	switch {
	case !known:
		return assent.Problemf("UNKNOWN_PRODUCT", "Choose the product that reports; for any other there is the generic form.").In("product")
	case p.Label == "" || len(p.Label) > 100:
		return assent.Problemf("BAD_LABEL", "An address needs a label of at most 100 characters that says who reports there.").In("label")
	case len(p.Signing) > 16<<10:
		return assent.Problemf("BAD_SIGNING_KEY", "A signing key has at most 16 KiB.").In("signing")
	case kind.signs != "" && p.Signing == "":
		return assent.Problemf("NO_SIGNING_KEY", "This product signs what it reports: give its %s, so that nobody else is believed.", kind.signs).In("signing")
	case kind.fits != nil && !kind.fits(p.Signing):
		return assent.Problemf("BAD_SIGNING_KEY", "Give the ARN of the topic, and behind it the certificate of Amazon SNS in its region, from BEGIN to END CERTIFICATE.").In("signing")
	}
	if p.Purpose == "" {
		return nil
	}
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return err
	}
	if _, ok := c.Purpose(p.Purpose); !ok {
		return assent.Problemf("UNKNOWN_PURPOSE", "There is no purpose %q.", p.Purpose).In("purpose")
	}
	return nil
}

// Doors lists all addresses, closed ones too, the first made first.
func (d *Desk) Doors(ctx context.Context, org assent.ID) (out []Door, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.ReportDoors()
		out = nil
		for _, r := range rows {
			out = append(out, doorOf(r))
		}
		return err
	})
	return out, err
}

// ErrNone is returned for an address that does not exist, or is closed.
var ErrNone = assent.Problemf("NO_SUCH_DOOR", "There is no such address.").OfKind(assent.NotFound)

// Close closes an address for ever.
func (d *Desk) Close(ctx context.Context, org, id assent.ID) error {
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		rows, err := tx.ReportDoors()
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.ID == id && r.Closed.IsZero() {
				r.Closed = tx.Now()
				return tx.PutReportDoor(r)
			}
			if r.ID == id {
				return nil
			}
		}
		return ErrNone
	})
}

// door finds an open address.
func (d *Desk) door(ctx context.Context, org assent.ID, product, secret string) (row store.ReportDoor, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		var found bool
		row, found, err = v.ReportDoorByHash(sha256.Sum256([]byte(secret)))
		if err == nil && (!found || row.Product != product || !row.Closed.IsZero()) {
			err = ErrNone
		}
		return err
	})
	return row, err
}

// Known answers whether there is an open address: [ErrNone] if there is none.
func (d *Desk) Known(ctx context.Context, org assent.ID, product, secret string) error {
	_, err := d.door(ctx, org, product, secret)
	return err
}

// ErrSignature is returned for what does not bear the signature of the product.
var ErrSignature = assent.Problemf("BAD_SIGNATURE", "The signature does not fit.").OfKind(assent.Forbidden)

// Take takes what a product posts to its address. It returns when all of it is recorded; an error that is no Problem, or one of kind
// Unavailable, asks for a repetition. [ErrNone] and [ErrSignature] say that it is not believed.
func (d *Desk) Take(ctx context.Context, org assent.ID, product, secret string, in Delivery) error {
	row, err := d.door(ctx, org, product, secret)
	if err != nil {
		return err
	}
	kind, _ := productNamed(product)
	if kind.signs != "" {
		key, err := open(d.locks, row.ID, row.Signing)
		if err != nil {
			return err
		}
		if !kind.genuine(d.Now(), key, in) {
			return ErrSignature
		}
	}
	if kind.asks != nil {
		d.confirm(row, kind.asks(in))
	}
	reports, err := kind.read(in)
	if err != nil {
		return err
	}
	for _, r := range addressed(reports) {
		if err := d.record(ctx, org, row, r); err != nil {
			return err
		}
	}
	return d.used(ctx, org, row)
}

// confirm tells whoever runs the house what a product wants to have confirmed. Nothing is fetched: the address is for a
// person to open.
func (d *Desk) confirm(row store.ReportDoor, address string) {
	if address != "" && d.Log != nil {
		d.Log.Warn("a product asks whether it may report here; to say yes, open the address within three days", "product", row.Product, "label", row.Label, "open", address)
	}
}

// used notes, once an hour at most, that something was reported.
func (d *Desk) used(ctx context.Context, org assent.ID, row store.ReportDoor) error {
	if d.Now().Sub(row.Used) < time.Hour {
		return nil
	}
	row.Used = d.Now().UTC()
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutReportDoor(row) })
}

// record records one report: as one event, or as two for a complaint. Somebody who was erased is not brought back; a
// bounce of an address that is not known here says nothing about anybody.
func (d *Desk) record(ctx context.Context, org assent.ID, row store.ReportDoor, r Report) error {
	known, erased, err := d.look(ctx, org, r)
	if err != nil || erased {
		return err
	}
	for _, act := range d.acts(row, r, known) {
		if err := d.take(ctx, org, act); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) acts(row store.ReportDoor, r Report, known bool) (out []intake.Act) {
	if stop := map[Kind]string{Bounced: "bounce", Complained: "complaint"}[r.Kind]; stop != "" && known {
		act := d.act(row, r, "stop")
		act.Type, act.Suppression = assent.SuppressionAdded, &assent.Suppression{Kind: stop}
		out = append(out, act)
	}
	if r.Kind != Bounced {
		act := d.act(row, r, "leave")
		act.Type, act.Scope = assent.ConsentWithdrawn, &assent.Scope{Channel: string(r.channel()), Purpose: row.Purpose}
		out = append(out, act)
	}
	return out
}

// act is what both kinds of event have in common. What happens is claimed by the product.
func (d *Desk) act(row store.ReportDoor, r Report, what string) intake.Act {
	m := hmac.New(sha256.New, d.once[:])
	for _, part := range []string{what, row.Product, string(r.Kind), r.Email, r.Phone, r.ID, r.At.String()} {
		m.Write([]byte(part + "\x00"))
	}
	digest := [32]byte(m.Sum(nil))
	at := r.At
	if at.After(d.Now()) || at.Year() < 1970 {
		at = time.Time{}
	}
	return intake.Act{
		Contact: assent.Contactable{Email: r.Email, Phone: r.Phone}, Occurred: at,
		Actor: assent.Actor{Kind: assent.ActorKey, ID: row.ID.String()}, Method: assent.ViaAPI,
		Evidence:       &assent.Evidence{Source: row.Product + " reports " + string(r.Kind)},
		IdempotencyKey: "in/" + hex.EncodeToString(digest[:]), RequestDigest: digest,
	}
}

// take records an act. What cannot be recorded whatever the product does (an address that nobody can have, somebody erased) is
// passed over, so that it is not repeated for ever.
func (d *Desk) take(ctx context.Context, org assent.ID, act intake.Act) error {
	_, err := d.Intake.Record(ctx, org, act)
	if p, ok := assent.AsProblem(err); ok && p.Kind != assent.Unavailable {
		return nil
	}
	return err
}

// look says whether the contact point of a report is recorded here, or was erased.
func (d *Desk) look(ctx context.Context, org assent.ID, r Report) (known, erased bool, err error) {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return false, false, err
	}
	addresses, err := address.Of(assent.Contactable{Email: r.Email, Phone: r.Phone}, c.Settings().Country)
	if err != nil || len(addresses) == 0 {
		return false, true, nil // nobody can have it: it is passed over like one that was erased
	}
	a := addresses[0]
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		hashes := d.Vault.Pseudonyms(org, a.Kind, a.Value)
		if _, known, err = v.PointByPseudonym(a.Kind, hashes); err != nil || known {
			return err
		}
		left, err := v.Suppressed(hashes)
		erased = len(left) > 0
		return err
	})
	return known, erased, err
}
