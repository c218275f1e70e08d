package console

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"assent"
	"assent/auth"
	"assent/rights"
)

func peopleRoutes() []route {
	return []route{
		{"people.list", "GET /people", auth.SeePeople, (*site).showPeople},
		{"people.find", "POST /people", auth.SeePeople, (*site).findPerson},
		{"people.see", "GET /people/{person}", auth.SeePeople, (*site).showPerson},
		{"people.export", "GET /people/{person}/export.json", auth.ExportPeople, (*site).exportPerson},
		{"people.history", "GET /people/{person}/history.csv", auth.ExportPeople, (*site).historyCSV},
		{"people.receipt", "GET /people/{person}/receipts/{event}", auth.SeePeople, (*site).receipt},
		{"people.proof", "GET /people/{person}/proofs/{event}", auth.ExportPeople, (*site).proof},
		{"people.record", "POST /people/{person}/record", auth.RecordActs, (*site).record},
		{"people.relationship", "POST /people/{person}/relationship", auth.RecordActs, (*site).recordRelationship},
	}
}

// PeopleScreen asks for an address, a number or a name of a record.
type PeopleScreen struct {
	Frame
	Asked bool // and nobody was found
	Named Named
	Call  bool // the operator may note a new person at the call desk
}

func (s *site) showPeople(c *call) error {
	return s.draw(c, &PeopleScreen{Frame: s.frame(c, "people"), Call: c.may(auth.RecordActs)})
}

func (s *site) findPerson(c *call) error {
	id, err := s.find(c, c.field("q"))
	if errors.Is(err, rights.ErrNobody) {
		return s.findNamed(c)
	}
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showPeople(c)
	}
	c.person = id
	return c.redirect("/people/" + id.String())
}

// findNamed shows who has the name that was typed.
func (s *site) findNamed(c *call) error {
	named, err := s.byName(c, c.field("q"))
	if err != nil {
		return err
	}
	if id, one := named.one(); one {
		c.person = id
		return c.redirect("/people/" + id.String())
	}
	screen := &PeopleScreen{Frame: s.frame(c, "people"), Asked: len(named.List) == 0 && !named.More, Named: named, Call: c.may(auth.RecordActs)}
	screen.Named.Frame = &screen.Frame
	c.detail = fmt.Sprintf("by name: %d", len(named.List))
	return s.draw(c, screen)
}

// find finds a person by whatever was typed: an address, a number, a customer number, the identifier of
// her record, or the code of one of her acts. [rights.ErrNobody] if nobody is known by it.
func (s *site) find(c *call, typed string) (assent.ID, error) {
	ctx := c.r.Context()
	if id, err := assent.ParseID(typed); err == nil {
		return s.known(c, id)
	}
	if person, err := s.byCode(c, typed); err == nil {
		return person, nil
	}
	var last error = rights.ErrNobody
	for _, who := range readings(typed) {
		id, err := s.People.Find(ctx, s.Org, who)
		if err == nil {
			return id, nil
		}
		if !errors.Is(last, rights.ErrNobody) || !isMisspelt(err) {
			last = err
		}
		if p, ok := assent.AsProblem(err); !ok || p.Kind == assent.Unavailable {
			return id, err
		}
	}
	return assent.ID{}, last
}

func isMisspelt(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Invalid
}

func (s *site) known(c *call, id assent.ID) (assent.ID, error) {
	person, err := s.People.See(c.r.Context(), s.Org, id)
	return person.ID, err
}

// byCode finds the person of the act with a transaction code.
func (s *site) byCode(c *call, typed string) (assent.ID, error) {
	code, err := assent.ParseTransactionCode(typed)
	if err != nil {
		return assent.ID{}, err
	}
	e, err := s.People.Act(c.r.Context(), s.Org, code)
	if err == nil && e.Person.IsZero() {
		err = rights.ErrNobody
	}
	if err != nil {
		return assent.ID{}, err
	}
	return e.Person, nil
}

var numeric = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{4,}$`)

// readings are what a typed text may mean, the likeliest first.
func readings(typed string) []assent.Contactable {
	if typed == "" {
		return nil
	}
	var out []assent.Contactable
	switch {
	case strings.Contains(typed, "@"):
		out = append(out, assent.Contactable{Email: typed}, assent.Contactable{IM: typed})
	case numeric.MatchString(typed):
		out = append(out, assent.Contactable{Phone: typed})
	}
	return append(out, assent.Contactable{ExternalID: typed})
}
