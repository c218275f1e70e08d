package webhook

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Hook is a webhook as it is shown: everything but its secrets.
type Hook struct {
	ID       assent.ID `json:"id"`
	Label    string    `json:"label"`
	URL      string    `json:"url"`
	Types    []string  `json:"types" doc:"Types of events, as in consent.withdrawn or consent.*; empty: all"`
	Personal bool      `json:"personal" doc:"Addresses and other personal values go along"`
	Created  time.Time `json:"created_at"`
	Failing  time.Time `json:"failing_since,omitzero" doc:"Since when nothing has arrived"`
	Disabled time.Time `json:"disabled_at,omitzero"`
	Reason   string    `json:"disabled_because,omitzero"`
	Both     time.Time `json:"both_secrets_until,omitzero" doc:"Until when the secret before signs too"`
}

// Plan is what a webhook is made from.
type Plan struct {
	Label    string   `json:"label" maxLength:"100" doc:"Whose it is: shop, newsletter tool"`
	URL      string   `json:"url" maxLength:"1000" doc:"Where to POST; https"`
	Types    []string `json:"types,omitempty" doc:"Types of events, as in consent.withdrawn or consent.*; none: all"`
	Personal bool     `json:"personal,omitzero" doc:"Send addresses and other personal values along"`
}

func hookOf(w store.WebhookRow, now time.Time) Hook {
	h := Hook{
		ID: w.ID, Label: w.Label, URL: w.URL, Types: w.Types, Personal: w.Personal == 1,
		Created: w.Created, Failing: w.Failing, Disabled: w.Disabled, Reason: w.Reason,
	}
	if len(w.Previous) > 0 && w.Expires.After(now) {
		h.Both = w.Expires
	}
	return h
}

// Types lists the types of events that a webhook can be told of: all that are about a person, and what is published.
func Types() []assent.EventType {
	return []assent.EventType{
		assent.ConsentGranted, assent.ConsentRefused, assent.ConsentWithdrawn, assent.ConsentRequested, assent.ConsentConfirmed,
		assent.ObjectionRaised, assent.WithdrawalUndone, assent.ImportUndone, assent.PauseSet, assent.FrequencySet, assent.RelationshipRecorded,
		assent.ContactRecorded, assent.ContactLinked, assent.RegisterChecked, assent.SuppressionAdded, assent.SuppressionRemoved,
		assent.MessageSent, assent.PersonErased, assent.CataloguePublished,
	}
}

// wants reports whether a webhook is told of events of a type.
func wants(types []string, t assent.EventType) bool {
	if !slices.Contains(Types(), t) {
		return false
	}
	return len(types) == 0 || slices.ContainsFunc(types, func(pattern string) bool { return matches(pattern, t) })
}

func matches(pattern string, t assent.EventType) bool {
	if family, whole := strings.CutSuffix(pattern, "*"); whole {
		return strings.HasPrefix(string(t), family)
	}
	return pattern == string(t)
}

// checkTypes refuses patterns that no type matches.
func checkTypes(patterns []string) error {
	for _, p := range patterns {
		if !slices.ContainsFunc(Types(), func(t assent.EventType) bool { return p != "" && matches(p, t) }) {
			return assent.Problemf("UNKNOWN_TYPE", "There is no type of event %q; there are %s, and families such as consent.*.", p, typeNames()).In("types")
		}
	}
	return nil
}

func typeNames() string {
	var names []string
	for _, t := range Types() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}
