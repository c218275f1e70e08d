package campaign

import (
	"context"
	"encoding/json"
	"time"

	"assent"
	"assent/store"
)

// Status is a campaign as it stands.
type Status struct {
	ID       assent.ID `json:"id"`
	State    State     `json:"state"`
	Plan     Plan      `json:"plan"`
	Findings []Finding `json:"findings,omitempty"` // for which a draft cannot start
	Counts   Counts    `json:"counts"`
	LeftOut  []Left    `json:"left_out,omitempty"` // by line, each with its reason
	Created  time.Time `json:"created_at"`
	Started  time.Time `json:"started_at,omitzero"`
	Ended    time.Time `json:"ended_at,omitzero"`
}

// Counts are the contacts of a campaign. Audience = LeftOut + Waiting + Failed + Asked; Asked = Yes + No + Silent.
type Counts struct {
	Audience  int `json:"audience"`
	LeftOut   int `json:"left_out"`
	Waiting   int `json:"waiting"`   // whose mail has not left
	Failed    int `json:"failed"`    // whose mail no server takes
	Asked     int `json:"asked"`     // whose mail has left, or may have
	Unclear   int `json:"unclear"`   // of the asked: of whom that is not known
	Delivered int `json:"delivered"` // of the asked: whose mail has not come back since
	Yes       int `json:"yes"`       // to one thing at least
	No        int `json:"no"`        // to all that was asked
	Silent    int `json:"silent"`    // not yet answered; never a yes
}

// Left is one contact that is not asked, by the line of the file: the address is not kept.
type Left struct {
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}

// Status says how a campaign stands; what came back is read from the log. Problem: NO_SUCH_CAMPAIGN.
func (d *Desk) Status(ctx context.Context, org, id assent.ID) (out Status, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		c, _, err := read(v, id)
		if err != nil {
			return err
		}
		out, err = status(v, c)
		return err
	})
	return out, err
}

// List returns every campaign, the oldest first.
func (d *Desk) List(ctx context.Context, org assent.ID) ([]Status, error) {
	out := []Status{}
	err := d.Archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Campaigns()
		if err != nil {
			return err
		}
		for _, c := range rows {
			s, err := status(v, c)
			if err != nil {
				return err
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

func status(v *store.View, c store.CampaignRow) (Status, error) {
	contacts, err := v.CampaignContacts(c.ID)
	if err != nil {
		return Status{}, err
	}
	return statusOf(c, contacts, v)
}

// statusOf counts; without a view nothing has been answered yet.
func statusOf(c store.CampaignRow, contacts []store.CampaignContact, v *store.View) (Status, error) {
	out := Status{ID: c.ID, State: State(c.State), Created: c.Created, Started: c.Started, Ended: c.Ended}
	if err := json.Unmarshal(c.Plan, &out.Plan); err != nil {
		return out, err
	}
	out.Findings = Lint(out.Plan.Templates)
	for _, contact := range contacts {
		if err := out.count(v, contact); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Status) count(v *store.View, c store.CampaignContact) error {
	s.Counts.Audience++
	switch c.State {
	case waiting, sending:
		s.Counts.Waiting++
	case leftOut:
		s.Counts.LeftOut++
		s.LeftOut = append(s.LeftOut, Left{c.Line, c.Reason})
	case failed:
		s.Counts.Failed++
		s.LeftOut = append(s.LeftOut, Left{c.Line, c.Reason})
	case unclear:
		s.Counts.Unclear++
	}
	if !asked(c.State) || v == nil {
		return nil
	}
	s.Counts.Asked++
	yes, no, back, err := reaction(v, c)
	switch {
	case yes:
		s.Counts.Yes++
	case no:
		s.Counts.No++
	default:
		s.Counts.Silent++
	}
	if !back {
		s.Counts.Delivered++
	}
	return err
}

// reaction reads from the log what came back from a contact that was asked: the answer that refers to her
// mail, or that the mail came back.
func reaction(v *store.View, c store.CampaignContact) (yes, no, back bool, err error) {
	question, found, err := v.Event(c.Event)
	if err != nil || !found {
		return false, false, false, err
	}
	events, err := v.EventsOf(question.Person)
	if err != nil {
		return false, false, false, err
	}
	for _, s := range events {
		switch e := s.Event; {
		case e.Refers == c.Event:
			yes = yes || saysYes(e)
			no = no || !saysYes(e)
		case e.Type == assent.SuppressionAdded && e.Suppression.Kind == "bounce" && s.Number > question.Number && len(e.Points) > 0 && e.Points[0].ID == c.Point:
			back = true
		}
	}
	return yes, no, back, nil
}

func saysYes(e *assent.Event) bool {
	for _, c := range e.Choices {
		if c.Reply == assent.Yes {
			return true
		}
	}
	return false
}
