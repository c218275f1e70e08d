package rights

import (
	"cmp"
	"context"
	"slices"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/store"
)

// Due is somebody who must be erased, or asked again, by a day. Nothing is done by itself: the silent are
// erased where the settings say so, and a question to the others is a consent request. That is itself
// marketing, so only those are told of whom a basis still covers today.
type Due struct {
	Person  assent.ID      `json:"person"`
	On      assent.Day     `json:"on" doc:"To erase: the first day on which she may not be kept. To ask: the day on which the basis ends"`
	Do      string         `json:"do" enum:"erase,ask"`
	Purpose string         `json:"purpose,omitzero"`
	Channel assent.Channel `json:"channel,omitzero"`
	Point   assent.ID      `json:"contact_point,omitzero"`
	Reason  assent.Reason  `json:"reason,omitzero" doc:"Of the deny that begins on that day; to erase: RETENTION_ELAPSED"`
}

// What is to be done.
const (
	DoErase = "erase"
	DoAsk   = "ask"
)

// Lookahead follows answers into the future; a *decide.Desk does.
type Lookahead interface {
	Ahead(ctx context.Context, org assent.ID, people []assent.ID, o decide.Outlook) ([][]decide.Course, error)
}

// duePage is how many people are looked at together.
const duePage = 100

// Due tells each person who is due by a day, that day included: within one person the earliest first,
// people in the order of their records. Who must be erased already is told with a day that has passed.
func (d *Desk) Due(ctx context.Context, org assent.ID, ahead Lookahead, by assent.Day, tell func(Due) error) error {
	outlook, err := d.outlook(ctx, org, by)
	if err != nil {
		return err
	}
	return d.eachPage(ctx, org, func(silent map[assent.ID]assent.Day, people []assent.ID) error {
		courses, err := ahead.Ahead(ctx, org, people, outlook)
		if err != nil {
			return err
		}
		for i, person := range people {
			for _, due := range duesOf(person, silent[person], by, courses[i], outlook) {
				if err := tell(due); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// outlook asks about every purpose but services.
func (d *Desk) outlook(ctx context.Context, org assent.ID, by assent.Day) (decide.Outlook, error) {
	if _, err := assent.ParseDay(string(by)); err != nil {
		return decide.Outlook{}, err
	}
	c, err := d.shelf.Current(ctx, org)
	if err != nil {
		return decide.Outlook{}, err
	}
	o := decide.Outlook{Until: dayAfter(by)}
	for _, p := range c.Purposes() {
		for _, ch := range p.Channels {
			if p.Kind != assent.PurposeService {
				o.Questions = append(o.Questions, assent.Question{Purpose: p.ID, Channel: ch})
			}
		}
	}
	return o, nil
}

// eachPage reads everyone on record, some at a time, with the day on which each may not be kept any more.
func (d *Desk) eachPage(ctx context.Context, org assent.ID, do func(silent map[assent.ID]assent.Day, people []assent.ID) error) error {
	for after, more := (assent.ID{}), true; more; {
		var people []assent.ID
		silent := map[assent.ID]assent.Day{}
		err := d.archive.Read(ctx, org, func(v *store.View) error {
			c, err := d.shelf.Of(v)
			if err != nil {
				return err
			}
			states, err := v.States(after, duePage)
			people = nil
			clear(silent)
			for _, s := range states {
				people = append(people, s.Person)
				if on := eraseOn(s, c.Settings()); on != "" {
					silent[s.Person] = on
				}
			}
			return err
		})
		if err != nil || len(people) == 0 {
			return err
		}
		if err := do(silent, people); err != nil {
			return err
		}
		after, more = people[len(people)-1], len(people) == duePage
	}
	return nil
}

// duesOf are what is due of one person.
func duesOf(person assent.ID, silent, by assent.Day, courses []decide.Course, o decide.Outlook) []Due {
	var out []Due
	if silent != "" && silent <= by {
		out = append(out, Due{Person: person, On: silent, Do: DoErase, Reason: assent.ReasonRetentionElapsed})
	}
	for _, c := range courses {
		if !c.Reachable || len(c.Turns) == 0 {
			continue
		}
		end, q := c.Turns[0], o.Questions[c.Question]
		out = append(out, Due{
			Person: person, On: end.On, Do: DoAsk, Purpose: q.Purpose, Channel: q.Channel, Point: c.Point, Reason: end.Reason,
		})
	}
	slices.SortStableFunc(out, func(a, b Due) int { return cmp.Compare(a.On, b.On) })
	return out
}

// EraseSilent erases those who may not be kept any more, where the settings say so, and returns how many
// they were. They asked for nothing, so no request is entered.
func (d *Desk) EraseSilent(ctx context.Context, org assent.ID, counter Recorder) (erased int, err error) {
	c, err := d.shelf.Current(ctx, org)
	if err != nil {
		return 0, err
	}
	if r := c.Settings().Retention; r == nil || r.Action != catalogue.RetentionErase {
		return 0, nil
	}
	today := assent.DayOf(d.now().UTC())
	err = d.eachPage(ctx, org, func(silent map[assent.ID]assent.Day, people []assent.ID) error {
		for _, person := range people {
			if on, due := silent[person]; !due || on > today {
				continue
			}
			_, err := d.Erase(ctx, org, counter, Erasing{
				Person: person, Actor: assent.Actor{Kind: assent.ActorHouse}, Method: assent.Automatic,
				Source: "silent for as long as the settings or the law allow to keep her",
			})
			if err != nil {
				return err
			}
			erased++
		}
		return nil
	})
	return erased, err
}
