package decide

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/law"
	"assent/store"
)

// Outlook says how far to look ahead, and for which messages. Their moment and their contact are
// not read.
type Outlook struct {
	Questions []assent.Question
	From      time.Time  // zero: now
	Until     assent.Day // the first day, on the recipient's calendar, that is not looked at
}

// Course is how the answer to one question goes for one contact point if nothing happens. Gates of
// timing (hours of calls, caps) are left out: what is followed is whether she may be reached at some
// hour of the day.
type Course struct {
	Question  int // its place in the outlook
	Point     assent.ID
	Reachable bool   // at first
	Turns     []Turn // in the order of time; each turns the answer
}

// Turn is the end of one answer and the beginning of the other.
type Turn struct {
	On           assent.Day    // on the recipient's calendar
	Reason       assent.Reason // of the deny that begins, or that ends
	Jurisdiction string        // of the law that denies
	Basis        assent.Basis  // of the allow that ends, or that begins
	ByLaw        bool          // the facts would still be answered as before, had the law not changed
}

// Ahead follows the answers for people, in their order: for each question and each contact point that
// its channel reaches, one course.
func (d *Desk) Ahead(ctx context.Context, org assent.ID, people []assent.ID, o Outlook) ([][]Course, error) {
	out := make([][]Course, len(people))
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		messages, err := d.outlook(v, o)
		if err != nil {
			return err
		}
		for i, person := range people {
			if out[i], err = d.ahead(v, messages, person, o.Until); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// outlook reads the questions against the catalogue.
func (d *Desk) outlook(v *store.View, o Outlook) ([]*message, error) {
	cat, err := d.shelf.Snapshot(v)
	if err != nil {
		return nil, err
	}
	out := make([]*message, len(o.Questions))
	for i, q := range o.Questions {
		q.At, q.KnownAt = o.From, time.Time{}
		if out[i], err = d.message(cat, q); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ahead follows the answers for one person.
func (d *Desk) ahead(v *store.View, messages []*message, person assent.ID, until assent.Day) ([]Course, error) {
	rows, err := v.PointsOf(person)
	rows = slices.DeleteFunc(rows, func(p store.PointRow) bool { return len(p.Address) == 0 }) // erased
	if err != nil || len(rows) == 0 || len(messages) == 0 {
		return nil, err
	}
	state, err := d.stateFor(v, messages[0], person)
	if err != nil {
		return nil, err
	}
	var out []Course
	for i, m := range messages {
		for _, row := range rows {
			if row.Kind.Reaches(m.Channel) {
				c := d.enquiryAhead(m, state, row).course(until)
				c.Question, c.Point = i, row.ID
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// enquiryAhead is the question about one contact point, at any hour.
func (d *Desk) enquiryAhead(m *message, state *assent.State, row store.PointRow) *enquiry {
	s := &subject{point: row.ID, reachable: true, state: state, here: &assent.PointState{}}
	if here, ok := state.Points[row.ID]; ok {
		s.here = here
	}
	e := &enquiry{desk: d, message: m, subject: s, zone: d.zoneOf(m, s), now: m.at, anyHour: true}
	if m.Question.At.IsZero() {
		e.now = s.notBefore(m.at)
	}
	return e
}

// course steps from turn to turn.
func (e *enquiry) course(until assent.Day) Course {
	end := midnight(until, e.zone)
	r := e.judge(e.now)
	c := Course{Reachable: r.allow()}
	for t := e.validUntil(r, e.now); t != nil && t.Before(end); {
		was := r
		r = e.judge(*t)
		c.Turns = append(c.Turns, e.turn(was, r, *t))
		t = e.validUntil(r, *t)
	}
	return c
}

// turn says what ends one answer and begins the other.
func (e *enquiry) turn(was, is *ruling, at time.Time) Turn {
	allow, deny := was, is
	if is.allow() {
		allow, deny = is, was
	}
	return Turn{
		On: assent.DayOf(at.In(e.zone)), Reason: deny.headline(), Jurisdiction: deny.Jurisdiction, Basis: allow.Basis, ByLaw: e.byLaw(was, at),
	}
}

// byLaw reports whether the answer would still be the old one under the law of the day before.
func (e *enquiry) byLaw(was *ruling, at time.Time) bool {
	local := law.MomentOf(at.In(e.zone))
	q := e.question()
	q.UnderLawOf = local.Day - 1
	permit := e.desk.book.Permits(&e.gather(at).Facts, q, local)
	gate, _ := e.gate(at)
	return (permit && gate == "") == was.allow()
}
