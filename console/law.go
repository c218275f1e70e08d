package console

import (
	"assent"
	"assent/auth"
	"assent/law"
)

func lawRoutes() []route {
	return []route{
		{"law.list", "GET /law", auth.SeeCatalogue, (*site).showLaws},
		{"law.csv", "GET /law.csv", auth.SeeCatalogue, (*site).lawsCSV},
		{"law.changes", "GET /law/{code}", auth.SeeCatalogue, (*site).showLawChanges},
		{"law.changes_csv", "GET /law/{code}/changes.csv", auth.SeeCatalogue, (*site).lawChangesCSV},
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
	screen.CSV = "/console/law.csv"
	return s.draw(c, screen)
}

func (s *site) lawsCSV(c *call) error {
	var rows [][]string
	for _, l := range s.laws(c) {
		rows = append(rows, []string{l.Code, l.Name, l.Extends, string(l.State), string(l.Last), string(l.Next)})
	}
	return c.csv("law", []string{"code", "name", "extends", "as_of", "last_change", "next_change"}, rows)
}
