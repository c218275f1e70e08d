package decide

import (
	"slices"
	"time"

	"assent"
	"assent/law"
	"assent/store"
)

// decision puts the ruling of the moment asked about into words.
func (e *enquiry) decision(v *store.View) (assent.Decision, error) {
	r := e.judgeInFull(e.now)
	e.said = r
	d := assent.Decision{
		Decision: assent.Deny, Basis: r.Basis, Reason: r.headline(),
		Citations: citations(r.Citations), AsOf: e.now, Position: e.position,
		ValidUntil: e.validUntil(r, e.now), ExpiresOn: e.expiresOn(r),
		Jurisdiction: r.Jurisdiction, Uncertain: r.Uncertain, Evidence: r.evidence(),
	}
	if r.allow() {
		d.Decision = assent.Allow
	}
	if e.Explain != assent.ExplainNone {
		d.Failed, d.WouldAllowIf = failed(r.Failed, e.Explain == assent.ExplainFull), r.wouldAllowIf()
	}
	words := e.desk.words.Printer(e.Language, e.attribute(e.message, "language"), e.cat.Settings().Language)
	origin, err := e.origin(v, r)
	if err != nil {
		return d, err
	}
	d.Obligations = e.obligations(words, r.Obligations, origin)
	if e.Explain == assent.ExplainFull {
		d.Explanation = words.Explain(&d)
	}
	return plain(d), nil
}

// headline is the law's reason, except where the law would allow and the house does not.
func (r *ruling) headline() assent.Reason {
	switch {
	case r.Permit && r.gate != "":
		return r.gate
	case !r.Permit && r.Reason == assent.ReasonNoBasis && r.facts.lapsed:
		return assent.ReasonConsentExpired
	}
	return r.Reason
}

// wouldAllowIf adds the house's gate to what the law lacks.
func (r *ruling) wouldAllowIf() [][]string {
	switch {
	case r.gate == "":
		return r.WouldAllowIf
	case r.Permit:
		return [][]string{{r.opens}}
	}
	out := make([][]string, len(r.WouldAllowIf))
	for i, set := range r.WouldAllowIf {
		out[i] = append(slices.Clone(set), r.opens)
	}
	return out
}

// evidence names the events that the ruling rests on, each once.
func (r *ruling) evidence() []assent.ID {
	var out []assent.ID
	add := func(ids []assent.ID, index int) {
		if index < len(ids) && !ids[index].IsZero() && !slices.Contains(out, ids[index]) {
			out = append(out, ids[index])
		}
	}
	for _, i := range r.Used.Consents {
		add(r.facts.consentEvents, i)
	}
	for _, i := range r.Used.Noes {
		add(r.facts.noEvents, i)
	}
	for _, i := range r.Used.Relationships {
		add(r.facts.relationEvents, i)
	}
	for _, name := range r.Used.Registers {
		add([]assent.ID{r.facts.registerEvents[name]}, 0)
	}
	return out
}

// expiresOn is the last day of the facts used, or of the purpose's own limit if that comes first.
func (e *enquiry) expiresOn(r *ruling) assent.Day {
	var last law.Date
	if r.ExpiresOn != nil {
		last = *r.ExpiresOn
	}
	if r.allow() && r.Basis == assent.ConsentBasis {
		if own := e.ownLimit(r); own.Known() && (!last.Known() || own < last) {
			last = own
		}
	}
	return assent.Day(last.String())
}

// ownLimit is the last day on which one of the consents used is good by the purpose's own limit.
func (e *enquiry) ownLimit(r *ruling) law.Date {
	var last law.Date
	for _, i := range r.Used.Consents {
		if i >= len(r.facts.consentEvents) {
			continue
		}
		for _, y := range e.here.Yeses {
			if y.Event == r.facts.consentEvents[i] {
				last = max(last, e.lastDay(y))
			}
		}
	}
	return last
}

func failed(list []law.FailedBasis, full bool) []assent.FailedBasis {
	out := make([]assent.FailedBasis, len(list))
	for i, f := range list {
		out[i] = assent.FailedBasis{Basis: f.Basis, Unmet: make([]assent.Unmet, len(f.Unmet))}
		for j, u := range f.Unmet {
			out[i].Unmet[j] = assent.Unmet{Reason: u.Reason, Citation: assent.Citation(u.Citation)}
			if full {
				out[i].Unmet[j].Text = u.Text
			}
		}
	}
	return out
}

func citations(list []law.Citation) []assent.Citation {
	out := make([]assent.Citation, len(list))
	for i, c := range list {
		out[i] = assent.Citation(c)
	}
	return out
}

// plain gives every list of a decision at least an empty form, since null says nothing.
func plain(d assent.Decision) assent.Decision {
	d.Failed = orEmpty(d.Failed)
	d.Citations = orEmpty(d.Citations)
	d.Obligations = orEmpty(d.Obligations)
	d.Evidence = orEmpty(d.Evidence)
	d.WouldAllowIf = orEmpty(d.WouldAllowIf)
	d.AsOf = d.AsOf.UTC().Truncate(time.Millisecond)
	return d
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
