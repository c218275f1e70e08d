package rights

import (
	"context"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Person is what is held of one person now.
type Person struct {
	ID       assent.ID      `json:"id"`
	Points   []ContactPoint `json:"contact_points"`
	Choices  []Standing     `json:"choices" doc:"How each choice stands of which anything is recorded"`
	Noes     []No           `json:"noes" doc:"Each no with its scope; * is every value"`
	Dealings []Dealing      `json:"relationships"`
	Several  bool           `json:"several_people,omitzero" doc:"Two customer numbers share the record, so more than one person stands behind it: find out who asks before you tell, correct or erase anything"`
	Erased   *time.Time     `json:"erased_at,omitempty" doc:"Set once she was erased; then nothing personal is left"`
}

// ContactPoint is one of her contact points.
type ContactPoint struct {
	ID      assent.ID         `json:"id"`
	Kind    assent.PointKind  `json:"kind"`
	Address string            `json:"address" doc:"In its canonical form"`
	Known   map[string]string `json:"attributes" doc:"Country, language, kind, time zone, and circumstances by fact name"`
	Stopped []string          `json:"suppressions" doc:"Technical stops that hold: bounce, complaint …"`
	Since   time.Time         `json:"created_at"`
	Shared  bool              `json:"shared,omitzero" doc:"Several people may stand behind it: a role address, or a record with two customer numbers. On a page that it opens nobody is shown, corrected or erased"`
}

// Standing is how one purpose stands by one channel at one contact point.
type Standing struct {
	Point   assent.ID      `json:"contact_point"`
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Party   assent.Party   `json:"party"`
	Status  assent.Status  `json:"status"`
	Since   time.Time      `json:"since,omitzero"`
	Event   assent.ID      `json:"event,omitzero" doc:"The act that makes it so; see /v1/proofs"`
}

// No is one no.
type No struct {
	Kind  assent.NoKind `json:"kind"`
	Scope assent.Scope  `json:"scope"`
	Since time.Time     `json:"since"`
	Event assent.ID     `json:"event"`
}

// Dealing is a fact about dealings with her.
type Dealing struct {
	assent.Relationship
	Event assent.ID `json:"event"`
}

// See returns what is held of a person; [ErrNobody] if nothing is.
func (d *Desk) See(ctx context.Context, org, person assent.ID) (Person, error) {
	var out Person
	err := d.read(ctx, org, person, func(v *store.View, id assent.ID, s *safe) (err error) {
		out, err = d.see(v, id, s)
		return err
	})
	return out, err
}

func (d *Desk) see(v *store.View, id assent.ID, s *safe) (Person, error) {
	c, err := d.shelf.Of(v)
	if err != nil {
		return Person{}, err
	}
	state, err := v.State(id)
	if err != nil {
		return Person{}, err
	}
	rows, err := v.PointsOf(id)
	if err != nil {
		return Person{}, err
	}
	out := Person{ID: id, Points: []ContactPoint{}, Choices: []Standing{}, Noes: []No{}, Dealings: []Dealing{}}
	for _, row := range rows {
		p, err := point(row, state, s)
		if err != nil {
			return Person{}, err
		}
		out.Points = append(out.Points, p)
		out.Choices = append(out.Choices, choices(row, state, c, d.now())...)
	}
	out.Several = state.Several()
	for _, n := range state.Noes {
		out.Noes = append(out.Noes, No{n.Kind, n.Scope, n.Mark.At, n.Event})
	}
	for _, r := range state.Dealings() {
		out.Dealings = append(out.Dealings, Dealing{r.Relationship, r.Event})
	}
	if state.Erased != nil {
		out.Erased = &state.Erased.At
	}
	return out, nil
}

func point(row store.PointRow, state *assent.State, s *safe) (ContactPoint, error) {
	address, err := s.address(row)
	out := ContactPoint{ID: row.ID, Kind: row.Kind, Address: address, Known: map[string]string{}, Stopped: []string{}, Since: row.Created}
	ps := state.Points[row.ID]
	if err != nil || ps == nil {
		return out, err
	}
	out.Shared = state.SharedAt(row.ID)
	for _, a := range ps.Attributes {
		out.Known[a.Name] = a.Value
	}
	for _, f := range ps.Facts {
		out.Known[f.Name] = f.Value
	}
	for _, x := range ps.Suppressions {
		if x.Active {
			out.Stopped = append(out.Stopped, x.Kind)
		}
	}
	return out, nil
}

// choices lists every cell of the catalogue that reaches the point and of which anything is recorded.
func choices(row store.PointRow, state *assent.State, c *catalogue.Catalogue, now time.Time) []Standing {
	var out []Standing
	for _, p := range c.Purposes() {
		for _, channel := range p.Channels {
			if !row.Kind.Reaches(channel) {
				continue
			}
			standing := state.Standing(row.ID, p.Cell(channel, p.Party()), now)
			if standing.Status != assent.Unknown {
				out = append(out, choice(row.ID, p, channel, standing))
			}
		}
	}
	return out
}

func choice(point assent.ID, p *catalogue.Purpose, channel assent.Channel, s assent.Standing) Standing {
	out := Standing{Point: point, Purpose: p.ID, Channel: channel, Party: p.Party(), Status: s.Status}
	switch {
	case s.Status == assent.Granted || s.Status == assent.Pending && s.Yes != nil:
		out.Since, out.Event = s.Yes.Mark.At, s.Yes.Event
	case s.No != nil && s.Status != assent.Pending:
		out.Since, out.Event = s.No.Mark.At, s.No.Event
	}
	return out
}
