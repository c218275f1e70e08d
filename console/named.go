package console

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"assent"
	"assent/auth"
	"assent/names"
)

// Named is who was found by a name.
type Named struct {
	Frame *Frame
	Base  string // of the addresses that lead to one of them
	List  []NamedLine
	More  bool // there may be others
}

// NamedLine is one of them, masked unless the operator may see names and addresses.
type NamedLine struct {
	ID            assent.ID
	Name, Address string
}

// one is who was found, if it is nobody else's name.
func (n Named) one() (assent.ID, bool) {
	if len(n.List) != 1 || n.More {
		return assent.ID{}, false
	}
	return n.List[0].ID, true
}

// byName finds people by what may be a name; nobody is found by anything else.
func (s *site) byName(c *call, typed string) (Named, error) {
	out := Named{Base: "/console" + strings.TrimPrefix(c.route.pattern(), "POST /console")}
	if s.Names == nil || !strings.ContainsFunc(typed, unicode.IsLetter) || strings.ContainsRune(typed, '@') {
		return out, nil
	}
	found, more, err := s.Names.Find(c.r.Context(), s.Org, typed)
	if errors.Is(err, names.ErrTooShort) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.More = more
	for _, f := range found {
		line := NamedLine{ID: f.Person, Name: c.personName(f.Name)}
		person, err := s.People.See(c.r.Context(), s.Org, f.Person)
		if err != nil {
			return out, err
		}
		if len(person.Points) > 0 {
			line.Address = c.address(person.Points[0])
		}
		out.List = append(out.List, line)
	}
	return out, nil
}

// personName is a name, of which whoever may not see it sees the first letters.
func (c *call) personName(name string) string {
	if c.may(auth.SeeAddresses) {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		_, first := utf8.DecodeRuneInString(w)
		words[i] = w[:first] + "•••"
	}
	return strings.Join(words, " ")
}

// name is what she or an import called her last; empty if nobody has said.
func (d *dossier) name() string {
	var out string
	for _, r := range d.events {
		if name := names.Shown(r.Personal); name != "" {
			out = name
		}
	}
	return out
}
