// Package forecast looks ahead: how many people will no longer be reached, or will be reached again,
// in each of the coming weeks, if nothing happens.
//
// A list of people who may be written to melts by itself. Consents come to their end, the
// time for which a silent address may be kept runs out, customers have bought too long ago,
// checks of opposition lists grow stale; pauses end and open a door again. And laws change: on
// one day a whole country may no longer be called without consent. Who sees it coming can ask for
// consent while there still is a basis to ask on.
//
// Nothing here knows the law. For every person, each answer is asked of package decide, then
// asked again on the day on which that answer says that it ends, and so on to the horizon. Hours of
// calls and caps are left out: a person counts as reachable if some hour of the day is right. A
// person with several addresses is reachable while one of them is.
package forecast

import (
	"context"
	"runtime"
	"sync"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/store"

	"golang.org/x/sync/errgroup"
)

// MaxWeeks is how far ahead can be looked.
const MaxWeeks = 260

// page is how many people are looked at together.
const page = 100

// Desk makes forecasts. It is safe for concurrent use.
type Desk struct {
	Archive *store.Archive
	Shelf   *catalogue.Shelf
	Decide  *decide.Desk
	Now     func() time.Time
}

// Ask says what to look at.
type Ask struct {
	Weeks   int
	From    assent.Day     // on the calendar of the organisation; empty: from now on. An earlier day forgets what happened since
	Purpose string         // empty: every purpose but services
	Channel assent.Channel // empty: every channel that the purpose uses
}

// Forecast is what lies ahead. The first week begins on From, Until is the first day beyond the last
// one; days are those of each recipient.
type Forecast struct {
	From       assent.Day  `json:"from"`
	Until      assent.Day  `json:"until"`
	People     int         `json:"people" doc:"On record"`
	Lines      []Line      `json:"lines"`
	LawChanges []LawChange `json:"law_changes"`
}

// Line is one purpose by one channel. Start − Lost + Gained = End.
type Line struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Start   int            `json:"start" doc:"People who may be reached at first"`
	Flow
	End   int    `json:"end" doc:"People who may be reached in the end"`
	Weeks []Week `json:"weeks" doc:"Those in which something changes"`
}

// Flow counts people who come and go; one who goes and comes again counts as both.
type Flow struct {
	Lost   int `json:"lost" doc:"People who can no longer be reached"`
	Gained int `json:"gained" doc:"People who can be reached from then on"`
}

// Week is what one week brings, by cause.
type Week struct {
	From   assent.Day `json:"from"`
	Causes []Effect   `json:"causes"`
}

// Effect is what one cause takes and gives.
type Effect struct {
	Cause Cause `json:"cause" enum:"law_changed,consent_expired,retention_elapsed,customer_aged_out,register_check_stale,pause_ended,stop_ended,other"`
	Flow
}

// LawChange is a day on which the law of a jurisdiction turns answers.
type LawChange struct {
	On           assent.Day     `json:"on"`
	Jurisdiction string         `json:"jurisdiction"`
	Purpose      string         `json:"purpose"`
	Channel      assent.Channel `json:"channel"`
	Flow
}

// Forecast follows everyone on record. It works on several people at once; progress, if any, is told
// how many are done. The error is a Problem if the ask cannot be read or the store does not answer.
func (d *Desk) Forecast(ctx context.Context, org assent.ID, ask Ask, progress func(people int)) (*Forecast, error) {
	cat, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return nil, err
	}
	o, from, err := d.outlook(cat, ask)
	if err != nil {
		return nil, err
	}
	count := newCount(o.Questions, from, ask.Weeks)
	if err := d.follow(ctx, org, o, count, progress); err != nil {
		return nil, err
	}
	return count.forecast(o.Until), nil
}

// follow asks about everyone, several pages at a time, and counts the answers.
func (d *Desk) follow(ctx context.Context, org assent.ID, o decide.Outlook, count *count, progress func(int)) error {
	var counting sync.Mutex
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0) + 1) // one of them lists the people
	work.Go(func() error {
		return d.pages(ctx, org, func(people []assent.ID) {
			work.Go(func() error {
				courses, err := d.Decide.Ahead(ctx, org, people, o)
				if err != nil {
					return err
				}
				counting.Lock()
				defer counting.Unlock()
				for _, hers := range courses {
					count.add(hers)
				}
				if progress != nil {
					progress(count.people)
				}
				return nil
			})
		})
	})
	return work.Wait()
}

// pages lists everyone on record, some at a time.
func (d *Desk) pages(ctx context.Context, org assent.ID, do func([]assent.ID)) error {
	for after := (assent.ID{}); ; {
		var people []assent.ID
		err := d.Archive.Read(ctx, org, func(v *store.View) error {
			people = nil
			list, err := v.People(after, page)
			for _, p := range list {
				people = append(people, p.ID)
			}
			return err
		})
		if err != nil || len(people) == 0 {
			return err
		}
		do(people)
		after = people[len(people)-1]
	}
}

// outlook puts the ask in the terms of package decide, and says on which day it begins.
func (d *Desk) outlook(cat *catalogue.Catalogue, ask Ask) (decide.Outlook, assent.Day, error) {
	if ask.Weeks < 1 || ask.Weeks > MaxWeeks {
		return decide.Outlook{}, "", assent.Problemf("BAD_WEEKS", "A forecast looks 1 to %d weeks ahead.", MaxWeeks).In("weeks")
	}
	zone, err := time.LoadLocation(cat.Settings().TimeZone) // empty is UTC
	if err != nil {
		return decide.Outlook{}, "", err
	}
	questions, err := questions(cat, ask)
	if err != nil {
		return decide.Outlook{}, "", err
	}
	o := decide.Outlook{Questions: questions}
	today := assent.DayOf(d.Now().In(zone))
	if ask.From == "" || ask.From == today {
		o.Until = later(today, 7*ask.Weeks)
		return o, today, nil
	}
	if o.From, err = time.ParseInLocation(time.DateOnly, string(ask.From), zone); err != nil {
		return o, "", assent.Problemf("BAD_DAY", "A day is written as in 2026-08-11; %q is not.", ask.From).In("from")
	}
	o.Until = later(ask.From, 7*ask.Weeks)
	return o, ask.From, nil
}

// questions are the purposes and channels to look at.
func questions(cat *catalogue.Catalogue, ask Ask) ([]assent.Question, error) {
	var out []assent.Question
	for _, p := range cat.Purposes() {
		if ask.Purpose != p.ID && (ask.Purpose != "" || p.Kind == assent.PurposeService) {
			continue
		}
		for _, c := range p.Channels {
			if ask.Channel == "" || ask.Channel == c {
				out = append(out, assent.Question{Purpose: p.ID, Channel: c})
			}
		}
	}
	if len(out) == 0 {
		return nil, assent.Problemf("NOTHING_TO_FORECAST", "The catalogue has no purpose of this name that uses this channel.").In("purpose")
	}
	return out, nil
}
