package decide

import (
	"slices"
	"strings"

	"assent"
	"assent/index"
	"assent/law"
)

// brief is the decision without what explains it: what a whole audience is sorted by, and what an index keeps.
func (e *enquiry) brief() index.Kept {
	r := e.judge(e.now)
	k := index.Kept{
		Answer: index.Answer{
			Decision: assent.Deny, Basis: r.Basis, Reason: r.headline(),
			Jurisdiction: r.Jurisdiction, Obligations: codes(r.Obligations),
		},
		Place:   index.Place{Country: e.here.Attribute("country"), Language: e.here.Attribute("language")},
		Turn:    e.steadyUntil(r),
		Expires: e.expiresOn(r),
	}
	if r.allow() {
		k.Decision = assent.Allow
	}
	if until := e.validUntil(r, e.now); until != nil {
		k.Until = *until
	}
	return k
}

// codes writes obligations in a row, each once: "OPT_OUT_LINK REMIND_BEFORE=2027-01-02".
func codes(list []law.Obligation) string {
	if len(list) == 0 {
		return ""
	}
	out := make([]string, 0, len(list))
	for _, o := range list {
		code := string(o.Code)
		if o.Value != "" {
			code += "=" + o.Value
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return strings.Join(out, " ")
}

// steady reports whether the answer is that of the moment asked about, and may be kept.
func (e *enquiry) steady() bool { return e.now.Equal(e.at) && !e.ahead(e.now) }
