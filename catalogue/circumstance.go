package catalogue

import (
	"slices"
	"strings"

	"assent"
	"assent/law"
)

// Circumstances lists the names under which a circumstance can be recorded of a contact point or
// fixed for a purpose: those facts of package law that no event has a field for. The
// circumstances of a relationship go by their last name ("similar_products").
func Circumstances() []string {
	var out []string
	for _, f := range law.FactTable() {
		group, last, grouped := strings.Cut(f.Name, ".")
		switch {
		case grouped && group == "relationship" && f.Type == law.FlagFact && last != "runs":
			out = append(out, last)
		case !grouped && !slices.Contains([]string{"contains_promotion", "sender_jurisdiction", "suppressed", "stop_text"}, f.Name),
			group == "referral":
			out = append(out, f.Name)
		}
	}
	slices.Sort(out)
	return out
}

// CheckFacts says which name is none of the [Circumstances].
func CheckFacts(facts assent.Facts) *assent.Problem {
	if len(facts) == 0 {
		return nil
	}
	known := Circumstances()
	for name := range facts {
		if !slices.Contains(known, name) {
			return assent.Problemf("UNKNOWN_FACT", "There is no circumstance %q; they are %s.", name, strings.Join(known, ", ")).In("facts")
		}
	}
	return nil
}
