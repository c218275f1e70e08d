package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"assent"
)

// calendar says how a language writes dates.
type calendar struct {
	Date   string   `yaml:"date"`   // "{day} {month} {year}"
	Moment string   `yaml:"moment"` // "{date} at {time}"
	First  string   `yaml:"first"`  // the first of the month, if it is special: "1er"
	Months []string `yaml:"months"` // twelve, in the case that a date wants
}

func (c calendar) check() error {
	if len(c.Months) != 12 || c.Date == "" || c.Moment == "" {
		return fmt.Errorf("calendar: needs date, moment and twelve months")
	}
	return nil
}

// Day writes a calendar day in full: "21 November 2026". A day that cannot be read is printed as it is.
func (p *Printer) Day(d assent.Day) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return p.Date(t)
}

// Date writes the calendar day of an instant in the instant's own location.
func (p *Printer) Date(t time.Time) string {
	c := p.book.calendar
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 && c.First != "" {
		day = c.First
	}
	return strings.NewReplacer(
		"{day}", day, "{month}", c.Months[t.Month()-1], "{year}", strconv.Itoa(t.Year()),
	).Replace(c.Date)
}

// Moment writes an instant with its time of day and zone: "21 November 2026 at 14:05 UTC".
func (p *Printer) Moment(t time.Time) string {
	return strings.NewReplacer(
		"{date}", p.Date(t), "{time}", t.Format("15:04 MST"),
	).Replace(p.book.calendar.Moment)
}
