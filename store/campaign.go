package store

import (
	"time"

	"assent"
)

// CampaignRow is a consent request: what is asked, as its author wrote it, and how far it has come.
type CampaignRow struct {
	ID      assent.ID
	State   string
	Plan    []byte // JSON
	Actor   string // JSON
	Created time.Time
	Started time.Time // zero before it is
	Ended   time.Time // zero while it runs
}

func (c *CampaignRow) fields() []any {
	return []any{&c.ID, &c.State, &c.Plan, &c.Actor, &c.Created, &c.Started, &c.Ended}
}

// CampaignContact is one contact of a consent request: the line of the file that named it, and how far its
// mail has come.
type CampaignContact struct {
	Campaign assent.ID
	Line     int64
	Point    assent.ID // zero for an address that is not recorded
	Event    assent.ID // by which the link in its mail names what was sent
	Code     assent.TransactionCode
	State    string
	Reason   string
	Changed  time.Time
}

func (c *CampaignContact) fields() []any {
	return []any{&c.Campaign, &c.Line, &c.Point, &c.Event, &c.Code, &c.State, &c.Reason, &c.Changed}
}

// Campaigns returns every consent request, the oldest first.
func (v *View) Campaigns() ([]CampaignRow, error) { return list[CampaignRow](v, "campaigns") }

// Campaign finds one consent request.
func (v *View) Campaign(id assent.ID) (CampaignRow, bool, error) {
	return one[CampaignRow](v, "campaign", id)
}

// PutCampaign adds a consent request, or writes down how far it has come: its plan stays as it was.
func (tx *Tx) PutCampaign(c CampaignRow) error { return tx.put("put_campaign", c.fields()...) }

// CampaignContacts returns the contacts of a consent request, in the order of its file.
func (v *View) CampaignContacts(campaign assent.ID) ([]CampaignContact, error) {
	return list[CampaignContact](v, "campaign_contacts", campaign)
}

// CampaignContact finds one of them by its line.
func (v *View) CampaignContact(campaign assent.ID, line int64) (CampaignContact, bool, error) {
	return one[CampaignContact](v, "campaign_contact", campaign, line)
}

// CampaignContactsOf returns a contact point's place in every consent request that names it.
func (v *View) CampaignContactsOf(point assent.ID) ([]CampaignContact, error) {
	return list[CampaignContact](v, "campaign_contacts_of_point", point)
}

// PutCampaignContact adds a contact, or writes down how far its mail has come.
func (tx *Tx) PutCampaignContact(c CampaignContact) error {
	return tx.put("put_campaign_contact", c.fields()...)
}
