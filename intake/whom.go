package intake

import (
	"slices"
	"strings"

	"assent"
	"assent/store"
)

// whom is the person concerned, as she was before the act.
type whom struct {
	person assent.ID
	isNew  bool
	points []store.PointRow // all that are known
	acting []contactPoint   // those that the act names, known or new
	linked assent.ID        // another record that turns out to be hers
	left   []store.Suppression
	state  *assent.State
}

// contactPoint is one that the act names.
type contactPoint struct {
	assent.Point
	located // zero when the act named the point itself
	isNew   bool
	sealed  []byte // the address of a new one
}

// find finds the person. Unknown addresses join the one who is known by another.
func (w *work) find() error {
	var err error
	switch {
	case w.dr.joins():
		err = w.byPointAndAddress()
	case !w.dr.Point.IsZero():
		err = w.byPoint(w.dr.Point)
	case !w.dr.Person.IsZero():
		err = w.byPerson(w.dr.Person)
	default:
		err = w.byAddress()
	}
	if err != nil || w.isNew {
		return err
	}
	if w.points, err = w.tx.PointsOf(w.person); err != nil {
		return err
	}
	if w.state, err = w.tx.State(w.person); err != nil {
		return err
	}
	if w.state.Erased != nil && w.dr.Type != assent.PersonErased {
		return assent.Problemf("PERSON_ERASED", "This person was erased; nothing can be recorded for that record any more.").OfKind(assent.Conflict)
	}
	return nil
}

func (w *work) byPoint(id assent.ID) error {
	row, found, err := w.tx.Point(id)
	if err != nil {
		return err
	}
	if !found {
		return unknownPerson()
	}
	w.acting = []contactPoint{{Point: assent.Point{ID: row.ID, Kind: row.Kind}}}
	return w.stands(row.Person)
}

func (w *work) byPerson(id assent.ID) error { return w.stands(id) }

// stands takes the record that stands for the person.
func (w *work) stands(id assent.ID) error {
	p, found, err := w.tx.Person(id)
	if err == nil && !found {
		return unknownPerson()
	}
	w.person = p.ID
	return err
}

func unknownPerson() error {
	return assent.Problemf("UNKNOWN_PERSON", "Nobody is known here under that contact.").OfKind(assent.NotFound)
}

// byPointAndAddress finds, for a link, the person with the contact point and whoever has the address.
func (w *work) byPointAndAddress() error {
	if err := w.byPoint(w.dr.Point); err != nil {
		return err
	}
	return w.byAddress(w.person)
}

func (w *work) byAddress(people ...assent.ID) error {
	for i, a := range w.dr.addresses {
		cp, person, err := w.lookUp(i, a)
		if err != nil {
			return err
		}
		w.acting = append(w.acting, cp)
		if !person.IsZero() && !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return w.settle(people)
}

// lookUp looks an address up; a new one gets its identifier, and what an erasure left for it is recalled.
func (w *work) lookUp(i int, a located) (contactPoint, assent.ID, error) {
	row, found, err := w.tx.PointByPseudonym(a.Kind, a.pseudonyms)
	if err != nil {
		return contactPoint{}, assent.ID{}, err
	}
	if found {
		p, _, err := w.tx.Person(row.Person)
		return contactPoint{Point: assent.Point{ID: row.ID, Kind: row.Kind}, located: a}, p.ID, err
	}
	left, err := w.tx.Suppressed(a.pseudonyms)
	if err != nil {
		return contactPoint{}, assent.ID{}, err
	}
	if len(left) > 0 && w.dr.Method == assent.ViaImport {
		return contactPoint{}, assent.ID{}, assent.Problemf("ADDRESS_ERASED", "The person with this address had it erased on %s; an import cannot bring it back, only she can.", left[0].Day).OfKind(assent.Conflict)
	}
	w.left = append(w.left, left...)
	cp := contactPoint{located: a, isNew: true}
	cp.Point, err = w.newPoint(i, a.Kind)
	return cp, assent.ID{}, err
}

// newPoint names the contact point of the draft's i-th address.
func (w *work) newPoint(i int, kind assent.PointKind) (assent.Point, error) {
	if n := w.dr.newcomer; n != nil {
		return assent.Point{ID: n.points[i], Kind: kind}, nil
	}
	id, err := assent.NewID(w.dr.Received, w.desk.Random)
	return assent.Point{ID: id, Kind: kind}, err
}

// settle chooses the record: the only one known, a new one, or for a link the older of two.
func (w *work) settle(people []assent.ID) error {
	switch {
	case len(people) == 1:
		w.person = people[0]
		return nil
	case len(people) == 0:
		return w.open()
	case w.dr.Type != assent.ContactLinked:
		return assent.Problemf("TWO_PEOPLE", "These contacts belong to two people here. If they are one, record contact.linked with both first.").In("contact").OfKind(assent.Conflict)
	case len(people) > 2:
		return assent.Problemf("TWO_AT_A_TIME", "These contacts belong to more than two people here; link them two at a time.").In("contact").OfKind(assent.Conflict)
	}
	slices.SortFunc(people, func(a, b assent.ID) int { return strings.Compare(a.String(), b.String()) })
	w.person, w.linked = people[0], people[1]
	return nil
}

// open begins a record for a person of whom nothing is known.
func (w *work) open() error {
	if w.dr.Type == assent.PersonErased {
		return unknownPerson()
	}
	w.person = w.dr.newcomer.person
	w.isNew, w.state = true, assent.NewState(w.person)
	return nil
}

// allPoints are her contact points with those that the act adds: where a no reaches.
func (w *whom) allPoints() []assent.ID {
	var out []assent.ID
	for _, p := range w.points {
		out = append(out, p.ID)
	}
	for _, p := range w.acting {
		if !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// pointOf names one of her contact points with its kind.
func (w *whom) pointOf(id assent.ID) assent.Point {
	for _, p := range w.acting {
		if p.ID == id {
			return p.Point
		}
	}
	for _, p := range w.points {
		if p.ID == id {
			return assent.Point{ID: p.ID, Kind: p.Kind}
		}
	}
	return assent.Point{}
}

// reachedBy finds the contact point that a channel reaches: of those that act, else the only one
// of hers. The zero ID says that there is none, or more than one.
func (w *whom) reachedBy(ch assent.Channel) assent.ID {
	for _, p := range w.acting {
		if p.Kind.Reaches(ch) {
			return p.ID
		}
	}
	var only assent.ID
	for _, p := range w.points {
		if p.Kind.Reaches(ch) {
			if !only.IsZero() {
				return assent.ID{}
			}
			only = p.ID
		}
	}
	return only
}
