package console

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"assent"
	"assent/auth"
)

func trailRoutes() []route {
	return []route{
		{"trail.list", "GET /trail", auth.SeeTrail, (*site).showTrail},
		{"trail.csv", "GET /trail.csv", auth.SeeTrail, (*site).trailCSV},
	}
}

const (
	trailPage = 100
	trailMost = 10_000 // entries in a file
)

// TrailScreen lists who looked at and changed what.
type TrailScreen struct {
	Frame
	Lines    []TrailLine
	Team     []auth.Operator
	Operator string // chosen; empty: all
	Person   string
	Older    string // address of the next page; empty: this is the last
}

// TrailLine is one entry.
type TrailLine struct {
	auth.Note
	Name    string // of the operator, or of the program or person who did it without one
	What    string
	Refused bool // the role did not allow it
	Failed  bool // a sign-in in vain
}

// trail reads what the address asks for.
func (s *site) trail(c *call, limit int) ([]auth.Note, error) {
	query := c.r.URL.Query()
	var ids [3]assent.ID
	for i, name := range []string{"operator", "person", "before"} {
		id, err := assent.ParseID(query.Get(name))
		if query.Get(name) != "" && err != nil {
			return nil, assent.Problemf("BAD_ID", "%s must be an identifier, as the lists show them.", name).In(name)
		}
		ids[i] = id
	}
	c.person = ids[1]
	return s.Staff.Trail(c.r.Context(), s.Org, ids[0], ids[1], ids[2], limit)
}

func (s *site) showTrail(c *call) error {
	notes, err := s.trail(c, trailPage)
	if err != nil {
		return err
	}
	query := c.r.URL.Query()
	screen := &TrailScreen{Frame: s.frame(c, "trail"), Operator: query.Get("operator"), Person: query.Get("person")}
	if screen.Team, err = s.Staff.Operators(c.r.Context(), s.Org); err != nil {
		return err
	}
	for _, n := range notes {
		screen.Lines = append(screen.Lines, c.trailLine(screen.Team, n))
	}
	chosen := url.Values{"operator": {screen.Operator}, "person": {screen.Person}}
	screen.CSV = "/console/trail.csv?" + chosen.Encode()
	if len(notes) == trailPage {
		chosen.Set("before", notes[trailPage-1].ID.String())
		screen.Older = "/console/trail?" + chosen.Encode()
	}
	return s.draw(c, screen)
}

func nameOf(team []auth.Operator, id string) string {
	for _, o := range team {
		if o.ID.String() == id {
			return o.Name
		}
	}
	return ""
}

// trailLine puts an entry into words; an act that has none yet stands by its name.
func (c *call) trailLine(team []auth.Operator, n auth.Note) TrailLine {
	act, refused := strings.CutSuffix(n.Act, ".refused")
	act, failed := strings.CutSuffix(act, ".failed")
	out := TrailLine{Note: n, Name: orElse(nameOf(team, n.Operator.String()), n.Detail), What: act, Refused: refused, Failed: failed}
	if text, ok := c.words.Lookup("console.act." + act); ok {
		out.What = text
	}
	return out
}

func (s *site) trailCSV(c *call) error {
	notes, err := s.trail(c, trailMost)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, n := range notes {
		rows = append(rows, []string{
			n.At.UTC().Format(time.RFC3339Nano), n.Operator.String(), n.Act, n.Person.String(), n.Detail, n.ID.String(), fmt.Sprint(n.Sealed),
		})
	}
	return c.csv("trail", []string{"at", "operator", "act", "person", "detail", "id", "sealed_by_event"}, rows)
}
