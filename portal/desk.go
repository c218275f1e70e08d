package portal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/address"
	"assent/auth"
	"assent/catalogue"
	"assent/link"
	"assent/store"
	"assent/vault"
)

// Keys are the API keys; an *auth.Desk lists them.
type Keys interface {
	List(ctx context.Context, org assent.ID) ([]auth.Key, error)
}

// Config is what the side door works with. All must be set.
type Config struct {
	Archive *store.Archive
	Vault   *vault.Vault
	Shelf   *catalogue.Shelf
	Keys    Keys
	Mint    *link.Mint
	Now     func() time.Time
	Random  io.Reader

	PublicURL string
}

// Desk keeps the side door. It is safe for concurrent use.
type Desk struct{ Config }

// New opens the desk.
func New(c Config) *Desk {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	return &Desk{c}
}

// Secret is what a site signs forms with, under an API key: it follows from the key's identifier.
func (d *Desk) Secret(key assent.ID) string {
	root := d.Vault.Derive("portal")
	mac := hmac.New(sha256.New, root[:])
	mac.Write(key[:])
	return "ps_" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Link is an address at which one person's choices open, once.
type Link struct {
	URL     string
	Expires time.Time
}

// Link makes the link for a contact in the name of a brand; the site that asks for it vouches for who will
// follow it. Problem: UNKNOWN_CONTACT.
func (d *Desk) Link(ctx context.Context, org assent.ID, who assent.Contactable, brand string) (Link, error) {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return Link{}, err
	}
	if _, ok := c.Brand(brand); !ok && brand != "" {
		return Link{}, assent.Problemf("UNKNOWN_BRAND", "There is no brand %q.", brand).In("brand")
	}
	point, err := d.point(ctx, org, who)
	if err != nil {
		return Link{}, err
	}
	challenge, err := assent.NewID(d.Now(), d.Random)
	if err != nil {
		return Link{}, err
	}
	token := d.Mint.Make(link.Portal, link.Token{Org: org, Point: point, Event: challenge, Brand: brand, Issued: d.Now()})
	return Link{d.PublicURL + "/portal/" + token, d.Now().Add(link.Portal.Life()).UTC().Truncate(time.Second)}, nil
}

// Visitor is whom a signed form brings, and the name of its one press.
type Visitor struct {
	Point     assent.ID
	Challenge assent.ID
}

// Visitor believes a signed form that was sent from a page of the origin that the browser names, or says that
// it is not good. Problems: BAD_PORTAL_FORM, UNKNOWN_CONTACT.
func (d *Desk) Visitor(ctx context.Context, org assent.ID, f Form, origin string) (Visitor, error) {
	id, err := assent.ParseID(f.Key)
	if err != nil {
		return Visitor{}, errNotGood
	}
	keys, err := d.Keys.List(ctx, org)
	if err != nil {
		return Visitor{}, err
	}
	holds := slices.ContainsFunc(keys, func(k auth.Key) bool { return k.ID == id && k.Revoked.IsZero() && k.May(auth.Portal) })
	who, readable := f.contact()
	if !holds || !readable || !f.good(d.Secret(id), origin, d.Now()) {
		return Visitor{}, errNotGood
	}
	point, err := d.point(ctx, org, who)
	return Visitor{point, f.challenge()}, err
}

// errUnknown is returned for somebody of whom there is nothing to show.
var errUnknown = assent.Problemf("UNKNOWN_CONTACT", "Nothing is recorded under this contact, or no one e-mail address of hers; record first how you came by it (POST /v1/events).").
	In("contact").OfKind(assent.NotFound)

// point is the e-mail address meant: the one given, else the only one of the person who is named by something else.
func (d *Desk) point(ctx context.Context, org assent.ID, who assent.Contactable) (point assent.ID, err error) {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return point, err
	}
	list, err := address.Of(who, c.Settings().Country)
	if err != nil {
		return point, err
	}
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		for _, a := range list {
			row, found, err := v.PointByPseudonym(a.Kind, d.Vault.Pseudonyms(org, a.Kind, a.Value))
			if err != nil {
				return err
			}
			if found {
				point, err = mailbox(v, row)
				return err
			}
		}
		return errUnknown
	})
	return point, err
}

// mailbox is the row itself if mail reaches it, else the only mailbox of its person.
func mailbox(v *store.View, row store.PointRow) (assent.ID, error) {
	if row.Kind == assent.EmailAddress {
		return row.ID, nil
	}
	rows, err := v.PointsOf(row.Person)
	if err != nil {
		return assent.ID{}, err
	}
	rows = slices.DeleteFunc(rows, func(r store.PointRow) bool { return r.Kind != assent.EmailAddress })
	if len(rows) != 1 {
		return assent.ID{}, errUnknown
	}
	return rows[0].ID, nil
}
