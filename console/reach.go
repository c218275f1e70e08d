package console

import (
	"cmp"
	"strconv"
	"time"

	"assent"
	"assent/chart"
	"assent/stats"
)

// ReachScreen tells how many addresses and numbers may be written to or called now, and why not the others.
type ReachScreen struct {
	Frame
	At       time.Time // zero: it is being counted
	Nowhere  bool
	Lines    []ReachLine
	By       stats.Side
	Sides    []ChoiceOption
	Selected *ReachLine // whose parts are shown
	Parts    []Part
}

// ReachLine is one purpose by one channel.
type ReachLine struct {
	Purpose, Channel string // in words
	URL              string
	Allowed, Of      string
	Share            string
	Bar              Markup
}

// reach is what was counted last.
func (s *site) reach(c *call) stats.Told[stats.Reach] {
	if s.Reachable == nil {
		return stats.Told[stats.Reach]{Value: stats.Reach{Nowhere: true}, At: s.Now()}
	}
	return s.Reachable.Latest(c.r.Context())
}

func (c *call) reachLine(l stats.Reachable) ReachLine {
	return ReachLine{
		Purpose: c.valueName(stats.Purpose, "", l.Purpose), Channel: c.valueName(stats.Channel, "", string(l.Channel)),
		URL:     "/console/stats/reach?purpose=" + l.Purpose + "&channel=" + string(l.Channel),
		Allowed: grouped(int64(l.Allowed)), Of: grouped(int64(l.Of)), Share: percent(int64(l.Allowed), int64(l.Of)),
		Bar: Markup(chart.Bar(int64(l.Allowed), int64(l.Of))),
	}
}

// reachSides are those by which a line of reach can be split.
var reachSides = []stats.Side{stats.Reason, stats.Country, stats.Language}

// reachable asks that the address names what there is.
func (c *call) reachable() error {
	query := c.r.URL.Query()
	var purposes []string
	for _, p := range c.catalogue.Purposes() {
		purposes = append(purposes, p.ID)
	}
	return cmp.Or(
		among("purpose", query.Get("purpose"), purposes),
		among("channel", assent.Channel(query.Get("channel")), assent.Channels()),
		among("by", stats.Side(query.Get("by")), reachSides),
	)
}

func (s *site) showReach(c *call) error {
	if err := c.reachable(); err != nil {
		return err
	}
	told, query := s.reach(c), c.r.URL.Query()
	screen := &ReachScreen{Frame: s.frame(c, "reach"), At: told.At, Nowhere: told.Value.Nowhere, By: stats.Side(orElse(query.Get("by"), string(stats.Reason)))}
	screen.Docs, screen.CSV = docsOfStats, "/console/stats/reach.csv"
	if told.At.IsZero() {
		c.header.Set("Refresh", aheadAgain)
	}
	for _, l := range told.Value.Lines {
		line := c.reachLine(l)
		screen.Lines = append(screen.Lines, line)
		if l.Purpose == query.Get("purpose") && l.Channel == assent.Channel(query.Get("channel")) {
			screen.Selected, screen.Parts = &line, c.shares(l, screen.By)
			for _, side := range reachSides {
				screen.Sides = append(screen.Sides, ChoiceOption{line.URL + "&by=" + string(side), c.words.Text("console.stats.by." + string(side))})
			}
		}
	}
	return s.draw(c, screen)
}

// shares splits a line.
func (c *call) shares(l stats.Reachable, by stats.Side) []Part {
	var out []Part
	for _, share := range l.By(by) {
		out = append(out, Part{
			Name: c.valueName(by, stats.Blocked, share.Value), Count: grouped(int64(share.Allowed)), Before: grouped(int64(share.Of)),
			Share: percent(int64(share.Of), int64(l.Of)), Bar: Markup(chart.Bar(int64(share.Of), int64(l.Of))),
		})
	}
	return out
}

func (s *site) reachCSV(c *call) error {
	var rows [][]string
	for _, l := range s.reach(c).Value.Lines {
		for _, g := range l.Groups {
			rows = append(rows, []string{l.Purpose, string(l.Channel), string(g.Decision), string(g.Basis), string(g.Reason), g.Country, g.Language, strconv.Itoa(g.Points)})
		}
	}
	return c.csv("reach", []string{"purpose", "channel", "decision", "basis", "reason", "country", "language", "contact_points"}, rows)
}
