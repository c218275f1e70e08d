package assent

import (
	"cmp"
	"slices"
	"time"
)

// State is what the log says of one person. It is a join of maxima: per cell the latest
// yes of each source, strength and import run, the latest no of each scope. Applying an event
// twice, applying events in another order, or merging two states and then applying gives
// the same State. It holds no personal value.
type State struct {
	Person      ID                  `json:"person"`
	Seen        int64               `json:"seen"` // highest event number applied
	Points      map[ID]*PointState  `json:"points,omitzero"`
	Noes        []StandingNo        `json:"noes,omitzero"`
	Undone      []Undoing           `json:"undone,omitzero"` // withdrawals and import runs that count no more, whenever they arrive
	Relations   []StandingRelation  `json:"relations,omitzero"`
	Pauses      []StandingPause     `json:"pauses,omitzero"`
	Contacts    []LatestContact     `json:"contacts,omitzero"` // latest of each sort
	Frequencies []StandingFrequency `json:"frequencies,omitzero"`
	Erased      *Mark               `json:"erased,omitzero"`
}

// PointState is what the log says of one contact point.
type PointState struct {
	Kind         PointKind             `json:"kind"`
	Attributes   []LatestValue         `json:"attributes,omitzero"`
	Facts        []LatestValue         `json:"facts,omitzero"`
	Yeses        []StandingYes         `json:"yeses,omitzero"`
	Requests     []Request             `json:"requests,omitzero"`
	Topics       []TopicChoice         `json:"topics,omitzero"`
	Registers    []StandingRegister    `json:"registers,omitzero"`
	Suppressions []StandingSuppression `json:"suppressions,omitzero"`
	Sent         []LatestSent          `json:"sent,omitzero"`
	Calls        []Mark                `json:"calls,omitzero"` // the newest callsKept calls
}

// callsKept bounds the calls remembered for frequency caps; no cap we know exceeds it.
const callsKept = 16

// StandingYes is the latest yes of its cell, source, strength and import run.
type StandingYes struct {
	Purpose     string    `json:"purpose"`
	Channel     Channel   `json:"channel"`
	Party       Party     `json:"party"`
	Strength    Strength  `json:"strength"`
	Mark        Mark      `json:"mark"`
	Grade       Grade     `json:"grade"`
	PartnerList string    `json:"partner_list,omitzero"`
	Notice      NoticeRef `json:"notice,omitzero"`
	Version     int       `json:"version,omitzero"`
	Terms       Terms     `json:"terms,omitzero"`
	Event       ID        `json:"event"`
}

// StandingNo is the latest no of its scope, kind, source and import run, or one that may be undone.
type StandingNo struct {
	Scope    Scope  `json:"scope"`
	Kind     NoKind `json:"kind"`
	Granular bool   `json:"granular_choice_offered,omitzero"`
	Mark     Mark   `json:"mark"`
	Cause    string `json:"cause,omitzero"`
	Event    ID     `json:"event"`
	Undoable bool   `json:"undoable,omitzero"` // stands beside others of its scope, and displaces none
}

// Undoing names a withdrawal that the person undid, or an import run that was undone.
type Undoing struct {
	Event ID   `json:"event"` // the withdrawal; zero: it is the run of the mark
	Mark  Mark `json:"mark"`
}

// Request is the latest question for confirmation of a cell (double opt-in), of each source and import run.
type Request struct {
	Purpose string  `json:"purpose"`
	Channel Channel `json:"channel"`
	Party   Party   `json:"party"`
	Mark    Mark    `json:"mark"`
	Event   ID      `json:"event"`
}

// TopicChoice is the latest choice of one topic within a purpose.
type TopicChoice struct {
	Purpose string  `json:"purpose"`
	Channel Channel `json:"channel"`
	Topic   string  `json:"topic"`
	Chosen  bool    `json:"chosen"`
	Mark    Mark    `json:"mark"`
}

// LatestValue is the latest value of a named attribute or fact.
type LatestValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Mark  Mark   `json:"mark"`
	Event ID     `json:"event"`
}

// StandingRelation is the latest record of one kind of relationship with one brand.
type StandingRelation struct {
	Relationship
	Mark  Mark `json:"mark"`
	Event ID   `json:"event"`
}

// StandingPause is the latest pause of one scope.
type StandingPause struct {
	Pause
	Mark Mark `json:"mark"`
}

// StandingFrequency is the latest frequency of one scope.
type StandingFrequency struct {
	Frequency
	Mark Mark `json:"mark"`
}

// StandingRegister is the latest check against one register.
type StandingRegister struct {
	RegisterCheck
	Mark  Mark `json:"mark"`
	Event ID   `json:"event"`
}

// StandingSuppression is the latest word on one kind of technical stop.
type StandingSuppression struct {
	Kind   string `json:"kind"`
	Active bool   `json:"active"`
	Mark   Mark   `json:"mark"`
	Event  ID     `json:"event"`
}

// LatestContact is the latest contact of one sort.
type LatestContact struct {
	Kind ContactKind `json:"kind"`
	Mark Mark        `json:"mark"`
}

// LatestSent is the latest message of one kind for one purpose.
type LatestSent struct {
	Channel Channel     `json:"channel"`
	Purpose string      `json:"purpose"`
	Kind    MessageKind `json:"kind"`
	Mark    Mark        `json:"mark"`
}

// NewState returns the state of a person of whom nothing is recorded.
func NewState(person ID) *State {
	return &State{Person: person, Seen: -1, Points: map[ID]*PointState{}}
}

// Merge joins the state of another record of the same person into s. The order does not matter.
func (s *State) Merge(o *State) {
	s.Seen = max(s.Seen, o.Seen)
	for id, p := range o.Points {
		s.point(Point{ID: id, Kind: p.Kind}).merge(p)
	}
	s.Noes = join(s.Noes, o.Noes...)
	s.Undone = join(s.Undone, o.Undone...)
	s.forgetUndone()
	s.Relations = join(s.Relations, o.Relations...)
	s.Pauses = join(s.Pauses, o.Pauses...)
	s.Frequencies = join(s.Frequencies, o.Frequencies...)
	s.Contacts = join(s.Contacts, o.Contacts...)
	s.Erased = laterOf(s.Erased, o.Erased)
}

func (p *PointState) merge(o *PointState) {
	p.Attributes = join(p.Attributes, o.Attributes...)
	p.Facts = join(p.Facts, o.Facts...)
	p.Yeses = join(p.Yeses, o.Yeses...)
	p.Requests = join(p.Requests, o.Requests...)
	p.Topics = join(p.Topics, o.Topics...)
	p.Registers = join(p.Registers, o.Registers...)
	p.Suppressions = join(p.Suppressions, o.Suppressions...)
	p.Sent = join(p.Sent, o.Sent...)
	p.Calls = newest(append(slices.Clone(p.Calls), o.Calls...))
}

// forgetUndone drops the noes of withdrawals that were undone. Each of them was kept apart, so what
// else stood before still stands: an older no, a yes at its own strength, a basis that needs no yes.
func (s *State) forgetUndone() {
	if len(s.Undone) == 0 {
		return
	}
	s.Noes = slices.DeleteFunc(s.Noes, func(n StandingNo) bool {
		return n.Undoable && slices.ContainsFunc(s.Undone, func(u Undoing) bool { return u.Event == n.Event })
	})
	s.Noes = orNil(s.Noes)
	for _, p := range s.Points {
		p.Yeses = orNil(slices.DeleteFunc(p.Yeses, func(y StandingYes) bool { return s.undid(y.Mark) }))
		p.Requests = orNil(slices.DeleteFunc(p.Requests, func(r Request) bool { return s.undid(r.Mark) }))
	}
}

// orNil has an emptied list stored as if there had been none.
func orNil[E any](list []E) []E {
	if len(list) == 0 {
		return nil
	}
	return list
}

// undid reports whether the import run that claims something was undone.
func (s *State) undid(m Mark) bool {
	return m.Batch != "" && slices.ContainsFunc(s.Undone, func(u Undoing) bool { return u.Event.IsZero() && u.Mark.Batch == m.Batch })
}

// Dealings are the relationships that count. What an import claimed that was undone counts no more;
// it stays in the state all the same, since what it displaced is not known any more.
func (s *State) Dealings() []StandingRelation {
	if len(s.Undone) == 0 {
		return s.Relations
	}
	return slices.DeleteFunc(slices.Clone(s.Relations), func(r StandingRelation) bool { return s.undid(r.Mark) })
}

// Attribute returns the latest value of an attribute ("country", "language", "kind",
// "timezone") or of a fact; empty if there is none.
func (p *PointState) Attribute(name string) string { return valueOf(p.Attributes, name) }

// Fact returns the latest value of a circumstance; empty if there is none.
func (p *PointState) Fact(name string) string { return valueOf(p.Facts, name) }

func valueOf(list []LatestValue, name string) string {
	for _, v := range list {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}

// point returns the state of a contact point, made empty if it is new.
func (s *State) point(p Point) *PointState {
	if s.Points == nil {
		s.Points = map[ID]*PointState{}
	}
	ps, ok := s.Points[p.ID]
	if !ok {
		ps = &PointState{Kind: p.Kind}
		s.Points[p.ID] = ps
	}
	return ps
}

// entry is one element of a join: a key that says what it is about, and its place in time.
type entry interface {
	key() string
	mark() Mark
}

// join adds entries to a list that is sorted by key and keeps the latest of each key.
func join[E entry](list []E, more ...E) []E {
	for _, e := range more {
		i, found := slices.BinarySearchFunc(list, e.key(), func(have E, key string) int {
			return cmp.Compare(have.key(), key)
		})
		switch {
		case !found:
			list = slices.Insert(list, i, e)
		case e.mark().After(list[i].mark()):
			list[i] = e
		}
	}
	return list
}

// newest keeps the newest callsKept marks, oldest first, each once.
func newest(marks []Mark) []Mark {
	slices.SortFunc(marks, func(a, b Mark) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Number, b.Number))
	})
	marks = slices.CompactFunc(marks, func(a, b Mark) bool { return a.Number == b.Number })
	return marks[max(0, len(marks)-callsKept):]
}

func laterOf(a, b *Mark) *Mark {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

// before keeps the entries whose time is not after t.
func before[E entry](list []E, t time.Time) []E {
	var out []E
	for _, e := range list {
		if !e.mark().At.After(t) {
			out = append(out, e)
		}
	}
	return out
}
