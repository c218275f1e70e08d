package console

import (
	"assent/forecast"
	"assent/stats"
)

// boardDays is what the numbers of the overview are about: four weeks, each weekday as often as the others.
const boardDays = 28

// Board is the numbers of the overview.
type Board struct {
	Counted
	Cards  []Card
	Figure Figure
	Slices []Slices
	Reach  []ReachLine
	Told   stats.Told[stats.Reach]
	Ahead  *forecast.Forecast // nil: it is being worked out
	Lost   string
	Empty  bool // nothing was ever counted
}

// Card is one number that matters, and where it is explained.
type Card struct {
	Name, URL string
	Number    string
	Change    string // against the time before; empty: there is nothing to compare
	Note      string
}

// board gathers the numbers; nil where none are counted.
func (s *site) board(c *call) (*Board, error) {
	if s.Stats == nil {
		return nil, nil
	}
	days, err := s.report(c, stats.Ask{Grain: stats.Day, Spans: boardDays})
	if err != nil {
		return nil, err
	}
	weeks, err := s.report(c, stats.Ask{Grain: stats.Week})
	if err != nil {
		return nil, err
	}
	b := &Board{Counted: countedIn(days), Cards: c.cards(days), Told: s.reach(c), Empty: len(weeks.Lines) == 0 && len(days.Lines) == 0}
	b.Figure = c.figureOf(weeks, "answers", drawn[0].facts, drawn[0].tones)
	b.Figure.CSV = "/console/stats.csv?" + Period{Grain: stats.Week}.query(stats.Whole, drawn[0].facts...)
	if b.Slices, err = s.slices(c); err != nil {
		return nil, err
	}
	for _, l := range b.Told.Value.Lines {
		if l.Of > 0 {
			b.Reach = append(b.Reach, c.reachLine(l))
		}
	}
	s.coming(c, b)
	return b, nil
}

// coming adds how many people will be lost, once that is known.
func (s *site) coming(c *call, b *Board) {
	if s.Forecast == nil || b.Empty {
		return
	}
	ahead, _ := s.look(c)
	if ahead == nil {
		return
	}
	lost := 0
	for _, l := range ahead.Lines {
		lost += l.Lost
	}
	b.Ahead, b.Lost = ahead, grouped(int64(lost))
}

// cards are the few numbers.
func (c *call) cards(days *stats.Report) []Card {
	asked, confirmed, blocked := days.Sum(stats.Requested), days.Sum(stats.Confirmed), days.Sum(stats.Blocked)
	return []Card{
		c.card("granted", "purpose?period=day", days.Sum(stats.Granted)),
		c.card("left", "reason?period=day", days.Sum(stats.Withdrawn, stats.Objected)),
		{
			Name: c.words.Text("console.board.confirmed"), URL: "/console/stats?period=day#confirmed", Number: percent(confirmed.Total, asked.Total),
			Note: c.words.Text("console.board.waiting", "count", grouped(waiting(asked, confirmed))),
		},
		c.card("blocked", "reason?period=day&fact=blocked", blocked),
	}
}

func (c *call) card(name, at string, l stats.Line) Card {
	out := Card{Name: c.words.Text("console.board." + name), URL: "/console/stats/" + at, Number: grouped(l.Total)}
	if l.Before > 0 {
		out.Change = change(l.Total, l.Before)
	}
	return out
}

// waiting are the sign-ups of the last seven days that are not confirmed: the older ones have lapsed.
func waiting(asked, confirmed stats.Line) (n int64) {
	for i := max(0, len(asked.Counts)-7); i < len(asked.Counts); i++ {
		n += asked.Counts[i] - confirmed.Counts[i]
	}
	return n
}
