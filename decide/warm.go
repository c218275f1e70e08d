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
	w := &warming{hall: h, column: c, question: q, pages: make(chan page), progress: progress}
	return w.run(ctx)
}

// warming is a column that is being filled.
type warming struct {
	hall     *hall
	column   *asked
	question assent.Question
	pages    chan page
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
			for p := range w.pages {
				if err := w.decide(p); err != nil {
					stop(err)
				}
			}
		})
	}
	err := w.read(ctx)
	close(w.pages)
	workers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// read hands out all states, page by page.
func (w *warming) read(ctx context.Context) error {
	after, people := assent.ID{}, 0
	for {
		var p page
		err := w.hall.desk.archive.Read(ctx, w.hall.org, func(v *store.View) (err error) {
			if p.message, err = w.hall.desk.messageIn(v, w.question); err != nil {
				return err
			}
			p.states, err = v.StateRows(after, warmPage)
			return err
		})
		if err != nil || len(p.states) == 0 || confirmation(p.message.Kind) {
			return err // confirmations are counted in the log, one person at a time
		}
		after, people = p.states[len(p.states)-1].Person, people+len(p.states)
		select {
		case w.pages <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
		if w.progress != nil {
			w.progress(people)
		}
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
