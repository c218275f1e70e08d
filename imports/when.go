package imports

import (
	"strings"
	"time"

	"assent"
)

// precision says how much of an instant a text tells.
type precision uint8

const (
	exact  precision = iota // with a zone
	local                   // without
	day                     // only the calendar day
	unread                  // in no form that has one meaning
)

// layouts are the forms of a time that can be read in one way only. Days and months in
// figures (03/04/2021) are not among them.
var layouts = []struct {
	layout    string
	precision precision
}{
	{time.RFC3339, exact}, {"2006-01-02 15:04:05Z07:00", exact}, {"2006-01-02 15:04:05 -0700", exact},
	{"2006-01-02 15:04:05 MST", exact}, // UTC only
	{"2006-01-02T15:04:05", local}, {"2006-01-02 15:04:05", local}, {"2006-01-02 15:04", local},
	{time.DateOnly, day},
}

func parseTime(s string, zone *time.Location) (time.Time, precision) {
	for _, l := range layouts {
		if strings.HasSuffix(l.layout, "MST") && !strings.HasSuffix(s, " UTC") {
			continue // other abbreviations mean several zones
		}
		if t, err := time.ParseInLocation(l.layout, s, zone); err == nil && t.Year() >= 1970 {
			return t.UTC(), l.precision
		}
	}
	return time.Time{}, unread
}

// moment reads a time; zero if the field is empty or holds only zeroes. A day counts from its
// beginning, or for a no from its end.
func (c *cells) moment(field string, endOfDay bool) (time.Time, *assent.Problem) {
	s := c.text(field)
	if strings.Trim(s, "0:- T") == "" {
		return time.Time{}, nil
	}
	t, p := parseTime(s, c.options.zone())
	switch p {
	case unread:
		return t, assent.Problemf("BAD_TIME", "The time is not written in a way that has one meaning; write it as 2021-03-04 17:05:06, as 2021-03-04T17:05:06+01:00 or as 2021-03-04.").In(field)
	case local:
		c.used.zoneless++
	case day:
		c.used.days++
		if endOfDay {
			t = t.In(c.options.zone()).AddDate(0, 0, 1).Add(-time.Second).UTC()
		}
	}
	return t, nil
}

// since reads the time of a yes, which must not lie ahead.
func (c *cells) since(field string) (time.Time, *assent.Problem) {
	t, p := c.moment(field, false)
	if p == nil && t.After(c.options.Now().Add(assent.ClaimMargin)) {
		p = assent.Problemf("FUTURE_TIME", "The time lies ahead; is it in another zone?").In(field)
	}
	return t, p
}

// until reads the time of a no. A no is never refused for its time: if that is missing, cannot be
// read or lies ahead, the no counts from now.
func (c *cells) until(field string) time.Time {
	t, p := c.moment(field, true)
	switch {
	case p != nil:
		c.remark(field, p.Code, "The time cannot be read, so this counts from now.")
	case t.IsZero():
		c.remark(field, "NO_TIME", "There is no time, so this counts from now.")
	case t.After(c.options.Now()):
		c.remark(field, "FUTURE_TIME", "The time lies ahead, so this counts from now.")
		return time.Time{}
	}
	return t
}

// optIn is what a file says of how a yes came about.
type optIn struct {
	asked, confirmed time.Time
}

// double reports whether it was a double opt-in: asked, and confirmed after that.
func (o optIn) double() bool { return !o.asked.IsZero() && o.confirmed.After(o.asked) }

// since is the time from which the yes counts; zero if none is known.
func (o optIn) since() time.Time {
	if o.asked.IsZero() || o.double() {
		return o.confirmed
	}
	return o.asked
}

// evidence writes the claimed times out.
func (o optIn) evidence(source string) *assent.Evidence {
	return &assent.Evidence{Source: source, OptIn: written(o.asked), Confirmed: written(o.confirmed)}
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
