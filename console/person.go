package console

import (
	"encoding/json"
	"slices"

	"assent"
	"assent/address"
	"assent/auth"
	"assent/prove"
	"assent/rights"
)

// PersonScreen is all that is known of one person: what may be sent to her and why, and how that came
// about.
type PersonScreen struct {
	Frame
	Person    rights.Person
	Points    []PointLine
	Grid      Grid
	Timeline  []Line
	Registers []RegisterLine
	Messages  []Line
	Form      RecordForm
	Name      string // as she or an import gave it last
	Clear     bool   // addresses are shown in full
	Export    bool
}

// Lines are events as their template takes them.
type Lines struct {
	Frame  *Frame
	ID     assent.ID
	Export bool
	List   []Line
}

// Acts are what she said and did, the latest first.
func (p *PersonScreen) Acts() Lines { return Lines{&p.Frame, p.Person.ID, p.Export, p.Timeline} }

// Sent are the messages that she got, the latest first.
func (p *PersonScreen) Sent() Lines { return Lines{&p.Frame, p.Person.ID, p.Export, p.Messages} }

// How is the part of a form that asks how staff know.
type How struct {
	Frame *Frame
	Name  string // of the form, for its labels
	Form  RecordForm
}

// How asks it in the form of a name.
func (p *PersonScreen) How(name string) How { return How{&p.Frame, name, p.Form} }

// PointLine is one of her contact points.
type PointLine struct {
	rights.ContactPoint
	Shown string // the address, or as much of it as the operator may see
}

// RegisterLine is the answer of an opposition list.
type RegisterLine struct {
	assent.RegisterCheck
	Shown string // the address that was looked up
}

// dossier is what is read of one person.
type dossier struct {
	rights.Person
	events []rights.Record // the latest last
	team   []auth.Operator
}

// dossier reads the person that the address names; the gate notes that she was looked at.
func (s *site) dossier(c *call) (*dossier, error) {
	id, err := c.pathID("person")
	if err != nil {
		return nil, err
	}
	ctx, d := c.r.Context(), &dossier{}
	if d.Person, err = s.People.See(ctx, s.Org, id); err != nil {
		return nil, err
	}
	c.person = d.ID
	if d.team, err = s.Staff.Operators(ctx, s.Org); err != nil {
		return nil, err
	}
	d.events, err = s.People.Events(ctx, s.Org, id)
	slices.SortStableFunc(d.events, func(a, b rights.Record) int { return a.Time().Compare(b.Time()) })
	return d, err
}

// event finds one of her events; nobody else's is found through her.
func (d *dossier) event(id assent.ID) (*assent.Event, bool) {
	i := slices.IndexFunc(d.events, func(r rights.Record) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return d.events[i].Event, true
}

func (s *site) showPerson(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	return s.drawPerson(c, d)
}

func (s *site) drawPerson(c *call, d *dossier) error {
	f := s.frame(c, "person")
	screen := &PersonScreen{Frame: f, Person: d.Person, Name: c.personName(d.name()), Clear: c.may(auth.SeeAddresses), Export: c.may(auth.ExportPeople)}
	if screen.Export {
		screen.CSV = "/console/people/" + d.ID.String() + "/history.csv"
	}
	for _, p := range d.Points {
		screen.Points = append(screen.Points, PointLine{p, c.address(p)})
	}
	var err error
	if screen.Grid, err = s.grid(c, d, func(assent.Channel) bool { return true }); err != nil {
		return err
	}
	for _, r := range slices.Backward(d.events) {
		switch {
		case r.Type == assent.MessageSent:
			screen.Messages = append(screen.Messages, c.line(d, r))
		default:
			screen.Timeline = append(screen.Timeline, c.line(d, r))
		}
		if r.Register != nil {
			screen.Registers = append(screen.Registers, RegisterLine{*r.Register, d.shown(c, r.Points)})
		}
	}
	if screen.Form, err = s.recordForm(c, d); err != nil {
		return err
	}
	return s.draw(c, screen)
}

// address is one of her addresses, masked unless the operator may see it.
func (c *call) address(p rights.ContactPoint) string {
	if p.Address == "" || c.may(auth.SeeAddresses) {
		return p.Address
	}
	return address.Address{Kind: p.Kind, Value: p.Address}.Masked()
}

// shown is the address of the first of some points.
func (d *dossier) shown(c *call, points []assent.Point) string {
	for _, p := range d.Points {
		if len(points) > 0 && p.ID == points[0].ID {
			return c.address(p)
		}
	}
	return ""
}

func (s *site) exportPerson(c *call) error {
	if _, err := s.dossier(c); err != nil {
		return err
	}
	export, err := s.People.Export(c.r.Context(), s.Org, c.person)
	if err != nil {
		return err
	}
	return c.json("person-"+c.person.String()+".json", export)
}

// json answers with a file of data.
func (c *call) json(name string, v any) error {
	body, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return c.file(name, "application/json", append(body, '\n'))
}

func (s *site) historyCSV(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, r := range d.events {
		l := c.line(d, r)
		rows = append(rows, []string{
			r.Time().UTC().Format("2006-01-02T15:04:05Z07:00"), string(r.Type), string(r.Method), string(r.Grade), string(r.Code), r.ID.String(),
			list(l.Yes), list(l.No), l.Note,
		})
	}
	return c.csv("history", []string{"at", "type", "method", "grade", "transaction_code", "event", "yes", "no", "note"}, rows)
}

// receipt is her copy of one act (ISO/IEC TS 27560). It names no address.
func (s *site) receipt(c *call) error {
	d, e, err := s.itsEvent(c)
	if err != nil {
		return err
	}
	c.person = d.ID
	return c.json("receipt-"+string(e.Code)+".json", rights.NewReceipt(c.catalogue, e, rights.ReceiptPlaces{
		Withdraw: s.PublicURL + "/p/choices", Storage: s.PublicURL,
	}))
}

// proof is the bundle of one act for a regulator: it opens the address and nothing else.
func (s *site) proof(c *call) error {
	_, e, err := s.itsEvent(c)
	if err != nil {
		return err
	}
	c.detail = e.ID.String()
	bundle, err := s.Proofs.Prove(c.r.Context(), s.Org, e.ID.String(), prove.Regulator)
	if err != nil {
		return err
	}
	return c.file("proof-"+string(e.Code)+".json", "application/json", bundle)
}

// itsEvent is the event that the address names below its person.
func (s *site) itsEvent(c *call) (*dossier, *assent.Event, error) {
	id, err := c.pathID("event")
	if err != nil {
		return nil, nil, err
	}
	d, err := s.dossier(c)
	if err != nil {
		return nil, nil, err
	}
	e, ok := d.event(id)
	if !ok {
		return nil, nil, errNoScreen
	}
	return d, e, nil
}
