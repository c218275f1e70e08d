package console

import (
	"time"

	"assent"
	"assent/auth"
	"assent/rights"
)

func requestRoutes() []route {
	return []route{
		{"requests.list", "GET /requests", auth.AnswerRights, (*site).showRequests},
		{"requests.csv", "GET /requests.csv", auth.ExportPeople, (*site).requestsCSV},
		{"requests.add", "POST /requests", auth.AnswerRights, (*site).addRequest},
		{"requests.answer", "POST /requests/{request}/answer", auth.AnswerRights, (*site).answerRequest},
		{"requests.extend", "POST /requests/{request}/extend", auth.AnswerRights, (*site).extendRequest},
	}
}

// RequestsScreen lists what people ask for by right, with the day by which each must be answered.
type RequestsScreen struct {
	Frame
	Show     string // open, overdue, all
	Shows    []string
	List     []rights.SubjectRequest
	Rights   []rights.Right
	Ways     []rights.Way
	Outcomes []rights.Outcome
	Older    string
}

var requestShows = []string{"open", "overdue", "all"}

// requestFilter reads what the address asks for.
func requestFilter(c *call) (show string, f rights.Filter, err error) {
	query := c.r.URL.Query()
	if before := query.Get("before"); before != "" {
		if f.Before, err = assent.ParseID(before); err != nil {
			return "", f, assent.Problemf("BAD_ID", "before must be an identifier, as the lists show them.").In("before")
		}
	}
	switch show = query.Get("show"); show {
	case "all":
	case "overdue":
		f.Overdue = true
	default:
		show, f.Open = "open", true
	}
	return show, f, nil
}

func (s *site) showRequests(c *call) error {
	show, f, err := requestFilter(c)
	if err != nil {
		return err
	}
	screen := &RequestsScreen{
		Frame: s.frame(c, "requests"), Show: show, Shows: requestShows, Rights: rights.Rights(), Ways: askedStaff, Outcomes: rights.Outcomes(),
	}
	screen.CSV = "/console/requests.csv?show=" + show
	if screen.List, err = s.People.Requests(c.r.Context(), s.Org, f); err != nil {
		return err
	}
	if n := len(screen.List); n == rights.Page && show == "all" {
		screen.Older = "/console/requests?show=all&before=" + screen.List[n-1].ID.String()
	}
	return s.draw(c, screen)
}

func (s *site) requestsCSV(c *call) error {
	_, f, err := requestFilter(c)
	if err != nil {
		return err
	}
	list, err := s.People.Requests(c.r.Context(), s.Org, f)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, r := range list {
		answered := ""
		if r.Answered != nil {
			answered = r.Answered.UTC().Format(time.RFC3339)
		}
		rows = append(rows, []string{
			r.ID.String(), r.Person.String(), string(r.Right), string(r.Way), r.Received.UTC().Format(time.RFC3339), string(r.Due), r.Extended, answered, string(r.Outcome), r.Handler, r.Reference,
		})
	}
	return c.csv("requests", []string{"id", "person", "right", "way", "received_at", "due_on", "extended", "answered_at", "outcome", "handler", "reference"}, rows)
}

func (s *site) addRequest(c *call) error {
	n := rights.NewRequest{Right: rights.Right(c.field("right")), Way: rights.Way(c.field("way")), Reference: c.field("reference")}
	err := s.readRequest(c, &n)
	if err == nil {
		_, err = s.People.Ask(c.r.Context(), s.Org, n)
	}
	return s.onRequests(c, err, "request_added")
}

// readRequest reads the day of receipt, which counts from its beginning, and whose request it is.
func (s *site) readRequest(c *call, n *rights.NewRequest) (err error) {
	if on := c.field("received"); on != "" {
		if n.Received, err = time.Parse(time.DateOnly, on); err != nil {
			return assent.Problemf("BAD_DAY", "A day is written as in 2026-11-22.").In("received")
		}
	}
	if who := c.field("who"); who != "" {
		n.Person, err = s.find(c, who)
		c.person = n.Person
	}
	return err
}

func (s *site) answerRequest(c *call) error {
	return s.changeRequest(c, "request_answered", func(id assent.ID) (rights.SubjectRequest, error) {
		return s.People.Answer(c.r.Context(), s.Org, id, c.who().Actor(), rights.Outcome(c.field("outcome")))
	})
}

func (s *site) extendRequest(c *call) error {
	return s.changeRequest(c, "request_extended", func(id assent.ID) (rights.SubjectRequest, error) {
		return s.People.Extend(c.r.Context(), s.Org, id, c.field("reason"))
	})
}

func (s *site) changeRequest(c *call, done string, change func(assent.ID) (rights.SubjectRequest, error)) error {
	id, err := c.pathID("request")
	if err != nil {
		return err
	}
	r, err := change(id)
	c.person = r.Person
	return s.onRequests(c, err, done)
}

// onRequests ends a change: with the list, and above it what was wrong if something was.
func (s *site) onRequests(c *call, err error, done string) error {
	if err == nil {
		return c.done("/requests", done)
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showRequests(c)
}
