package rights

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/store"
)

// Own is what a person sees of herself on her own page, which a code mailed to one of her contact
// points has opened. That point is shown in full and her others masked. Behind a shared address (info@, the
// mailbox of two customers) may be several people, so nothing is shown then but how the address itself stands.
type Own struct {
	Person   assent.ID
	Point    assent.ID
	Kind     assent.PointKind
	Address  string
	Shared   bool              // by several people; see assent.State.SharedAt
	Known    map[string]string // attributes and circumstances of the point
	Since    time.Time
	Cells    []Cell
	Others   []Other
	Paused   []assent.Pause     // that run
	Rarely   []assent.Frequency // that hold, of any scope
	Stopped  bool               // everything, and nothing has been agreed to since
	Erased   time.Time          // when she will be, as she asked; zero if she has not
	GivenUp  bool               // she has changed this address for another
	Dealings bool               // something else than a yes is recorded that may allow messages
}

// Cell is one choice: a purpose by a channel.
type Cell struct {
	Purpose   *catalogue.Purpose
	Channel   assent.Channel
	Here      bool // its messages arrive at this very point, so a yes given here is confirmed
	Status    assent.Status
	Since     time.Time
	Topics    []string // chosen
	Elsewhere bool     // a yes stands at another of her points
	AtMost    string   // frequency that she has chosen for the purpose; empty if none
	Narrower  string   // a rarer one that holds for this channel; empty if none
}

// Other is another of her contact points.
type Other struct {
	Kind   assent.PointKind
	Masked string
	Since  time.Time
}

// Own returns what the person with a contact point sees of herself; [ErrNobody] once she is erased.
func (d *Desk) Own(ctx context.Context, org, point assent.ID) (Own, error) {
	var out Own
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.Point(point)
		if err != nil {
			return err
		}
		if !found {
			return ErrNobody
		}
		out, err = d.own(v, row)
		return err
	})
	return out, err
}

func (d *Desk) own(v *store.View, row store.PointRow) (Own, error) {
	c, err := d.shelf.Snapshot(v)
	if err != nil {
		return Own{}, err
	}
	state, err := v.State(row.Person)
	if err != nil {
		return Own{}, err
	}
	s, err := d.open(v, row.Person)
	if err != nil {
		return Own{}, err
	}
	defer s.close()
	here, err := point(row, state, s)
	if err != nil {
		return Own{}, err
	}
	out := Own{
		Person: state.Person, Point: row.ID, Kind: row.Kind, Address: here.Address, Known: here.Known, Since: row.Created,
		Shared: here.Shared, Paused: pauses(state, d.now()), Stopped: d.leftEverything(state), Dealings: len(state.Dealings()) > 0,
	}
	out.Cells, out.Rarely = d.cells(c, state, out), rarely(state)
	if ps := state.Points[row.ID]; ps != nil {
		out.GivenUp = slices.ContainsFunc(ps.Suppressions, func(s assent.StandingSuppression) bool {
			return s.Kind == "manual" && s.Active && s.Mark.Source == assent.Own
		})
	}
	waiting, err := erasure(v, out.Person)
	if err != nil {
		return Own{}, err
	}
	if waiting != nil {
		out.Erased = waiting.Next
	}
	if !out.Shared {
		out.Others, err = others(v, row, s)
	}
	return out, err
}

// cells lists what can be chosen or left: all but service messages, by each channel that reaches her.
func (d *Desk) cells(c *catalogue.Catalogue, state *assent.State, own Own) []Cell {
	var out []Cell
	for _, p := range c.Purposes() {
		if p.Kind == assent.PurposeService {
			continue
		}
		for _, channel := range p.Channels {
			if cell, ok := d.cell(p, channel, state, own); ok {
				out = append(out, cell)
			}
		}
	}
	return out
}

func (d *Desk) cell(p *catalogue.Purpose, channel assent.Channel, state *assent.State, own Own) (Cell, bool) {
	out := Cell{Purpose: p, Channel: channel, Here: own.Kind.Reaches(channel), AtMost: atMost(state, p.ID)}
	scope := p.Cell(channel, p.Party())
	out.Narrower = narrower(state, scope, out.AtMost)
	out.take(own.Point, state.Standing(own.Point, scope, d.now()))
	reached := out.Here
	for id, ps := range state.Points {
		if id == own.Point || own.Shared || !ps.Kind.Reaches(channel) {
			continue
		}
		reached = true
		standing := state.Standing(id, scope, d.now())
		out.Elsewhere = out.Elsewhere || standing.Status == assent.Granted
		if !out.Here && (standing.Status == assent.Granted || out.Status == assent.Unknown) {
			out.take(id, standing)
		}
	}
	if ps := state.Points[own.Point]; ps != nil {
		out.Topics = chosen(ps, p, channel)
	}
	return out, reached
}

func (c *Cell) take(point assent.ID, s assent.Standing) {
	told := choice(point, c.Purpose, c.Channel, s)
	c.Status, c.Since = told.Status, told.Since
}

func chosen(ps *assent.PointState, p *catalogue.Purpose, channel assent.Channel) []string {
	var out []string
	for _, t := range ps.Topics {
		if t.Chosen && t.Purpose == p.ID && t.Channel == channel {
			out = append(out, t.Topic)
		}
	}
	return out
}

// pauses are those that run today.
func pauses(state *assent.State, now time.Time) []assent.Pause {
	var out []assent.Pause
	for _, p := range state.Pauses {
		if p.Until >= assent.DayOf(now) {
			out = append(out, p.Pause)
		}
	}
	return out
}

// rarely are the frequencies that hold.
func rarely(state *assent.State) []assent.Frequency {
	var out []assent.Frequency
	for _, f := range state.Frequencies {
		if f.AtMost != "" {
			out = append(out, f.Frequency)
		}
	}
	return out
}

func others(v *store.View, here store.PointRow, s *safe) ([]Other, error) {
	rows, err := v.PointsOf(here.Person)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r store.PointRow) bool { return r.ID == here.ID })
	out := make([]Other, len(rows))
	for i, r := range rows {
		value, err := s.address(r)
		if err != nil {
			return nil, err
		}
		out[i] = Other{r.Kind, address.Address{Kind: r.Kind, Value: value}.Masked(), r.Created}
	}
	return out, nil
}
