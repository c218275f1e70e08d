package console

import (
	"assent/auth"
	"assent/catalogue"
	"assent/feedback"
)

func reportRoutes() []route {
	return []route{
		{"reports.list", "GET /integrations/reports", auth.SeeSettings, (*site).showReports},
		{"reports.csv", "GET /integrations/reports.csv", auth.SeeSettings, (*site).reportsCSV},
		{"reports.made", "POST /integrations/reports", auth.ManageKeys, (*site).makeDoor},
		{"reports.closed", "POST /integrations/reports/{door}/close", auth.EditSettings, (*site).closeDoor},
	}
}

// ReportsScreen lists the addresses at which other products report.
type ReportsScreen struct {
	Frame
	Doors    []feedback.Door
	Products []feedback.Product
	Purposes []*catalogue.Purpose
	Plan     feedback.Plan // what was typed, if it was wrong; never a signing key
}

func (s *site) showReports(c *call) error {
	doors, err := s.Reports.Doors(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	screen := &ReportsScreen{
		Frame: s.frame(c, "reports"), Doors: doors, Products: feedback.Products(), Purposes: c.catalogue.Purposes(),
		Plan: feedback.Plan{Product: c.field("product"), Label: c.field("label"), Purpose: c.field("purpose")},
	}
	screen.CSV = "/console/integrations/reports.csv"
	return s.draw(c, screen)
}

func (s *site) reportsCSV(c *call) error {
	doors, err := s.Reports.Doors(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, d := range doors {
		rows = append(rows, []string{d.ID.String(), d.Product, d.Label, d.Purpose, stamp(d.Created), stamp(d.Used), stamp(d.Closed)})
	}
	return c.csv("reports", []string{"id", "product", "label", "purpose", "created_at", "last_report_at", "closed_at"}, rows)
}

func (s *site) makeDoor(c *call) error {
	door, address, err := s.Reports.Open(c.r.Context(), s.Org, feedback.Plan{
		Product: c.field("product"), Label: c.field("label"), Purpose: c.field("purpose"), Signing: c.field("signing"),
	})
	if err == nil {
		c.detail = door.ID.String()
		return s.showSecret(c, "door", address, "/integrations/reports")
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showReports(c)
}

func (s *site) closeDoor(c *call) error {
	id, err := c.pathID("door")
	if err != nil {
		return err
	}
	c.detail = id.String()
	if err := s.Reports.Close(c.r.Context(), s.Org, id); err != nil {
		return err
	}
	return c.done("/integrations/reports", "door_closed")
}
