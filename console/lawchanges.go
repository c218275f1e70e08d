package console

import (
	"cmp"
	"strings"
	"time"

	"assent"
	"assent/law"
)

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

// lawDifference is about the days that the address names; without, about the next change, else the last. Days are all on
// which that law changes.
func (s *site) lawDifference(c *call) (changed law.Difference, days []assent.Day, err error) {
	today := law.DateOf(s.Now())
	code := c.r.PathValue("code")
	shown, err := s.Laws.Show(code, "", today)
	if err != nil {
		return changed, nil, err
	}
	last, next := around(shown.Changes, today)
	to := cmp.Or(next, last, today)
	from, err := dayOr(c, "from", before(to))
	if err != nil {
		return changed, nil, err
	}
	if to, err = dayOr(c, "to", to); err != nil {
		return changed, nil, err
	}
	for _, d := range shown.Changes {
		days = append(days, civil(d))
	}
	changed, err = s.Laws.Diff(code, from, to)
	return changed, days, err
}

func (s *site) showLawChanges(c *call) error {
	changed, days, err := s.lawDifference(c)
	if err != nil {
		return err
	}
	screen := &LawChangesScreen{Frame: s.frame(c, "lawchanges", "name", changed.Name), Difference: changed, Days: days, None: changed.None()}
	screen.Wrote = Wrote{changed.From.String(), changed.To.String()}
	screen.CSV = "/console/law/" + changed.Code + "/changes.csv?from=" + screen.FromDay + "&to=" + screen.ToDay
	return s.draw(c, screen)
}

// lawChangesCSV is the same in rows: what of the law (basis, condition, gate, obligation), what becomes of it, for whom.
func (s *site) lawChangesCSV(c *call) error {
	changed, _, err := s.lawDifference(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, x := range changed.Cells {
		whom := joinWords(x.Recipients) + ": " + joinWords(x.Kinds)
		rows = append(rows, []string{"admissible", "changed", string(x.Channel), whom, strings.Join(x.Before, " "), strings.Join(x.After, " "), ""})
	}
	for _, x := range changed.Bases {
		rows = append(rows, []string{"basis", string(x.Change), "", "", "", x.Name, x.Text})
		for _, condition := range x.Added {
			rows = append(rows, []string{"condition", string(law.Added), "", "", "", x.Name, condition.Text})
		}
		for _, condition := range x.Removed {
			rows = append(rows, []string{"condition", string(law.Removed), "", "", x.Name, "", condition.Text})
		}
	}
	rule := func(what string, x law.RuleChange) {
		rows = append(rows, []string{what, string(x.Change), joinWords(x.Channels), joinWords(x.Recipients), "", x.Code, x.Text})
	}
	for _, x := range changed.Gates {
		rule("gate", x)
	}
	for _, x := range changed.Imposed {
		rule("obligation", x)
	}
	return c.csv("law-"+changed.Code, []string{"what", "change", "channels", "recipients", "before", "after", "text"}, rows)
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
