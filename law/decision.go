package law

import (
	"strings"

	"assent"
)

// Decision is the law's answer, with all that it rests on.
type Decision struct {
	Permit       bool
	Basis        assent.Basis  // of a deny: a basis that exists but cannot be used now, else none
	Reason       assent.Reason // the headline; it never changes the decision
	Jurisdiction string        // of the pack that answered
	Failed       []FailedBasis // every basis of the cell that does not hold
	Closed       []ClosedGate  // every gate that is closed, first the one that names the decision
	Citations    []Citation
	Obligations  []Obligation
	Uncertain    bool       // the law is in doubt here, and was read strictly
	ExpiresOn    *Date      // last day of the dated facts that the used basis rests on
	ValidUntil   *Moment    // first minute at which allow and deny change places by themselves
	Turn         *Moment    // no part of the decision changes by itself before; nil if none ever does
	WouldAllowIf [][]string // smallest sets of conditions that could still be met
	Used         Used
}

// FailedBasis is a basis that does not hold, with every condition that it lacks.
type FailedBasis struct {
	Basis assent.Basis
	Name  string // in the pack
	Unmet []Unmet
}

// Unmet is one condition that is not met.
type Unmet struct {
	Condition string // its name in the pack
	Reason    assent.Reason
	Citation  Citation
	Text      string
	Certainty Certainty
	Unknown   bool // the fact that it needs is absent
}

// ClosedGate is a stop or a timing that forbids the message now.
type ClosedGate struct {
	Gate     string
	Reason   assent.Reason
	Citation Citation
	Text     string
	Timing   bool // the basis stays; only the moment, the number or the count is wrong
}

// Citation names a norm and the words that count.
type Citation struct {
	Law     string `json:"law"`
	Article string `json:"article,omitzero"`
	Quote   string `json:"quote,omitzero"`
	URL     string `json:"url,omitzero"`
}

// norm names the law and the article.
func (c Citation) norm() string { return strings.TrimSuffix(c.Law+", "+c.Article, ", ") }

// Obligation is what must accompany the message.
type Obligation struct {
	Code  assent.ObligationCode `json:"code"`
	Value string                `json:"value,omitzero"`
}

// String returns CODE or CODE:VALUE.
func (o Obligation) String() string {
	if o.Value == "" {
		return string(o.Code)
	}
	return string(o.Code) + ":" + o.Value
}

// Used points at the facts that carry the decision, by their index in [Facts].
type Used struct {
	Consents      []int
	Noes          []int
	Relationships []int
	Registers     []string
}

// Certainty says how sure the author of a pack is of a rule.
type Certainty string

// The certainties; the zero value is high. Doubt marks every decision that rests on the rule.
const (
	High   Certainty = "high"
	Medium Certainty = "medium"
	Low    Certainty = "low"
	Doubt  Certainty = "doubt"
)
