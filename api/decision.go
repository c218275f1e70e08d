package api

import (
	"time"

	"assent"
)

// Decision is the answer, with all that makes it checkable.
type Decision struct {
	Decision     assent.Verdict       `json:"decision" enum:"allow,deny"`
	Basis        assent.Basis         `json:"basis" example:"consent"`
	Reason       assent.Reason        `json:"reason" example:"CONSENT_VALID"`
	Failed       []assent.FailedBasis `json:"failed" doc:"Each basis that the law admits here and that does not hold, with every condition it lacks"`
	Citations    []assent.Citation    `json:"citations"`
	Obligations  []assent.Obligation  `json:"obligations" doc:"What must accompany the message"`
	Evidence     []assent.ID          `json:"evidence" doc:"The events that the answer rests on; see /v1/proofs"`
	AsOf         time.Time            `json:"as_of"`
	ValidUntil   *time.Time           `json:"valid_until" doc:"The first instant at which the answer flips by itself; null if it never does"`
	ExpiresOn    *assent.Day          `json:"expires_on" doc:"The last local day of the basis; null if it has none" format:"date"`
	Position     int64                `json:"position" doc:"The length of the log that the answer reflects; -1 if nothing could be read"`
	WouldAllowIf [][]string           `json:"would_allow_if" doc:"The smallest sets of unmet conditions that can still be met"`
	Jurisdiction string               `json:"jurisdiction,omitzero" example:"FR"`
	Uncertain    bool                 `json:"uncertain,omitzero" doc:"The law is in doubt, and was read strictly"`
	Explanation  string               `json:"explanation,omitzero" doc:"One paragraph, with explain=full"`
}

// decisionOf gives a decision the shape that is promised: lists are never null.
func decisionOf(d assent.Decision) Decision {
	out := Decision{
		Decision: d.Decision, Basis: d.Basis, Reason: d.Reason,
		Failed: present(d.Failed), Citations: present(d.Citations), Obligations: present(d.Obligations),
		Evidence: present(d.Evidence), AsOf: d.AsOf, ValidUntil: d.ValidUntil,
		Position: d.Position, WouldAllowIf: present(d.WouldAllowIf),
		Jurisdiction: d.Jurisdiction, Uncertain: d.Uncertain, Explanation: d.Explanation,
	}
	if d.ExpiresOn != "" {
		out.ExpiresOn = &d.ExpiresOn
	}
	return out
}

// present returns an empty list for nil.
func present[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
