package console

import (
	"slices"

	"assent/auth"
)

func homeRoutes() []route {
	return []route{
		{"home", "GET /", auth.OwnAccount, (*site).showHome},
		{"home", "GET /{$}", auth.OwnAccount, func(_ *site, c *call) error { return c.redirect("") }},
	}
}

// HomeScreen is what an operator sees first: what there is, and what comes next.
type HomeScreen struct {
	Frame
	Board *Board // nil: nothing is counted here
	Steps []Step // none once all are done
}

// New reports whether nothing was counted yet: what to do comes before the numbers.
func (h *HomeScreen) New() bool { return h.Board == nil || h.Board.Empty }

// Step is something that a new organisation does first.
type Step struct {
	Name string // console.step.<name>
	URL  string // empty: it is done, or not for this role
	Done bool
}

func (s *site) showHome(c *call) error {
	screen := &HomeScreen{Frame: s.frame(c, "home")}
	set := c.catalogue.Settings()
	for _, step := range []struct {
		name, path string
		may        auth.Capability
		done       bool
	}{
		{"sender", "/purposes/settings/settings/edit", auth.EditSettings, set.PostalAddress != "" && set.AccessEmail != ""},
		{"purposes", "/purposes/new/purpose", auth.EditCatalogue, len(c.catalogue.Purposes()) > 0},
		{"notice", "/purposes/new/notice", auth.EditCatalogue, len(c.catalogue.Notices()) > 0},
		{"form", "/forms/new/form", auth.EditCatalogue, len(c.catalogue.CollectionPoints()) > 0},
		{"security", "/account", auth.OwnAccount, c.who().TOTP || c.session.Passkeys},
	} {
		out := Step{Name: step.name, Done: step.done}
		if !step.done && c.may(step.may) {
			out.URL = "/console" + step.path
		}
		screen.Steps = append(screen.Steps, out)
	}
	if !slices.ContainsFunc(screen.Steps, func(x Step) bool { return !x.Done }) {
		screen.Steps = nil
	}
	var err error
	if screen.Board, err = s.board(c); err != nil {
		return err
	}
	screen.CSV = "/console/stats.csv?period=day&by=purpose"
	if screen.Steps == nil {
		screen.Docs = docsOfStats
	}
	return s.draw(c, screen)
}
