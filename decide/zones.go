package decide

import (
	"strings"
	"time"
	_ "time/tzdata" // the law counts in the recipient's hours, on every machine

	"assent"
)

// zones are the time zones of countries whose contact points name none. Where a country has
// several, the zone of most of its people stands; a state or a time zone on the contact
// point makes it exact.
var zones = map[string]string{
	"AT": "Europe/Vienna", "AU": "Australia/Sydney", "BE": "Europe/Brussels", "BG": "Europe/Sofia",
	"CA": "America/Toronto", "CH": "Europe/Zurich", "CY": "Asia/Nicosia", "CZ": "Europe/Prague",
	"DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid",
	"FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens",
	"HR": "Europe/Zagreb", "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik",
	"IT": "Europe/Rome", "LI": "Europe/Vaduz", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg",
	"LV": "Europe/Riga", "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo",
	"PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "SE": "Europe/Stockholm",
	"SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "UK": "Europe/London", "US": "America/New_York",
	"AU-QLD": "Australia/Brisbane", "AU-SA": "Australia/Adelaide", "AU-WA": "Australia/Perth",
	"CA-AB": "America/Edmonton", "CA-BC": "America/Vancouver", "CA-MB": "America/Winnipeg",
	"US-AZ": "America/Phoenix", "US-CA": "America/Los_Angeles", "US-CO": "America/Denver",
	"US-FL": "America/New_York", "US-IL": "America/Chicago", "US-OK": "America/Chicago",
	"US-TX": "America/Chicago", "US-WA": "America/Los_Angeles",
}

// zoneOf is the recipient's zone: her contact point's, else her country's, else the organisation's, else UTC.
func (d *Desk) zoneOf(m *message, s *subject) *time.Location {
	country := s.attribute(m, "country")
	state, _, _ := strings.Cut(country, "-")
	for _, name := range []string{s.attribute(m, "timezone"), zones[country], zones[state], m.cat.Settings().TimeZone} {
		if loc := d.zone(name); loc != nil {
			return loc
		}
	}
	return time.UTC
}

// zone reads a time zone once; nil if there is none of that name.
func (d *Desk) zone(name string) *time.Location {
	if kept, ok := d.zones.Load(name); ok {
		return kept.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if name == "" || err != nil {
		return nil
	}
	d.zones.Store(name, loc)
	return loc
}

// attribute is what the asker claims of the contact point, else what is recorded.
func (s *subject) attribute(m *message, name string) string {
	if m.Facts != nil && m.Facts.Attributes != nil {
		if v := attributeOf(m.Facts.Attributes, name); v != "" {
			return v
		}
	}
	return s.here.Attribute(name)
}

func attributeOf(a *assent.Attributes, name string) string {
	switch name {
	case "country":
		return a.Country
	case "language":
		return a.Language
	case "kind":
		return string(a.Kind)
	case "timezone":
		return a.TimeZone
	}
	return ""
}
