package console

import (
	"context"
	"strconv"
	"sync"
	"time"

	"assent"
	"assent/forecast"
)

// Forecaster looks ahead; a *forecast.Desk does.
type Forecaster interface {
	Forecast(ctx context.Context, org assent.ID, ask forecast.Ask, progress func(people int)) (*forecast.Forecast, error)
}

// A forecast follows everyone, so it is made in the background and kept for a while: the screen shows the
// last one with its time, and comes again by itself while the first is on its way.
const (
	aheadWeeks = 26
	aheadKept  = time.Hour
	aheadAgain = "2" // seconds until the screen asks again
)

// outlook is the forecast that is kept.
type outlook struct {
	mu      sync.Mutex
	made    time.Time
	last    *forecast.Forecast
	running bool
	failed  error
}

// look returns what is known, and begins anew if that is nothing or old.
func (s *site) look(ctx context.Context) (last *forecast.Forecast, made time.Time, running bool, err error) {
	o := &s.outlook
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.running && s.Now().Sub(o.made) >= aheadKept {
		o.running = true
		go s.lookAhead(context.WithoutCancel(ctx))
	}
	return o.last, o.made, o.running, o.failed
}

func (s *site) lookAhead(ctx context.Context) {
	f, err := s.Forecast.Forecast(ctx, s.Org, forecast.Ask{Weeks: aheadWeeks}, nil)
	o := &s.outlook
	o.mu.Lock()
	defer o.mu.Unlock()
	o.made, o.running, o.failed = s.Now(), false, err
	if err == nil {
		o.last = f
	}
}

// AheadScreen says how many people become unreachable, or reachable, in the coming weeks, and why.
type AheadScreen struct {
	Frame
	Forecast *forecast.Forecast // nil: it is on its way
	Made     time.Time
	Running  bool
	names    map[string]string
}

// Purpose is what people call a purpose.
func (a *AheadScreen) Purpose(id string) string { return orElse(a.names[id], id) }

func (s *site) showAhead(c *call) error {
	last, made, running, err := s.look(c.r.Context())
	if err != nil {
		return err
	}
	if last == nil {
		c.header.Set("Refresh", aheadAgain)
	}
	screen := &AheadScreen{Frame: s.frame(c, "ahead"), Forecast: last, Made: made, Running: running, names: map[string]string{}}
	for _, p := range c.catalogue.Purposes() {
		screen.names[p.ID] = name(c, p)
	}
	screen.CSV = "/console/law/ahead.csv"
	return s.draw(c, screen)
}

func (s *site) aheadCSV(c *call) error {
	last, _, _, err := s.look(c.r.Context())
	if err != nil {
		return err
	}
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
