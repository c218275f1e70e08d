package dispatch

import (
	"context"
	"net"
	"net/url"

	"assent"
	"assent/link"
	"assent/store"
)

// Links are the ways out of one mail: for its footer, and as header fields for the button that
// the reader's program shows. A DKIM signature must cover both fields (RFC 8058 §4).
type Links struct {
	UnsubscribeURL string
	PreferencesURL string
	WhyURL         string            // shows which act and which rule allowed the mail
	Headers        map[string]string // List-Unsubscribe, List-Unsubscribe-Post
}

// Links makes the links for a mail of a purpose that another product sends, to a variant of the pages
// or, if page is empty, to the default. It decides nothing.
// Problems: UNKNOWN_PURPOSE, UNKNOWN_PAGE, WRONG_BRAND, UNKNOWN_CONTACT, PUBLIC_URL_NOT_HTTPS.
func (d *Desk) Links(ctx context.Context, org assent.ID, contact assent.Contactable, purpose, page string) (out Links, err error) {
	if err := d.checkPublic(); err != nil {
		return Links{}, err
	}
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		c, err := d.Shelf.Snapshot(v)
		if err != nil {
			return err
		}
		p, ok := c.Purpose(purpose)
		if !ok {
			return assent.Problemf("UNKNOWN_PURPOSE", "There is no purpose %q; GET /v1/purposes lists them.", purpose).In("purpose")
		}
		if problem := c.CheckPage(page, p.Brand); problem != nil {
			return problem
		}
		to, found, err := d.addressee(v, c, contact)
		if err != nil {
			return err
		}
		if !found {
			return errUnknown
		}
		out = d.links(link.Token{Org: org, Point: to.row.ID, Brand: p.Brand, Purpose: p.ID, Page: page, Foreign: true})
		return nil
	})
	return out, err
}

// errUnknown is returned for a contact of whom there is nothing to link to.
var errUnknown = assent.Problemf("UNKNOWN_CONTACT", "Nothing is recorded under this contact; record first how you came by the address (POST /v1/events).").
	In("contact").OfKind(assent.NotFound)

// links makes the ways out of a mail: from its organisation, contact point, brand, purpose and page.
func (d *Desk) links(t link.Token) Links {
	t.Channel, t.Issued = assent.Email, d.Now()
	out := Links{UnsubscribeURL: d.unsubscribe(t), PreferencesURL: d.preferences(t), WhyURL: d.why(t)}
	out.Headers = map[string]string{
		"List-Unsubscribe":      "<" + out.UnsubscribeURL + ">",
		"List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	}
	return out
}

func (d *Desk) unsubscribe(t link.Token) string {
	return d.PublicURL + "/u/" + d.Mint.Make(link.Unsubscribe, t)
}

// why leads to the page that says which act and which rule allowed the mail: it asks the desk again,
// as of the moment at which the link was made.
func (d *Desk) why(t link.Token) string { return d.PublicURL + "/w/" + d.Mint.Make(link.Receipt, t) }

// preferences leads to the page of her choices, or to the page that stands in for it.
func (d *Desk) preferences(t link.Token) string {
	if d.ProfileAt == "" {
		return d.unsubscribe(t)
	}
	return d.PublicURL + d.ProfileAt + d.Mint.Make(link.Preferences, t)
}

// checkPublic refuses to mail links that nobody could open, or by which one click does not work.
func (d *Desk) checkPublic() error {
	u, err := url.Parse(d.PublicURL)
	if err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && onThisMachine(u.Hostname())) {
		return nil
	}
	return assent.Problemf("PUBLIC_URL_NOT_HTTPS", "public_url must begin with https://: the links in mails and one-click unsubscription (RFC 8058) need it.").
		In("public_url").OfKind(assent.Unusable)
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
