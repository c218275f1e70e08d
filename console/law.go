package console

import (
	"cmp"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/law"
)

func lawRoutes() []route {
	return []route{
		{"law.list", "GET /law", auth.SeeCatalogue, (*site).showLaws},
		{"law.csv", "GET /law.csv", auth.SeeCatalogue, (*site).lawsCSV},
		{"law.changes", "GET /law/{code}", auth.SeeCatalogue, (*site).showLawChanges},
		{"law.ahead", "GET /law/ahead", auth.SeeNumbers, (*site).showAhead},
		{"law.ahead_csv", "GET /law/ahead.csv", auth.SeeNumbers, (*site).aheadCSV},
	}
}

// LawScreen lists the law packs by which decisions are made.
type LawScreen struct {
	Frame
	Packs []LawLine
}

// LawLine is one pack. Days are empty where there is none.
type LawLine struct {
	Code, Name, Extends string
	State, Last, Next   assent.Day // as of which day it was read; when the law changed last, and will next
	Own                 bool       // the law of the organisation's own country
}

func (s *site) laws(c *call) []LawLine {
	today := law.DateOf(s.Now())
	var out []LawLine
	for _, pack := range s.Laws.Jurisdictions() {
		line := LawLine{Code: pack.Code, Name: pack.Name, Extends: pack.Extends, State: civil(pack.State), Own: pack.Code == c.catalogue.Settings().Country}
		if shown, err := s.Laws.Show(pack.Code, "", today); err == nil {
			last, next := around(shown.Changes, today)
			line.Last, line.Next = civil(last), civil(next)
		}
		out = append(out, line)
	}
	return out
}

// around are the last day of change up to a day and the first after it; zero where there is none.
func around(changes []law.Date, today law.Date) (last, next law.Date) {
	for _, d := range changes {
		if d > today {
			return last, d
		}
		last = d
	}
	return last, 0
}

func civil(d law.Date) assent.Day {
	if !d.Known() {
		return ""
	}
	return assent.Day(d.String())
}

func (s *site) showLaws(c *call) error {
	screen := &LawScreen{Frame: s.frame(c, "law"), Packs: s.laws(c)}
	screen.CSV, screen.Docs = "/console/law.csv", "/console/docs/law-packs"
	return s.draw(c, screen)
}

func (s *site) lawsCSV(c *call) error {
	var rows [][]string
	for _, l := range s.laws(c) {
		rows = append(rows, []string{l.Code, l.Name, l.Extends, string(l.State), string(l.Last), string(l.Next)})
	}
	return c.csv("law", []string{"code", "name", "extends", "as_of", "last_change", "next_change"}, rows)
}

// LawChangesScreen says what becomes different in the law of a jurisdiction between two days.
type LawChangesScreen struct {
	Frame
	law.Difference
	Days []assent.Day // all days of change, each a link
	None bool
	Wrote
}

// Wrote are the two days as the form has them.
type Wrote struct{ FromDay, ToDay string }

// showLawChanges is about the days that the address names; without, about the next change, else the last.
func (s *site) showLawChanges(c *call) error {
	today := law.DateOf(s.Now())
	code := c.r.PathValue("code")
	shown, err := s.Laws.Show(code, "", today)
	if err != nil {
		return err
	}
	last, next := around(shown.Changes, today)
	to := cmp.Or(next, last, today)
	from, err := dayOr(c, "from", before(to))
	if err != nil {
		return err
	}
	if to, err = dayOr(c, "to", to); err != nil {
		return err
	}
	changed, err := s.Laws.Diff(code, from, to)
	if err != nil {
		return err
	}
	screen := &LawChangesScreen{Frame: s.frame(c, "lawchanges", "name", shown.Name), Difference: changed, None: changed.None()}
	screen.Wrote = Wrote{from.String(), to.String()}
	screen.Frame.Docs = "/console/docs/law-packs"
	for _, d := range shown.Changes {
		screen.Days = append(screen.Days, civil(d))
	}
	return s.draw(c, screen)
}

func before(d law.Date) law.Date {
	if day, err := law.ParseDate(string(dayBefore(civil(d)))); err == nil {
		return day
	}
	return d
}

func dayBefore(d assent.Day) assent.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return assent.DayOf(t.AddDate(0, 0, -1))
}

func dayOr(c *call, name string, otherwise law.Date) (law.Date, error) {
	text := c.r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	d, err := law.ParseDate(text)
	if err != nil {
		return d, assent.Problemf("BAD_DAY", "A day is written as in 2026-08-11.").In(name)
	}
	return d, nil
}

// Before is the day before a day of change, for its link.
func (*LawChangesScreen) Before(d assent.Day) assent.Day { return dayBefore(d) }

// Words joins a list for reading.
func (s *LawChangesScreen) Words(list any) string {
	switch l := list.(type) {
	case []string:
		return strings.Join(l, ", ")
	case []assent.Channel:
		var names []string
		for _, ch := range l {
			names = append(names, s.Text("channel."+string(ch)))
		}
		return strings.Join(names, ", ")
	case []assent.RecipientKind:
		return joinWords(l)
	case []assent.MessageKind:
		return joinWords(l)
	}
	return ""
}

func joinWords[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ReplaceAll(string(w), "_", " ")
	}
	return strings.Join(out, ", ")
}
