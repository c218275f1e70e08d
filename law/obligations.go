package law

import (
	"slices"

	"assent"
)

// obligations lists what must accompany a permitted message, each once, in order of code.
func (o *outcome) obligations(expires Date) []Obligation {
	var out []Obligation
	for _, p := range o.cell.obligations {
		if !among(p.rule.Bases, o.basis()) || p.when != nil && p.when.truth(o.v) != True {
			continue
		}
		if value, ok := p.value(o.v, expires); ok {
			out = append(out, Obligation{Code: p.rule.Code, Value: value})
		}
	}
	return inOrder(out)
}

func inOrder(list []Obligation) []Obligation {
	slices.SortFunc(list, func(a, b Obligation) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	return slices.Compact(list)
}

// value returns what stands behind the colon; not ok if it is a day that is not known.
func (p *obligationPlan) value(v *view, expires Date) (string, bool) {
	rule := p.rule.Value
	if rule == nil {
		return "", true
	}
	if rule.Day == "" {
		return rule.Text, true
	}
	var day Date
	switch rule.Day {
	case "expires_on":
		day = expires
	case "as_of":
		day = v.at.Day
	default:
		day = p.day(v)
	}
	if rule.Plus != nil {
		day = day.Add(*rule.Plus)
	}
	return day.String(), day != 0
}

// demanded lists what a denial asks for.
func demanded(code assent.ObligationCode) []Obligation {
	if code == "" {
		return nil
	}
	return []Obligation{{Code: code}}
}
