package feedback

import (
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"assent"
)

// Kind is what happened to a message, or because of it.
type Kind string

// The kinds.
const (
	Unsubscribed Kind = "unsubscribed"
	Complained   Kind = "complained" // marked as spam
	Bounced      Kind = "bounced"    // for good: the mailbox does not exist
)

// Report is one thing that a product tells.
type Report struct {
	Kind  Kind
	Email string // personal
	Phone string // personal; only where there is no Email
	At    time.Time
	ID    string // of the report at the product; empty: it has none
}

// channel is the one that the report is about.
func (r Report) channel() assent.Channel {
	if r.Email == "" {
		return assent.SMS
	}
	return assent.Email
}

// Delivery is a request of a product.
type Delivery struct {
	Method string // of HTTP
	URL    string // whole, as the product was given it
	Header textproto.MIMEHeader
	Body   []byte
}

// product is how one product reports.
type product struct {
	name string
	// signs tells that the product signs, and with what: a key that one side gives the other. Empty: it does not.
	signs string
	// genuine reports whether a delivery bears the product's signature under the key.
	genuine func(now time.Time, key string, d Delivery) bool
	// read finds what is reported. A Problem says that the body is not in the product's form.
	read func(d Delivery) ([]Report, error)
	// fits reports whether a signing key is in the product's form; nil: any is.
	fits func(key string) bool
	// asks finds the address by which somebody must confirm that the product may report here; nil: it never asks.
	asks func(d Delivery) string
}

// Product is a product as it is shown to choose from.
type Product struct {
	Name  string
	Signs bool // a signing key must be given
}

// products is the table.
func products() []product {
	return []product{
		{name: "generic", read: readGeneric},
		{name: "mailchimp", read: readMailchimp},
		{name: "hubspot", signs: "client secret", genuine: hubspotSigned, read: readHubSpot},
		{name: "brevo", read: readBrevo},
		{name: "klaviyo", signs: "secret key", genuine: klaviyoSigned, read: readKlaviyo},
		{name: "postmark", read: readPostmark},
		{name: "mailgun", signs: "signing key", genuine: mailgunSigned, read: readMailgun},
		{name: "ses", signs: "topic and certificate", genuine: snsSigned, read: readSES, fits: snsFits, asks: snsAsks},
	}
}

// Products lists the products that can report.
func Products() []Product {
	var out []Product
	for _, p := range products() {
		out = append(out, Product{Name: p.name, Signs: p.signs != ""})
	}
	return out
}

func productNamed(name string) (product, bool) {
	all := products()
	i := slices.IndexFunc(all, func(p product) bool { return p.name == name })
	if i < 0 {
		return product{}, false
	}
	return all[i], true
}

var errUnreadable = assent.Problemf("BAD_REPORT", "This is not in the form in which that product reports; see docs/operator.md.")

// addressed keeps the reports that name somebody.
func addressed(all []Report) []Report {
	return slices.DeleteFunc(all, func(r Report) bool {
		if r.Email != "" {
			_, err := mail.ParseAddress(r.Email)
			return err != nil
		}
		return r.Phone == ""
	})
}

// tolerance is how old a signed request may be.
const tolerance = 5 * time.Minute

func near(now, at time.Time) bool { return now.Sub(at).Abs() <= tolerance }

// word puts the names of products' events into one form: "hardBounce", "hard_bounce" and "Hard Bounce" are one.
func word(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}
