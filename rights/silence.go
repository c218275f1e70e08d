package rights

import (
	"time"

	"assent"
	"assent/catalogue"
)

// How long a person may be kept who has gone silent. The organisation may say so; otherwise the law of
// her country does, where it names a time. France: three years from the collection or from the last
// contact from the person, or from the end of the contract (CNIL, retention of prospects' data); an open is
// no contact, and while a contract runs the clock stands still.

// silenceByLaw is that time in months, by country.
var silenceByLaw = map[string]int{"FR": 36}

// eraseOn is the first day on which she may not be kept any more; empty if none can be named.
func eraseOn(s *assent.State, settings *catalogue.Settings) assent.Day {
	if s.Erased != nil || contractRuns(s) {
		return ""
	}
	heard, months := lastHeard(s), silentMonths(s, settings)
	if heard == "" || months == 0 {
		return ""
	}
	return dayAfter(monthsAfter(heard, months))
}

// silentMonths is the longest time of her countries, since one address may be kept where another may not.
func silentMonths(s *assent.State, settings *catalogue.Settings) int {
	if r := settings.Retention; r != nil && r.SilentMonths > 0 {
		return r.SilentMonths
	}
	months := 0
	for _, p := range s.Points {
		country := p.Attribute("country")
		if country == "" {
			country = settings.Country
		}
		byLaw, named := silenceByLaw[country]
		if !named {
			return 0
		}
		months = max(months, byLaw)
	}
	return months
}

func contractRuns(s *assent.State) bool {
	for _, r := range s.Dealings() {
		if r.Kind == "contract_running" && r.ContractEndOn == "" {
			return true
		}
	}
	return false
}

// lastHeard is the last day on which she did anything, or there were dealings with her; a no counts too.
func lastHeard(s *assent.State) (last assent.Day) {
	hear := func(m assent.Mark) { last = max(last, assent.DayOf(m.At.UTC())) }
	for _, c := range s.Contacts {
		if c.Kind != assent.ContactOpen {
			hear(c.Mark)
		}
	}
	for _, n := range s.Noes {
		hear(n.Mark)
	}
	for _, r := range s.Dealings() {
		last = max(last, r.On, r.CreatedOn, r.LastPurchaseOn, r.EnquiryOn, r.ContractEndOn)
	}
	for _, p := range s.Points {
		for _, y := range p.Yeses {
			hear(y.Mark)
		}
		for _, q := range p.Requests {
			hear(q.Mark)
		}
	}
	return last
}

func dayAfter(d assent.Day) assent.Day { return shift(d, 1) }

func dayBefore(d assent.Day) assent.Day { return shift(d, -1) }

func shift(d assent.Day, days int) assent.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return assent.DayOf(t.AddDate(0, 0, days))
}
