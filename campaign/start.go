package campaign

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// errandName stands in deliveries, so it never changes.
const errandName = "consent request"

// Start lets the mails of a campaign leave, a batch at a time; of one that was stopped, those that have not
// left. The server that runs the errand sends them. Problems: NO_SUCH_CAMPAIGN; HAS_FINDINGS for a draft;
// OTHER_SENDER for one whose mails are prepared; ALREADY_STARTED.
func (d *Desk) Start(ctx context.Context, org, id assent.ID) (Status, error) {
	err := d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		c, p, err := read(&tx.View, id)
		if err != nil {
			return err
		}
		if err := startable(State(c.State), p, BySMTP); err != nil {
			return err
		}
		c.State, c.Ended = string(Sending), time.Time{}
		if c.Started.IsZero() {
			c.Started = tx.Now()
		}
		return owe(tx, c, p)
	})
	if err != nil {
		return Status{}, err
	}
	return d.Status(ctx, org, id)
}

// startable reports whether the mails of a campaign may leave by this sender.
func startable(s State, p Plan, by Sender) error {
	switch {
	case p.By != by && p.By == Prepared:
		return assent.Problemf("OTHER_SENDER", "You send the mails of this campaign yourself: prepare them.").OfKind(assent.Conflict)
	case p.By != by:
		return assent.Problemf("OTHER_SENDER", "This server sends the mails of this campaign: start it.").OfKind(assent.Conflict)
	case s == Draft:
		return assent.Problemf("HAS_FINDINGS", "The texts of this campaign promote something or lack something; mend what is found, and create it again.").OfKind(assent.Conflict)
	case s == Sending || s == Done:
		return assent.Problemf("ALREADY_STARTED", "This campaign is %s.", s).OfKind(assent.Conflict)
	}
	return nil
}

// owe puts a delivery for each mail that has not left, spaced by the plan; without any, the campaign is done.
func owe(tx *store.Tx, c store.CampaignRow, p Plan) error {
	contacts, err := tx.CampaignContacts(c.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, contact := range contacts {
		if contact.State != waiting && contact.State != sending {
			continue
		}
		err := tx.PutDelivery(store.Delivery{
			Follower: errandName, Event: contact.Event, Destination: destination(contact), Next: tx.Now().Add(p.wait(n)),
		})
		if err != nil {
			return err
		}
		n++
	}
	if n == 0 {
		c.State, c.Ended = string(Done), tx.Now()
	}
	return tx.PutCampaign(c)
}

// Stop keeps the mails that have not left from leaving. A campaign that is over stays so.
func (d *Desk) Stop(ctx context.Context, org, id assent.ID) (Status, error) {
	err := d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		c, _, err := read(&tx.View, id)
		if err != nil || State(c.State) == Done || State(c.State) == Stopped {
			return err
		}
		if State(c.State) != Sending {
			return assent.Problemf("NOT_STARTED", "This campaign has not been started.").OfKind(assent.Conflict)
		}
		c.State, c.Ended = string(Stopped), tx.Now()
		return tx.PutCampaign(c)
	})
	if err != nil {
		return Status{}, err
	}
	return d.Status(ctx, org, id)
}

// read finds a campaign and its plan.
func read(v *store.View, id assent.ID) (store.CampaignRow, Plan, error) {
	c, found, err := v.Campaign(id)
	if err != nil {
		return c, Plan{}, err
	}
	if !found {
		return c, Plan{}, errNoCampaign
	}
	var p Plan
	if err := json.Unmarshal(c.Plan, &p); err != nil {
		return c, p, fmt.Errorf("plan of campaign %s: %w", id, err)
	}
	return c, p, nil
}

// destination names a contact in its delivery: the campaign, and the line.
func destination(c store.CampaignContact) string {
	return c.Campaign.String() + " " + strconv.FormatInt(c.Line, 10)
}

func readDestination(s string) (campaign assent.ID, line int64, err error) {
	id, number, _ := strings.Cut(s, " ")
	if campaign, err = assent.ParseID(id); err != nil {
		return campaign, 0, err
	}
	line, err = strconv.ParseInt(number, 10, 64)
	return campaign, line, err
}
