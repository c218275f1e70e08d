package store

import (
	"slices"

	"assent"
)

// Ahead says what an act will look up, as far as that is known before its turn. The rows for a whole
// batch are then read together, which counts where each question is a journey over the network. What is
// not named here is found all the same.
type Ahead struct {
	Points   []assent.ID
	People   []assent.ID
	Events   []assent.ID
	Contacts []Contact // by keyed hash
	Answers  []string  // idempotency keys
}

// Contact is the keyed hash of an address, by which its contact point is found.
type Contact struct {
	Kind      assent.PointKind
	Pseudonym assent.Pseudonym
}

func (a *Ahead) add(more *Ahead) {
	a.Points, a.People = append(a.Points, more.Points...), append(a.People, more.People...)
	a.Events, a.Contacts = append(a.Events, more.Events...), append(a.Contacts, more.Contacts...)
	a.Answers = append(a.Answers, more.Answers...)
}

// size is how much is looked up.
func (a *Ahead) size() int {
	return len(a.Points) + len(a.People) + len(a.Events) + len(a.Contacts) + len(a.Answers)
}

// fetch reads what the acts of a group will look up into the slate, in a handful of statements.
func (v *View) fetch(a Ahead) error {
	k := v.slate.known
	err := fetchInto(v, "events_by_id", nil, a.Events, k.events, func(s *Stored) assent.ID { return s.ID })
	if err == nil {
		err = fetchInto(v, "idempotents", nil, a.Answers, k.answers, func(i *Idempotent) string { return i.Key })
	}
	if err == nil {
		err = fetchInto(v, "points_by_id", nil, a.Points, k.points, func(p *PointRow) assent.ID { return p.ID })
	}
	if err == nil {
		err = v.fetchContacts(a.Contacts)
	}
	if err == nil {
		err = v.fetchPeople(v.concerned(a))
	}
	return err
}

// fetchContacts finds contact points by hash; where none is known, what an erasure may have left.
func (v *View) fetchContacts(list []Contact) error {
	type group struct {
		kind assent.PointKind
		key  int64
	}
	groups := map[group][][16]byte{}
	for _, c := range list {
		g := group{c.Kind, c.Pseudonym.KeyID}
		groups[g] = append(groups[g], c.Pseudonym.Hash)
	}
	for g, hashes := range groups {
		found := map[[16]byte]maybe[PointRow]{}
		err := fetchInto(v, "points_by_pseudonym", []any{g.kind, g.key}, hashes, found, func(p *PointRow) [16]byte { return p.Pseudonym.Hash })
		if err != nil {
			return err
		}
		if err := v.fetchLeft(g.key, hashes, found); err != nil {
			return err
		}
		for hash, p := range found {
			v.slate.known.hashes[hashed{g.kind, assent.Pseudonym{KeyID: g.key, Hash: hash}}] = p
		}
	}
	return nil
}

func (v *View) fetchLeft(key int64, hashes [][16]byte, known map[[16]byte]maybe[PointRow]) error {
	unknown := slices.DeleteFunc(slices.Clone(hashes), func(h [16]byte) bool { return known[h].found })
	left := map[assent.Pseudonym][]Suppression{}
	err := fetchEach(v, "suppressions_by_hash", []any{key}, unknown, func(s Suppression) { left[s.Pseudonym] = append(left[s.Pseudonym], s) })
	for _, h := range unknown {
		p := assent.Pseudonym{KeyID: key, Hash: h}
		v.slate.known.left[p] = maybe[[]Suppression]{left[p], true}
	}
	return err
}

// concerned lists the records that the acts lead to.
func (v *View) concerned(a Ahead) []assent.ID {
	people, k := slices.Clone(a.People), v.slate.known
	for _, id := range a.Points {
		people = append(people, k.points[id].row.Person)
	}
	for _, c := range a.Contacts {
		people = append(people, k.hashes[hashed{c.Kind, c.Pseudonym}].row.Person)
	}
	for _, id := range a.Events {
		people = append(people, k.events[id].row.Person)
	}
	return slices.DeleteFunc(people, assent.ID.IsZero)
}

// fetchPeople reads records with all that hangs on them. Those that were merged, into another or
// with another, are left to be found one by one.
func (v *View) fetchPeople(ids []assent.ID) error {
	k := v.slate.known
	people := map[assent.ID]maybe[Person]{}
	if err := fetchInto(v, "people_by_id", nil, ids, people, func(p *Person) assent.ID { return p.ID }); err != nil {
		return err
	}
	merged := map[assent.ID]bool{}
	if err := fetchEach(v, "people_merged_into", nil, ids, func(p Person) { merged[p.Into] = true }); err != nil {
		return err
	}
	var single []assent.ID
	for id, p := range people {
		k.people[id] = p
		if p.found && p.row.Into.IsZero() && !merged[id] {
			single = append(single, id)
		}
	}
	owned := map[assent.ID][]PointRow{}
	if err := fetchEach(v, "points_by_person", nil, single, func(p PointRow) { owned[p.Person] = append(owned[p.Person], p) }); err != nil {
		return err
	}
	for _, id := range single {
		k.owned[id] = maybe[[]PointRow]{owned[id], true}
	}
	return fetchStates(v, single)
}

func fetchStates(v *View, ids []assent.ID) error {
	found := map[assent.ID]maybe[StateRow]{}
	err := fetchInto(v, "states_by_person", nil, ids, found, func(r *StateRow) assent.ID { return r.Person })
	for id, r := range found {
		v.slate.known.states[id] = maybe[*StateRow]{&r.row, r.found}
	}
	return err
}

// fetchInto reads the rows of many keys, and notes which keys have none.
func fetchInto[K comparable, R any, P fielder[R]](v *View, name string, first []any, keys []K, into map[K]maybe[R], key func(*R) K) error {
	for _, k := range keys {
		into[k] = maybe[R]{}
	}
	return fetchEach[K, R, P](v, name, first, keys, func(row R) { into[key(&row)] = maybe[R]{row, true} })
}

// fetchEach reads the rows of many keys, as many at a time as a statement takes.
func fetchEach[K comparable, R any, P fielder[R]](v *View, name string, first []any, keys []K, do func(R)) error {
	once := map[K]bool{}
	keys = slices.DeleteFunc(slices.Clone(keys), func(k K) bool { twice := once[k]; once[k] = true; return twice })
	for chunk := range slices.Chunk(keys, manyRows) {
		n := manyRows
		if len(chunk) <= fewRows {
			n = fewRows
		}
		args := slices.Clone(first)
		for _, k := range chunk {
			args = append(args, k)
		}
		args = append(args, make([]any, n-len(chunk))...) // no key
		rows, err := list[R, P](v, times(name, n), args...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			do(row)
		}
	}
	return nil
}
