package assent

import "time"

// Verdict is the answer proper.
type Verdict string

// The verdicts.
const (
	Allow Verdict = "allow"
	Deny  Verdict = "deny"
)

// Decision is the answer to a [Question], with all that makes it checkable.
type Decision struct {
	Decision     Verdict       `json:"decision"`
	Basis        Basis         `json:"basis"`
	Reason       Reason        `json:"reason"`
	Failed       []FailedBasis `json:"failed"`
	Citations    []Citation    `json:"citations"`
	Obligations  []Obligation  `json:"obligations"`
	Evidence     []ID          `json:"evidence"` // events that the decision rests on
	AsOf         time.Time     `json:"as_of"`
	ValidUntil   *time.Time    `json:"valid_until"` // first instant at which the answer flips by itself; null if never
	ExpiresOn    Day           `json:"expires_on,omitzero"`
	Position     int64         `json:"position"` // the log's length that the answer reflects
	WouldAllowIf [][]string    `json:"would_allow_if"`
	Jurisdiction string        `json:"jurisdiction"`
	Uncertain    bool          `json:"uncertain,omitzero"` // the law is in doubt; read strictly
	Explanation  string        `json:"explanation,omitzero"`
}

// FailedBasis is a basis of the cell that does not hold, with every condition it lacks.
type FailedBasis struct {
	Basis Basis   `json:"basis"`
	Unmet []Unmet `json:"unmet"`
}

// Unmet is one condition that is not met.
type Unmet struct {
	Reason   Reason   `json:"reason"`
	Citation Citation `json:"citation"`
	Text     string   `json:"text,omitzero"`
}

// Citation names the norm behind a step: law, article, and the words it rests on.
type Citation struct {
	Law     string `json:"law"`
	Article string `json:"article,omitzero"`
	Quote   string `json:"quote,omitzero"`
	URL     string `json:"url,omitzero"`
}

// Obligation is something that must accompany the message.
type Obligation struct {
	Code  ObligationCode `json:"code"`
	Value string         `json:"value,omitzero"` // a date, an age, a register
	Text  string         `json:"text,omitzero"`  // ready to print, in the person's language
}

// Denied is a decision that fails closed: no basis could be looked at.
func Denied(reason Reason, asOf time.Time) Decision {
	return Decision{
		Decision: Deny, Basis: NoBasis, Reason: reason, AsOf: asOf, Position: -1, Failed: []FailedBasis{},
		Citations: []Citation{}, Obligations: []Obligation{}, Evidence: []ID{}, WouldAllowIf: [][]string{},
	}
}
