package console

import (
	"time"

	"assent/auth"
)

func teamRoutes() []route {
	return []route{
		{"team.list", "GET /team", auth.SeeTeam, (*site).showTeam},
		{"team.csv", "GET /team.csv", auth.SeeTeam, (*site).teamCSV},
		{"team.invite", "POST /team", auth.ManageTeam, (*site).invite},
		{"team.see", "GET /team/{operator}", auth.SeeTeam, (*site).showMember},
		{"team.role", "POST /team/{operator}/role", auth.ManageTeam, (*site).setRole},
		{"team.link", "POST /team/{operator}/link", auth.ManageTeam, (*site).makeLink},
		{"team.enabled", "POST /team/{operator}/enabled", auth.ManageTeam, (*site).setEnabled},
		{"team.factor_dropped", "POST /team/{operator}/factor", auth.ManageTeam, (*site).dropFactor},
		{"team.session_ended", "POST /team/{operator}/sessions/{session}/end", auth.ManageTeam, (*site).endSession},
	}
}

// TeamScreen lists the operators, and what each role may do.
type TeamScreen struct {
	Frame
	Team   []auth.Operator
	Roles  []auth.Role
	Rights []RightLine
	Named  string // what was typed, if it was wrong
	Email  string
	Houses bool // the organisations of the installation are listed here
}

// RightLine is one capability with a mark for each role.
type RightLine struct {
	Capability auth.Capability
	Fresh      bool
	Has        []bool
}

func (s *site) showTeam(c *call) error {
	team, err := s.Staff.Operators(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	f := s.frame(c, "team")
	f.CSV = "/console/team.csv"
	return s.draw(c, &TeamScreen{Frame: f, Team: team, Roles: auth.Roles(), Rights: rightLines(), Named: c.field("name"), Email: c.field("email"), Houses: s.Organisations != nil && c.may(auth.EditSettings)})
}

func rightLines() []RightLine {
	var out []RightLine
	for _, what := range auth.Capabilities() {
		line := RightLine{Capability: what, Fresh: what.Fresh()}
		for _, role := range auth.Roles() {
			line.Has = append(line.Has, role.May(what))
		}
		out = append(out, line)
	}
	return out
}

func (s *site) teamCSV(c *call) error {
	team, err := s.Staff.Operators(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, o := range team {
		state := "active"
		if !o.Disabled.IsZero() {
			state = "disabled"
		}
		rows = append(rows, []string{o.ID.String(), o.Name, o.Email, string(o.Role), state, o.Created.Format(time.RFC3339)})
	}
	return c.csv("team", []string{"id", "name", "email", "role", "state", "created_at"}, rows)
}

func (s *site) invite(c *call) error {
	o, err := s.Staff.Hire(c.r.Context(), s.Org, c.field("name"), c.field("email"), auth.Role(c.field("role")))
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showTeam(c)
	}
	return s.showLink(c, o)
}

// LinkScreen shows a one-time link, this once.
type LinkScreen struct {
	Frame
	Holder auth.Operator
	Link   string
	Until  time.Time
}

func (s *site) showLink(c *call, o auth.Operator) error {
	secret, err := s.Staff.Ticket(c.r.Context(), s.Org, o.ID, auth.TicketFor)
	if err != nil {
		return err
	}
	c.detail = o.ID.String()
	return s.draw(c, &LinkScreen{
		Frame: s.frame(c, "link"), Holder: o, Link: s.PublicURL + "/console/enter/" + secret, Until: s.Now().Add(auth.TicketFor),
	})
}

// MemberScreen is one operator.
type MemberScreen struct {
	Frame
	Member   auth.Operator
	Roles    []auth.Role
	Sessions []SessionLine
	Self     bool
}

// Where lists the member's sessions.
func (m *MemberScreen) Where() Where {
	return Where{&m.Frame, m.Sessions, "/console/team/" + m.Member.ID.String()}
}

// member reads the operator that the address names.
func (s *site) member(c *call) (auth.Operator, error) {
	id, err := c.pathID("operator")
	if err != nil {
		return auth.Operator{}, err
	}
	c.detail = id.String()
	return s.Staff.Operator(c.r.Context(), s.Org, id)
}

func (s *site) showMember(c *call) error {
	o, err := s.member(c)
	if err != nil {
		return err
	}
	screen := &MemberScreen{Frame: s.frame(c, "member", "name", o.Name), Member: o, Roles: auth.Roles(), Self: o.ID == c.who().ID}
	if screen.Sessions, err = s.sessions(c, o.ID); err != nil {
		return err
	}
	return s.draw(c, screen)
}

// onMember does something to the operator that the address names.
func (s *site) onMember(c *call, done string, act func(auth.Operator) error) error {
	o, err := s.member(c)
	if err != nil {
		return err
	}
	if err := act(o); err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showMember(c)
	}
	return c.done("/team/"+o.ID.String(), done)
}

func (s *site) setRole(c *call) error {
	return s.onMember(c, "role", func(o auth.Operator) error {
		return s.Staff.SetRole(c.r.Context(), s.Org, o.ID, auth.Role(c.field("role")))
	})
}

func (s *site) setEnabled(c *call) error {
	return s.onMember(c, "enabled", func(o auth.Operator) error {
		return s.Staff.SetEnabled(c.r.Context(), s.Org, o.ID, c.field("enabled") == "yes")
	})
}

func (s *site) dropFactor(c *call) error {
	return s.onMember(c, "factor_dropped", func(o auth.Operator) error {
		return s.Staff.DropTOTP(c.r.Context(), s.Org, o.ID)
	})
}

func (s *site) endSession(c *call) error {
	session, err := c.pathID("session")
	if err != nil {
		return err
	}
	return s.onMember(c, "session_ended", func(o auth.Operator) error {
		return s.Staff.EndSession(c.r.Context(), s.Org, o.ID, session)
	})
}

func (s *site) makeLink(c *call) error {
	o, err := s.member(c)
	if err != nil {
		return err
	}
	return s.showLink(c, o)
}
