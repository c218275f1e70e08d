package decide

import (
	"context"
	"runtime"
	"sync"

	"assent"
	"assent/index"
	"assent/store"
)

// warmPage is how many people are decided about together.
const warmPage = 1000

// Warm decides the question about everyone on record whom its channel reaches, with all cores, and keeps the answers.
// Progress is told how many people have been looked at; nil if nobody wants to know.
func (d *Desk) Warm(ctx context.Context, org assent.ID, q assent.Question, progress func(people int)) error {
	h := d.hallOf(org)
	if h == nil || !keeps(&q) {
		return nil
	}
	c, err := h.asked(ctx, &q)
	if c == nil || err != nil {
		return err
	}
	w := &warming{hall: h, column: c, question: q, tracts: newTracts(everyone), progress: progress}
	return w.run(ctx)
}

// warming is a column that is being filled, by several who read and decide.
type warming struct {
	hall     *hall
	column   *asked
	question assent.Question
	tracts   *tracts
	mu       sync.Mutex // guards what follows
	people   int
	progress func(int)
}

// page is some states, and the message as the same snapshot of the store has it.
type page struct {
	states  []store.StateRow
	message *message
}

func (w *warming) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				t, ok := w.tracts.next()
				if !ok {
					return
				}
				if err := w.tract(ctx, t); err != nil {
					stop(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// tract decides about the first people of a tract, and gives the rest back.
func (w *warming) tract(ctx context.Context, t tract) error {
	p, err := w.read(ctx, t)
	if more := len(p.states) == warmPage; more {
		t.after = p.states[warmPage-1].Person
		w.tracts.done(t, true)
	} else {
		w.tracts.done(t, false)
	}
	if err != nil || len(p.states) == 0 {
		return err
	}
	if err := w.decide(p); err != nil {
		return err
	}
	w.tell(len(p.states))
	return nil
}

func (w *warming) read(ctx context.Context, t tract) (p page, err error) {
	err = w.hall.desk.archive.Read(ctx, w.hall.org, func(v *store.View) (err error) {
		if p.message, err = w.hall.desk.messageIn(v, w.question); err != nil || confirmation(p.message.Kind) {
			return err // confirmations are counted in the log, one person at a time
		}
		p.states, err = v.StateRows(t.after, t.last, warmPage)
		return err
	})
	if err != nil {
		p.states = nil
	}
	return p, err
}

func (w *warming) tell(people int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.people += people; w.progress != nil {
		w.progress(w.people)
	}
}

// decide decides about the people of a page.
func (w *warming) decide(p page) error {
	var keep []index.Of
	for i := range p.states {
		state, err := p.states[i].State()
		if err != nil {
			return err
		}
		if state.Erased == nil {
			keep = w.person(keep, p.message, state)
		}
	}
	w.column.Keep(p.message.position, p.message.at, keep)
	return nil
}

// person decides about each contact point of hers that the channel reaches.
func (w *warming) person(keep []index.Of, m *message, state *assent.State) []index.Of {
	for id, here := range state.Points {
		if !here.Kind.Reaches(m.Channel) {
			continue
		}
		e := w.hall.desk.about(m, &subject{point: id, reachable: true, state: state, here: here})
		if e.steady() {
			keep = append(keep, index.Of{Kept: e.brief(), Person: state.Person, Point: id})
		}
	}
	return keep
}
