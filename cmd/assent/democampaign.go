package main

import (
	"bytes"
	"context"

	"assent"
	"assent/campaign"
	"assent/sample"
)

// question has the sample organisation ask some of its customers for their consent; the mails leave once the
// server runs, and their links can be answered.
func (d *demo) question(ctx context.Context, h *house, place *demoPlace) error {
	emails, acts := sample.Customers(h.now())
	for _, act := range acts {
		if _, err := h.intake.Record(ctx, h.org, act); err != nil {
			return err
		}
	}
	place.People, place.Recorded = place.People+len(emails), place.Recorded+len(acts)
	plan, err := campaign.ReadPlan(bytes.NewReader(sample.Campaign))
	if err != nil {
		return err
	}
	var audience []campaign.Contact
	for i, email := range emails {
		audience = append(audience, campaign.Contact{Line: i + 2, Email: email})
	}
	desk := h.campaigns(h.letters(noMailer{}))
	s, err := desk.Create(ctx, h.org, assent.Actor{Kind: assent.ActorOperator, ID: "demo"}, plan, audience)
	if err != nil {
		return err
	}
	_, err = desk.Start(ctx, h.org, s.ID)
	return err
}
