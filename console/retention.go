package console

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"time"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/rights"
)

func retentionRoutes() []route {
	return []route{
		{"retention.list", "GET /retention", auth.AnswerRights, (*site).showRetention},
		{"retention.csv", "GET /retention.csv", auth.ExportPeople, (*site).retentionCSV},
	}
}

// Who is due is found by looking at everyone, which takes minutes with a million people. The screen shows
// who is found at once; the file has all.
const (
	retentionGlance = 100 * time.Millisecond
	retentionLines  = 50
	retentionAhead  = 90 // days, if the address names no day
)

// RetentionScreen says how long people are kept, and who is due to be erased or asked again.
type RetentionScreen struct {
	Frame
	Policy catalogue.Retention
	By     assent.Day
	List   []DueLine
	More   bool // there may be others
}

// DueLine is who is due for what, in words.
type DueLine struct {
	rights.Due
	About string // what for; empty: for everything
	Why   string
}

func (c *call) dueLine(d rights.Due) DueLine {
	out := DueLine{Due: d, Why: c.words.Text("reason." + string(d.Reason))}
	if p, ok := c.catalogue.Purpose(d.Purpose); ok {
		out.About = name(c, p)
	}
	if d.Channel != "" {
		out.About = orElse(out.About, d.Purpose) + " · " + c.words.Text("channel."+string(d.Channel))
	}
	return out
}

func (s *site) dueBy(c *call) (assent.Day, error) {
	by := c.r.URL.Query().Get("by")
	if by == "" {
		return assent.DayOf(s.Now().UTC().AddDate(0, 0, retentionAhead)), nil
	}
	return assent.ParseDay(by)
}

var errGlance = errors.New("enough for one look")

func (s *site) showRetention(c *call) error {
	by, err := s.dueBy(c)
	if err != nil {
		return err
	}
	screen := &RetentionScreen{Frame: s.frame(c, "retention"), By: by}
	screen.CSV = "/console/retention.csv?" + url.Values{"by": {string(by)}}.Encode()
	if r := c.catalogue.Settings().Retention; r != nil {
		screen.Policy = *r
	}
	glance, stop := context.WithTimeout(c.r.Context(), retentionGlance)
	defer stop()
	err = s.People.Due(glance, s.Org, s.Ahead, by, func(d rights.Due) error {
		if len(screen.List) == retentionLines {
			return errGlance
		}
		screen.List = append(screen.List, c.dueLine(d))
		return nil
	})
	screen.More = errors.Is(err, errGlance) || glance.Err() != nil
	if err != nil && !screen.More {
		return err
	}
	slices.SortStableFunc(screen.List, func(a, b DueLine) int { return cmp.Compare(a.On, b.On) })
	return s.draw(c, screen)
}

func (s *site) retentionCSV(c *call) error {
	by, err := s.dueBy(c)
	if err != nil {
		return err
	}
	head := []string{"person", "on", "do", "purpose", "channel", "contact_point", "reason"}
	return c.streamCSV("due", head, func(ctx context.Context, put func(...string) error) error {
		return s.People.Due(ctx, s.Org, s.Ahead, by, func(d rights.Due) error {
			point := ""
			if !d.Point.IsZero() {
				point = d.Point.String()
			}
			return put(d.Person.String(), string(d.On), d.Do, d.Purpose, string(d.Channel), point, string(d.Reason))
		})
	})
}
