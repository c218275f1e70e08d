package decide

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"assent"
	"assent/address"
	"assent/index"
	"assent/store"
)

// hall is where the decisions of one organisation are kept, so that most questions are answered without
// reading the store. What is kept is what was decided, by the same code; see package index for when
// it is forgotten. A question that the hall cannot answer is put to the store.
type hall struct {
	desk     *Desk
	org      assent.ID
	table    *index.Table
	hasher   func(assent.PointKind, string) index.Hash                     // nil if there are several keys
	hashes   func(out []index.Hash, each func(i int) (kind, value string)) // the same for many
	head     *store.Head
	heads    headWatch
	ready    atomic.Bool // the table holds every contact point
	catchUp  sync.Mutex  // held by who takes events; guards caughtUp
	caughtUp bool        // the table had the whole log when it last looked
	mu       sync.RWMutex
	classes  map[class]*asked
	looks    sync.Pool // of *looked
	names    names
}

// class is what sorts questions: two of one class differ in nothing but whom they are about, and in how much they want explained.
type class struct {
	purpose, brand, partner, language string
	channel                           assent.Channel
	kind                              assent.MessageKind
	promotion                         bool
}

// asked is a class that was asked for: its column, and what is kept beside the rows.
type asked struct {
	class
	*index.Column
	country  string // for phone numbers without a country code
	position int64  // of the catalogue that it was read against
	details  details
}

// most is how many classes are kept; a question of another goes to the store.
const most = 64

func (d *Desk) hallOf(org assent.ID) *hall {
	h, _ := d.halls.Load(org)
	if h, ok := h.(*hall); ok && h.ready.Load() {
		return h
	}
	return nil
}

// keeps reports whether decisions on such a question are kept: as of now, by what is recorded.
func keeps(q *assent.Question) bool {
	return q.At.IsZero() && q.KnownAt.IsZero() && q.Facts == nil && q.Explain != assent.ExplainFull
}

func classOf(q *assent.Question) class {
	return class{q.Purpose, q.Brand, q.Partner, q.Language, q.Channel, q.Kind, q.ContainsPromotion}
}

// name is the class in words, for the index.
func (c class) name() string {
	return strings.Join([]string{c.purpose, string(c.channel), c.brand, string(c.kind), c.partner, c.language, strconv.FormatBool(c.promotion)}, "\x00")
}

// current waits until the table has all that was in the log when it was called.
func (h *hall) current(ctx context.Context) error {
	if head, known := h.head.Known(); known && head <= h.table.Position() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	_, err := h.heads.wait(ctx)
	return err
}

// kept answers from what is kept, and reports whether all of it is.
func (h *hall) kept(ctx context.Context, q *assent.Question, to []assent.Contactable, out []Answer) (now time.Time, position int64, all bool, err error) {
	if err := h.current(ctx); err != nil {
		return now, 0, false, err
	}
	c, _ := h.classOf(q)
	if c == nil {
		return now, 0, false, nil
	}
	l := h.lookUp(c, h.desk.moment(q), to)
	defer h.looks.Put(l)
	for i := range to {
		k, ok := l.kept(c, i)
		if !ok {
			return now, 0, false, nil
		}
		out[i] = k.in(q.Explain)
	}
	return l.now, l.position, true, nil
}

// ask answers from what is kept, and from the store what is not.
func (h *hall) ask(ctx context.Context, q assent.Question, to []assent.Contactable) ([]assent.Decision, []error, error) {
	if err := h.current(ctx); err != nil {
		if errors.Is(err, errBehind) {
			return h.desk.askStore(ctx, h.org, q, to, nil)
		}
		return nil, nil, err
	}
	c, err := h.asked(ctx, &q)
	if c == nil || err != nil {
		return h.desk.askStore(ctx, h.org, q, to, nil)
	}
	l := h.lookUp(c, h.desk.moment(&q), to)
	defer h.looks.Put(l)
	out, errs := make([]assent.Decision, len(to)), make([]error, len(to))
	var rest []int
	for i := range to {
		if k, ok := l.kept(c, i); ok {
			a := k.in(q.Explain)
			out[i] = a.Of(l.now, l.position)
		} else {
			rest = append(rest, i)
		}
	}
	if len(rest) == 0 {
		return out, errs, nil
	}
	return h.ofTheRest(ctx, c, q, to, l, rest, out, errs)
}

// ofTheRest asks the store about those of whom nothing is kept, and keeps the answers.
func (h *hall) ofTheRest(ctx context.Context, c *asked, q assent.Question, to []assent.Contactable, l *looked, rest []int, out []assent.Decision, errs []error) ([]assent.Decision, []error, error) {
	contacts := make([]assent.Contactable, len(rest))
	for j, i := range rest {
		contacts[j] = to[i]
	}
	wanted := q.Explain
	q.Explain = assent.ExplainCodes
	found, wrong, err := h.desk.askStore(ctx, h.org, q, contacts, func(j int, e *enquiry, d *assent.Decision) {
		i := rest[j]
		switch point := to[i].Point; {
		case !e.steady():
		case !point.IsZero():
			h.keepNamed(c, point, d, e)
		case l.concerns(i, e):
			c.details.keep(newDetail(l.keyOf(i), d, e))
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for j, i := range rest {
		out[i], errs[i] = explained(found[j], wanted), wrong[j]
	}
	return out, errs, nil
}

// keepNamed keeps an answer about a contact point by its identifier, if that is where the message goes.
func (h *hall) keepNamed(c *asked, point assent.ID, d *assent.Decision, e *enquiry) {
	slot, known := h.table.SlotOf(e.state.Person, point)
	if known && e.point == point {
		place(&h.names.points, point).Store(&namedPoint{point, slot})
		c.details.keep(newDetail(uint32(slot), d, e))
	}
}

// classOf finds the class of a question, if it was asked for.
func (h *hall) classOf(q *assent.Question) (c *asked, full bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.classes[classOf(q)], len(h.classes) >= most
}

// asked finds the class of a question, read against the catalogue when it is first asked for; nil if it is not to be kept.
func (h *hall) asked(ctx context.Context, q *assent.Question) (*asked, error) {
	c, full := h.classOf(q)
	if c != nil || full {
		return c, nil
	}
	k := classOf(q)
	c = &asked{class: k}
	err := h.desk.archive.Read(ctx, h.org, func(v *store.View) error {
		m, err := h.desk.messageIn(v, *q)
		if err == nil {
			c.country, c.position = h.desk.countryOf(m), m.position
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	c.Column = h.table.Column(k.name(), k.channel)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.classes[k] = c
	return c, nil
}

// looked is what the index knows of some contacts.
type looked struct {
	now      time.Time
	position int64
	since    int64
	single   []bool // given by one address that can be read
	address  []address.Address
	hashes   []index.Hash
	found    []index.Found
	touched  []int64 // of those found, see [index.Column.Look]
}

func (h *hall) lookUp(c *asked, now time.Time, to []assent.Contactable) *looked {
	l, _ := h.looks.Get().(*looked)
	if l == nil || cap(l.single) < len(to) {
		n := len(to)
		l = &looked{single: make([]bool, n), address: make([]address.Address, n), hashes: make([]index.Hash, n), found: make([]index.Found, n), touched: make([]int64, n)}
	}
	l.single, l.address, l.hashes = l.single[:len(to)], l.address[:len(to)], l.hashes[:len(to)]
	l.found, l.touched = l.found[:len(to)], l.touched[:len(to)]
	l.now = now
	for i := range to {
		l.address[i], l.single[i] = onlyAddress(&to[i], c.country)
	}
	h.hash(l.address, l.hashes)
	l.position, l.since = c.Look(now, l.hashes, l.found, l.touched)
	for i := range to {
		if !to[i].Point.IsZero() {
			h.atPoint(l, i, to[i].Point)
		}
	}
	for i := range l.single { // read against a catalogue that is no longer in force
		l.single[i] = l.single[i] && c.position >= l.since && (l.found[i].Known || l.address[i].Kind.Reaches(c.channel))
	}
	return l
}

// atPoint looks at a contact point that was named before. What happens to it from the position on is seen: then it is decided anew.
func (h *hall) atPoint(l *looked, i int, id assent.ID) {
	slot, named := h.names.point(id)
	if !named {
		return
	}
	touched, there := h.table.Touched(slot)
	l.single[i], l.found[i], l.touched[i] = there, index.Found{Known: true, Slot: slot}, max(l.since, touched)
}

// kept is what is kept about a contact, if that is good.
func (l *looked) kept(c *asked, i int) (*detail, bool) {
	if !l.single[i] {
		return nil, false
	}
	return c.details.find(l.keyOf(i), l.sinceOf(i), l.now)
}

// keyOf is where the decision about a contact is kept.
func (l *looked) keyOf(i int) uint32 {
	if l.found[i].Known {
		return uint32(l.found[i].Slot)
	}
	return unknownKey(l.address[i].Kind)
}

// sinceOf is the position before which nothing that is known of a contact is good any more.
func (l *looked) sinceOf(i int) int64 {
	if l.found[i].Known {
		return l.touched[i]
	}
	return l.since
}

// concerns reports whether the store answered about what the index was asked for: an address of which
// nothing was known may be somebody's by then.
func (l *looked) concerns(i int, e *enquiry) bool {
	return l.single[i] && (l.found[i].Known || e.point.IsZero() && len(e.erased) == 0)
}

// hash computes the keyed hashes under which the table may know some addresses.
func (h *hall) hash(of []address.Address, out []index.Hash) {
	if h.hashes != nil && len(of) > 1 {
		h.hashes(out, func(i int) (kind, value string) { return string(of[i].Kind), of[i].Value })
		return
	}
	for i := range of {
		out[i] = h.hashOf(of[i])
	}
}

// hashOf is the keyed hash under which the table may know an address. There are several keys after a rotation.
func (h *hall) hashOf(a address.Address) index.Hash {
	if h.hasher != nil {
		return h.hasher(a.Kind, a.Value)
	}
	all := h.desk.vault.Pseudonyms(h.org, a.Kind, a.Value)
	hashes := make([]index.Hash, len(all))
	for i, p := range all {
		hashes[i] = p.Hash
	}
	return h.table.Choose(hashes)
}

// onlyAddress reads a contact that is given by one address.
func onlyAddress(c *assent.Contactable, country string) (address.Address, bool) {
	if !c.Point.IsZero() {
		return address.Address{}, false
	}
	if c.Email != "" && *c == (assent.Contactable{Email: c.Email}) {
		a, err := address.Email(c.Email)
		return a, err == nil
	}
	list, err := address.Of(*c, country)
	if err != nil || len(list) != 1 {
		return address.Address{}, false
	}
	return list[0], true
}
