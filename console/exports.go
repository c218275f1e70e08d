package console

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"assent"
	"assent/auth"
	evidence "assent/dossier"
	"assent/prove"
)

func exportRoutes() []route {
	return []route{
		{"exports.see", "GET /exports", auth.ExportPeople, (*site).showExports},
		{"exports.dossier", "POST /exports/dossier", auth.ExportPeople, (*site).exportDossier},
	}
}

// ExportsScreen is where data are taken out: the file for a regulator, and where each list is exported.
type ExportsScreen struct {
	Frame
	Purposes []Option
	Shares   []prove.Share
	Whose    string // typed, or the record of the person from whose screen this was opened
	Key      string // the log's, by which the file is verified
	Lists    []NavItem
}

func (s *site) showExports(c *call) error {
	screen := &ExportsScreen{
		Frame: s.frame(c, "exports"), Shares: []prove.Share{prove.Regulator, prove.Minimal, prove.Person},
		Whose: cmp.Or(c.field("who"), c.r.FormValue("person")), Key: s.Dossiers.Key,
	}
	for _, p := range c.catalogue.Purposes() {
		screen.Purposes = append(screen.Purposes, Option{p.ID, name(c, p), p.ID == c.field("purpose")})
	}
	for _, x := range sections {
		if path := x.path + ".csv"; c.may(x.may) && s.has(path) {
			screen.Lists = append(screen.Lists, NavItem{Text: c.words.Text("console.nav." + x.name), URL: "/console" + path})
		}
	}
	return s.draw(c, screen)
}

// exportDossier answers with the zip while it is made.
func (s *site) exportDossier(c *call) error {
	d, err := s.askedDossier(c)
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showExports(c)
	}
	name := "evidence-" + string(assent.DayOf(s.Now().UTC())) + ".zip"
	return c.stream(name, "application/zip", func(ctx context.Context, w io.Writer) error {
		_, err := d.Write(ctx, w)
		return err
	})
}

// askedDossier reads the form. That each of the people was looked at is noted before anything is written.
func (s *site) askedDossier(c *call) (*evidence.Dossier, error) {
	ask := evidence.Ask{Purpose: c.field("purpose"), Share: prove.Share(c.field("share"))}
	for line := range strings.Lines(c.field("who")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		id, err := s.find(c, line)
		if err != nil {
			return nil, err
		}
		ask.People = append(ask.People, id)
	}
	d, err := s.Dossiers.Open(c.r.Context(), s.Org, ask)
	if err != nil {
		return nil, err
	}
	for _, id := range ask.People {
		if err := s.Staff.Note(c.r.Context(), s.Org, auth.Note{Operator: c.who().ID, Act: c.route.act, Person: id}); err != nil {
			return nil, err
		}
	}
	c.detail = fmt.Sprintf("%d people, purpose %q", len(ask.People), ask.Purpose)
	return d, nil
}
