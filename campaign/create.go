package campaign

import (
	"context"
	"encoding/json"
	"slices"

	"assent"
	"assent/address"
	"assent/store"
)

// Create takes a plan and its audience, and says who would be asked, who not and why. Nothing is sent. The
// campaign is checked, or a draft if its texts have findings. Problems: of a plan that does not fit the
// catalogue; AUDIENCE_TOO_LARGE; NO_AUDIENCE.
func (d *Desk) Create(ctx context.Context, org assent.ID, by assent.Actor, p Plan, audience []Contact) (Status, error) {
	campaign, contacts, err := d.draw(ctx, org, by, p.whole(), audience)
	if err != nil {
		return Status{}, err
	}
	err = d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		if err := tx.PutCampaign(campaign); err != nil {
			return err
		}
		for _, c := range contacts {
			if err := tx.PutCampaignContact(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Status{}, err
	}
	for _, c := range contacts {
		d.stopped(p, c.Reason)
	}
	return d.Status(ctx, org, campaign.ID)
}

// Preview says what [Desk.Create] would, and keeps nothing.
func (d *Desk) Preview(ctx context.Context, org assent.ID, by assent.Actor, p Plan, audience []Contact) (Status, error) {
	campaign, contacts, err := d.draw(ctx, org, by, p.whole(), audience)
	if err != nil {
		return Status{}, err
	}
	return statusOf(campaign, contacts, nil)
}

// draw makes the rows of a campaign.
func (d *Desk) draw(ctx context.Context, org assent.ID, by assent.Actor, p Plan, audience []Contact) (campaign store.CampaignRow, contacts []store.CampaignContact, err error) {
	switch {
	case len(audience) == 0:
		return campaign, nil, assent.Problemf("NO_AUDIENCE", "The audience is empty: give at least one contact.").In("audience")
	case len(audience) > MaxAudience:
		return campaign, nil, tooLarge()
	}
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return campaign, nil, err
	}
	if err := p.check(c); err != nil {
		return campaign, nil, err
	}
	campaign.State, campaign.Created = string(Checked), d.Now()
	if len(Lint(p.Templates)) > 0 {
		campaign.State = string(Draft)
	}
	if campaign.ID, err = assent.NewID(d.Now(), d.Random); err != nil {
		return campaign, nil, err
	}
	if campaign.Plan, err = json.Marshal(p); err != nil {
		return campaign, nil, err
	}
	actor, err := json.Marshal(by)
	if err != nil {
		return campaign, nil, err
	}
	campaign.Actor = string(actor)
	for _, a := range audience {
		contact, err := d.contact(ctx, org, p, a, contacts)
		if err != nil {
			return campaign, nil, err
		}
		contact.Campaign = campaign.ID
		contacts = append(contacts, contact)
	}
	return campaign, contacts, nil
}

// contact is the row of one contact of the audience: she waits, or is left out.
func (d *Desk) contact(ctx context.Context, org assent.ID, p Plan, a Contact, before []store.CampaignContact) (out store.CampaignContact, err error) {
	out = store.CampaignContact{Line: int64(a.Line), State: waiting, Changed: d.Now()}
	if out.Event, err = assent.NewID(d.Now(), d.Random); err != nil {
		return out, err
	}
	if out.Code, err = assent.NewTransactionCode(d.Random); err != nil {
		return out, err
	}
	if out.Point, out.Reason, err = d.find(ctx, org, a.Email); err != nil {
		return out, err
	}
	if out.Reason == "" && slices.ContainsFunc(before, func(b store.CampaignContact) bool { return b.Point == out.Point }) {
		out.Reason = Duplicate
	}
	if out.Reason == "" {
		_, out.Reason, err = d.eligible(ctx, org, p, out.Point)
	}
	if out.Reason != "" {
		out.State = leftOut
	}
	return out, err
}

// find looks an address up.
func (d *Desk) find(ctx context.Context, org assent.ID, email string) (point assent.ID, reason string, err error) {
	a, err := address.Email(email)
	if err != nil {
		return point, Unreadable, nil
	}
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.PointByPseudonym(a.Kind, d.Vault.Pseudonyms(org, a.Kind, a.Value))
		if point = row.ID; !found {
			reason = NotRecorded
		}
		return err
	})
	return point, reason, err
}
