package index_test

import (
	"testing"

	"assent"
	"assent/index"

	"pgregory.net/rapid"
)

// model is the simplest index there is: who is one person, and which decisions are still good.
type model struct {
	position int64
	person   map[int]int // record → a record of the same person
	owner    map[int]int // address → record
	gone     map[int]bool
	kept     map[int]bool
	touched  map[int]int64 // address → position before which nothing is good
}

func (m *model) root(record int) int {
	for m.person[record] != record {
		record = m.person[record]
	}
	return record
}

func (m *model) touch(record int, erased bool) {
	m.position++
	for address, owner := range m.owner {
		if m.root(owner) == m.root(record) {
			m.kept[address], m.touched[address] = false, m.position
			m.gone[address] = m.gone[address] || erased
		}
	}
}

// Whatever comes in whatever order, a row is there exactly as long as nothing has touched its person, under any of her records.
func TestARowIsForgottenWhenItsPersonIsTouchedAndNotBefore(t *testing.T) {
	const records, addresses = 4, 6
	rapid.Check(t, func(r *rapid.T) {
		table := index.At(0)
		column := table.Column("newsletter", assent.Email)
		m := &model{person: map[int]int{}, owner: map[int]int{}, gone: map[int]bool{}, kept: map[int]bool{}, touched: map[int]int64{}}
		for i := range records {
			m.person[i] = i
		}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			record, address := rapid.IntRange(0, records-1).Draw(r, "record"), rapid.IntRange(0, addresses-1).Draw(r, "address")
			e := index.Event{Number: m.position, Type: assent.ConsentGranted, Person: idOf(record + 1)}
			switch rapid.SampledFrom([]string{"come", "act", "join", "erase", "keep", "keep late"}).Draw(r, "what") {
			case "come":
				if _, known := m.owner[address]; known && !m.gone[address] {
					continue
				}
				m.touch(record, false)
				m.owner[address], m.gone[address], m.kept[address], m.touched[address] = record, false, false, m.position
				table.Advance([]index.Event{e}, []index.Point{{ID: idOf(100 + address), Person: idOf(record + 1), Kind: assent.EmailAddress, Hash: hashOf(address)}})
			case "act":
				m.touch(record, false)
				table.Advance([]index.Event{e}, nil)
			case "join":
				other := rapid.IntRange(0, records-1).Draw(r, "other")
				e.Type, e.Joined = assent.ContactLinked, idOf(other+1)
				m.person[m.root(other)] = m.root(record)
				m.touch(record, false)
				table.Advance([]index.Event{e}, nil)
			case "erase":
				e.Type = assent.PersonErased
				m.touch(record, true)
				table.Advance([]index.Event{e}, nil)
			case "keep":
				keep(column, m.position, address)
				_, known := m.owner[address]
				m.kept[address] = m.kept[address] || known
			case "keep late": // decided from the store as it was before the last event
				keep(column, m.position-1, address)
				_, known := m.owner[address]
				m.kept[address] = m.kept[address] || known && m.touched[address] < m.position && m.position > 0
			}
			compare(r, m, table, column, addresses)
		}
	})
}

func keep(c *index.Column, position int64, address int) {
	k := index.Kept{Answer: index.Answer{Decision: assent.Allow, Reason: "CONSENT_VALID"}, Place: index.Place{Country: "FR"}}
	c.Keep(position, monday, []index.Of{{Kept: k, Hash: hashOf(address)}})
}

func compare(r *rapid.T, m *model, table *index.Table, c *index.Column, addresses int) {
	live, kept := 0, 0
	for address := range addresses {
		found := make([]index.Found, 1)
		c.Look(monday, []index.Hash{hashOf(address)}, found, nil)
		_, known := m.owner[address]
		if found[0].Known != known || (found[0].Row.Answer != 0) != m.kept[address] {
			r.Fatalf("address %d: known %t kept %t, want %t and %t", address, found[0].Known, found[0].Row.Answer != 0, known, m.kept[address])
		}
		if known && !m.gone[address] {
			live++
			if m.kept[address] {
				kept++
			}
		}
	}
	groups, open := c.Counts(monday)
	counted := 0
	for _, g := range groups {
		counted += g.Points
	}
	if table.Len() != live || counted != kept || open != live-kept || table.Position() != m.position {
		r.Fatalf("%d live, %d counted, %d open at %d; want %d, %d, %d at %d", table.Len(), counted, open, table.Position(), live, kept, live-kept, m.position)
	}
}
