package console

import (
	"slices"

	"assent"
	"assent/auth"
	"assent/rights"
)

func eraseRoutes() []route {
	return []route{
		{"people.ask_erase", "GET /people/{person}/erase", auth.ErasePeople, (*site).showErase},
		{"people.erase", "POST /people/{person}/erase", auth.ErasePeople, (*site).erase},
	}
}

// EraseScreen says what an erasure takes away and what it leaves, before it is done.
type EraseScreen struct {
	Frame
	Person  assent.ID
	Shown   []string // her addresses
	Ways    []rights.Way
	Several bool // more than one person stands behind the record
}

// askedStaff are the ways in which a request reaches staff.
var askedStaff = []rights.Way{rights.ByEmail, rights.ByLetter, rights.ByPhone, rights.InPerson, rights.ViaOther}

func (s *site) showErase(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	screen := &EraseScreen{Frame: s.frame(c, "erase"), Person: d.ID, Ways: askedStaff, Several: d.Several}
	for _, p := range d.Points {
		screen.Shown = append(screen.Shown, c.address(p))
	}
	return s.draw(c, screen)
}

func (s *site) erase(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if err := s.eraseNow(c, d, rights.Way(c.field("way"))); err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showErase(c)
	}
	return c.done("/people/"+d.ID.String(), "erased")
}

func (s *site) eraseNow(c *call, d *dossier, way rights.Way) error {
	switch {
	case !slices.Contains(askedStaff, way):
		return assent.Problemf("NO_WAY", "Say how she asked for it.").In("way")
	case c.field("sure") != "yes":
		return assent.Problemf("NOT_SURE", "Tick the box: an erasure cannot be undone.").In("sure")
	}
	_, err := s.People.Erase(c.r.Context(), s.Org, s.Intake, rights.Erasing{
		Person: d.ID, Actor: c.who().Actor(), Source: "asked for by " + string(way), Way: way,
	})
	return err
}
