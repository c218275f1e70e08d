package dispatch

import (
	"cmp"

	"assent"
	"assent/catalogue"
	"assent/mail"
)

// writer is in whose name a mail goes out: the brand's particulars, else the organisation's.
type writer struct {
	brand   mail.Brand
	from    mail.Mailbox
	privacy string
	access  string
}

// writer finds who writes for a brand; an empty or unknown brand is the organisation.
func (d *Desk) writer(c *catalogue.Catalogue, id string) (writer, error) {
	s := c.Settings()
	b, ok := c.Brand(id)
	if !ok {
		b = &catalogue.Brand{}
	}
	w := writer{
		brand: mail.Brand{Name: cmp.Or(b.Name, s.Name), Accent: b.Accent},
		from: mail.Mailbox{
			Name:    cmp.Or(b.SenderName, b.Name, s.SenderName, s.Name),
			Address: cmp.Or(b.SenderEmail, s.SenderEmail, d.From),
		},
		privacy: cmp.Or(b.PrivacyURL, s.PrivacyURL),
		access:  cmp.Or(b.AccessEmail, s.AccessEmail),
	}
	if w.from.Address == "" {
		return w, assent.Problemf("NO_SENDER", "No sender's address is set; set sender_email in the settings or of the brand, or smtp.from.").OfKind(assent.Unusable)
	}
	return w, nil
}
