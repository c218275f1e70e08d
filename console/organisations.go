package console

import (
	"context"

	"assent"
	"assent/auth"
)

// Organisations are those of the installation. Only the console of the one that it began with may have them, if its
// configuration says so: who administers that one runs the server for all.
type Organisations interface {
	List(ctx context.Context) ([]Organisation, error)

	// Add adds one with an address of its own, and its first operator. Problems say what is wrong with either.
	Add(ctx context.Context, name, publicURL, email string) (NewOrganisation, error)
}

// Organisation is one of several in an installation. Nothing but this is visible across.
type Organisation struct {
	ID        assent.ID
	Name      string
	PublicURL string
	Own       bool // settings of its own stand in its folder
}

// NewOrganisation is one that was just added, with what is shown this once.
type NewOrganisation struct {
	Organisation
	Key      string // of the API
	Link     string // into its console
	Verifier string // the public key of its log
}

func organisationRoutes() []route {
	return []route{
		{"organisations.list", "GET /organisations", auth.EditSettings, (*site).showOrganisations},
		{"organisations.csv", "GET /organisations.csv", auth.EditSettings, (*site).organisationsCSV},
		{"organisations.added", "POST /organisations", auth.ManageTeam, (*site).addOrganisation},
	}
}

var errOneOrganisation = assent.Problemf("NOT_THE_FIRST", "Organisations are listed and added by the command assent org; in the console only of the one with which this installation began, and if organisations_in_console is set.").OfKind(assent.NotFound)

// OrganisationsScreen lists the organisations of the installation.
type OrganisationsScreen struct {
	Frame
	List             []Organisation
	Named, At, Email string // what was typed, if it was wrong
}

func (s *site) organisations(c *call) ([]Organisation, error) {
	if s.Organisations == nil {
		return nil, errOneOrganisation
	}
	return s.Organisations.List(c.r.Context())
}

func (s *site) showOrganisations(c *call) error {
	all, err := s.organisations(c)
	if err != nil {
		return err
	}
	screen := &OrganisationsScreen{Frame: s.frame(c, "organisations"), List: all, Named: c.field("name"), At: c.field("public_url"), Email: c.field("email")}
	screen.CSV = "/console/organisations.csv"
	return s.draw(c, screen)
}

func (s *site) organisationsCSV(c *call) error {
	all, err := s.organisations(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, o := range all {
		rows = append(rows, []string{o.ID.String(), o.Name, o.PublicURL})
	}
	return c.csv("organisations", []string{"id", "name", "public_url"}, rows)
}

// AddedScreen shows what a new organisation begins with, this once.
type AddedScreen struct {
	Frame
	New NewOrganisation
}

func (s *site) addOrganisation(c *call) error {
	if s.Organisations == nil {
		return errOneOrganisation
	}
	name := c.field("name")
	if p := assent.CheckLine("name", name, 150); p != nil || name == "" {
		return s.onOrganisations(c, orProblem(p, "BAD_NAME", "An organisation needs a name: the one that answers for its messages."))
	}
	added, err := s.Organisations.Add(c.r.Context(), name, c.field("public_url"), c.field("email"))
	if err != nil {
		return s.onOrganisations(c, err)
	}
	c.detail = added.ID.String()
	return s.draw(c, &AddedScreen{Frame: s.frame(c, "added", "name", added.Name), New: added})
}

func orProblem(p *assent.Problem, code, sentence string) error {
	if p != nil {
		return p
	}
	return assent.Problemf(code, "%s", sentence).In("name")
}

func (s *site) onOrganisations(c *call, err error) error {
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showOrganisations(c)
}
