package console

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"assent"
	"assent/catalogue"
	"assent/forecast"
)

// Forecaster looks ahead; a *forecast.Desk does.
type Forecaster interface {
	Forecast(ctx context.Context, org assent.ID, ask forecast.Ask, progress func(people int)) (*forecast.Forecast, error)
}

// A forecast follows everyone, so it is made in the background and kept for a while: the screen shows the
// last one with its time, and comes again by itself while the first is on its way. One that failed is tried
// again soon, and until then the last one stands: no screen fails for want of a forecast.
const (
	aheadWeeks = 26
	aheadKept  = time.Hour
	aheadRetry = time.Minute
	aheadAgain = "2" // seconds until the screen asks again
)

// outlook is the forecast that is kept.
type outlook struct {
	mu      sync.Mutex
	last    *forecast.Forecast // nil: none was made yet
	made    time.Time
	next    time.Time // when to begin anew
	running bool
}

// look returns the last forecast and when it was made, and begins anew if it is old. Nil: it is on its way.
func (s *site) look(c *call) (*forecast.Forecast, time.Time) {
	now := s.Now()
	if !slices.ContainsFunc(c.catalogue.Purposes(), advertises) {
		return &forecast.Forecast{Until: assent.DayOf(now.AddDate(0, 0, 7*aheadWeeks))}, now
	}
	o := &s.outlook
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.running && !now.Before(o.next) {
		o.running = true
		go s.lookAhead(context.WithoutCancel(c.r.Context()))
	}
	return o.last, o.made
}

// advertises reports whether people can be lost for a purpose: what belongs to a contract needs no yes.
func advertises(p *catalogue.Purpose) bool { return p.Kind != assent.PurposeService }

func (s *site) lookAhead(ctx context.Context) {
	f, err := s.Forecast.Forecast(ctx, s.Org, forecast.Ask{Weeks: aheadWeeks}, nil)
	o := &s.outlook
	o.mu.Lock()
	defer o.mu.Unlock()
	now := s.Now()
	o.running, o.next = false, now.Add(aheadRetry)
	if err != nil {
		s.Log.Error("the forecast failed", "error", err)
		return
	}
	o.last, o.made, o.next = f, now, now.Add(aheadKept)
}

// AheadScreen says how many people become unreachable, or reachable, in the coming weeks, and why.
type AheadScreen struct {
	Frame
	Forecast *forecast.Forecast // nil: it is on its way
	Made     time.Time
	names    map[string]string
}

// Purpose is what people call a purpose.
func (a *AheadScreen) Purpose(id string) string { return orElse(a.names[id], id) }

func (s *site) showAhead(c *call) error {
	last, made := s.look(c)
	if last == nil {
		c.header.Set("Refresh", aheadAgain)
	}
	screen := &AheadScreen{Frame: s.frame(c, "ahead"), Forecast: last, Made: made, names: map[string]string{}}
	for _, p := range c.catalogue.Purposes() {
		screen.names[p.ID] = name(c, p)
	}
	screen.CSV = "/console/law/ahead.csv"
	return s.draw(c, screen)
}

func (s *site) aheadCSV(c *call) error {
	last, _ := s.look(c)
	var rows [][]string
	if last == nil {
		last = &forecast.Forecast{}
		c.header.Set("Retry-After", aheadAgain)
	}
	for _, l := range last.Lines {
		for _, w := range l.Weeks {
			for _, e := range w.Causes {
				rows = append(rows, []string{string(w.From), l.Purpose, string(l.Channel), string(e.Cause), strconv.Itoa(e.Lost), strconv.Itoa(e.Gained)})
			}
		}
	}
	return c.csv("forecast", []string{"week", "purpose", "channel", "cause", "lost", "gained"}, rows)
}
