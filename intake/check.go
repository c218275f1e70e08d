package intake

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"assent"
	"assent/catalogue"
)

// What can be said against an act without looking anything up.

// payloads names, for each type of act, what it must bring.
var payloads = map[assent.EventType]struct {
	name string
	has  func(*Act) bool
}{
	assent.ConsentGranted:       {"choices", func(a *Act) bool { return len(a.Choices) > 0 }},
	assent.ConsentRequested:     {"choices", func(a *Act) bool { return len(a.Choices) > 0 }},
	assent.ConsentRefused:       {"choices", func(a *Act) bool { return len(a.Choices) > 0 || a.Scope != nil }},
	assent.ConsentWithdrawn:     {"", nil},
	assent.ObjectionRaised:      {"", nil},
	assent.ConsentConfirmed:     {"refers, the event that asked", func(a *Act) bool { return !a.Refers.IsZero() }},
	assent.WithdrawalUndone:     {"refers, the withdrawal", func(a *Act) bool { return !a.Refers.IsZero() }},
	assent.ImportUndone:         {"batch, the import run", func(a *Act) bool { return a.Batch != "" }},
	assent.PauseSet:             {"pause", func(a *Act) bool { return a.Pause != nil }},
	assent.FrequencySet:         {"frequency", func(a *Act) bool { return a.Frequency != nil }},
	assent.RelationshipRecorded: {"relationship", func(a *Act) bool { return a.Relationship != nil && a.Relationship.Kind != "" }},
	assent.ContactRecorded:      {"contact kind", func(a *Act) bool { return a.Contacted != nil && a.Contacted.Kind != "" }},
	assent.ContactLinked:        {"", nil},
	assent.RegisterChecked:      {"register", func(a *Act) bool { return a.Register != nil && a.Register.Register != "" }},
	assent.SuppressionAdded:     {"suppression kind", func(a *Act) bool { return a.Suppression != nil && a.Suppression.Kind != "" }},
	assent.SuppressionRemoved:   {"suppression kind", func(a *Act) bool { return a.Suppression != nil && a.Suppression.Kind != "" }},
	assent.MessageSent:          {"message", func(a *Act) bool { return a.Message != nil && a.Message.Channel != "" }},
	assent.PersonErased:         {"", nil},
}

func check(a *Act) error {
	for _, test := range []func(*Act) error{checkText, checkType, checkMethod, checkTimes, checkWords, checkPayload, checkAttributes} {
		if err := test(a); err != nil {
			return err
		}
	}
	return nil
}

func checkType(a *Act) error {
	payload, ok := payloads[a.Type]
	if !ok {
		return assent.Problemf("UNKNOWN_TYPE", "There is no type of event %q; the types are %s.", a.Type, types()).In("type")
	}
	if payload.has != nil && !payload.has(a) {
		return assent.Problemf("MISSING_PAYLOAD", "An event of type %s needs %s.", a.Type, payload.name)
	}
	return nil
}

// checkText refuses what could not be read back (the log is UTF-8), and texts that are too long or deceive whoever
// reads them.
func checkText(a *Act) error {
	if !readable(reflect.ValueOf(a)) {
		return assent.Problemf("BAD_TEXT", "Some of the text is not UTF-8; convert it first.")
	}
	for _, field := range slices.Sorted(maps.Keys(a.Personal)) {
		if p := checkPersonal(field, a.Personal[field]); p != nil {
			return p
		}
	}
	if a.Evidence == nil {
		return nil
	}
	if p := assent.CheckLine("evidence.source", a.Evidence.Source, mostName); p != nil {
		return p
	}
	return nil
}

var instant = reflect.TypeFor[time.Time]()

// readable reports whether all text in a value is UTF-8.
func readable(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return utf8.ValidString(v.String())
	case reflect.Pointer:
		return v.IsNil() || readable(v.Elem())
	case reflect.Struct:
		if v.Type() == instant {
			return true
		}
		for i := range v.NumField() {
			if !readable(v.Field(i)) {
				return false
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if !readable(v.Index(i)) {
				return false
			}
		}
	case reflect.Map:
		for k, e := range v.Seq2() {
			if !readable(k) || !readable(e) {
				return false
			}
		}
	}
	return true
}

func types() string {
	var out []string
	for t := range payloads {
		out = append(out, string(t))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func checkTimes(a *Act) error {
	// Clocks of two systems differ; what is later than that has not happened.
	if a.Occurred.After(a.Received.Add(assent.ClaimMargin)) {
		return assent.Problemf("OCCURRED_IN_FUTURE", "occurred_at is later than now; give the time at which it happened, with its zone.").In("occurred_at")
	}
	if !a.Occurred.IsZero() && a.Occurred.Year() < 1970 {
		return assent.Problemf("OCCURRED_TOO_EARLY", "occurred_at is before 1970; leave it out if it is not known.").In("occurred_at")
	}
	return nil
}

func checkWords(a *Act) error {
	if a.Strength != "" && !slices.Contains(assent.Strengths(), a.Strength) {
		return unknownWord("strength", a.Strength, assent.Strengths())
	}
	for i, c := range a.Choices {
		if !slices.Contains(assent.Channels(), c.Channel) {
			return unknownWord(fmt.Sprintf("choices[%d].channel", i), c.Channel, assent.Channels())
		}
		if parties := []assent.Party{assent.PartyOwn, assent.PartyPartners}; c.Party != "" && !slices.Contains(parties, c.Party) {
			return unknownWord(fmt.Sprintf("choices[%d].party", i), c.Party, parties)
		}
		if replies := []assent.Reply{assent.Yes, assent.No, assent.Blank}; !slices.Contains(replies, c.Reply) {
			return unknownWord(fmt.Sprintf("choices[%d].reply", i), c.Reply, replies[1:])
		}
	}
	if s := a.Scope; s != nil && s.Channel != "" && s.Channel != assent.Any && !slices.Contains(assent.Channels(), assent.Channel(s.Channel)) {
		return unknownWord("scope.channel", s.Channel, assent.Channels())
	}
	return nil
}

// The words of payloads that are not kept by a list of the vocabulary.
var (
	contactKinds = []assent.ContactKind{
		assent.ContactClick, assent.ContactOrder, assent.ContactReply, assent.ContactLogin, assent.ContactOpen, assent.ContactText,
	}
	frequencies       = []string{assent.Weekly, assent.Monthly}
	suppressionKinds  = []string{"bounce", "complaint", "not_me", "manual", restricted}
	relationshipKinds = []string{
		"account_only", "enquiry", "negotiation", "purchase", "subscription",
		"contract_running", "contract_ended", "donation", "charity_interest",
	}
)

func checkPayload(a *Act) error {
	if m := a.Message; m != nil && !slices.Contains(assent.Channels(), m.Channel) {
		return unknownWord("message.channel", m.Channel, assent.Channels())
	}
	if m := a.Message; m != nil && m.Kind != "" && !slices.Contains(assent.MessageKinds(), m.Kind) {
		return unknownWord("message.kind", m.Kind, assent.MessageKinds())
	}
	if f := a.Frequency; f != nil && f.AtMost != "" && !slices.Contains(frequencies, f.AtMost) {
		return unknownWord("frequency.at_most", f.AtMost, frequencies)
	}
	if c := a.Contacted; c != nil && !slices.Contains(contactKinds, c.Kind) {
		return unknownWord("contact.kind", c.Kind, contactKinds)
	}
	if s := a.Suppression; s != nil && !slices.Contains(suppressionKinds, s.Kind) {
		return unknownWord("suppression.kind", s.Kind, suppressionKinds)
	}
	if r := a.Relationship; r != nil && !slices.Contains(relationshipKinds, r.Kind) {
		return unknownWord("relationship.kind", r.Kind, relationshipKinds)
	}
	if problem := catalogue.CheckFacts(a.Facts); problem != nil {
		return problem
	}
	return nil
}

func unknownWord[S, W ~string](field string, word S, known []W) error {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return assent.Problemf("UNKNOWN_WORD", "%s: there is no %q; use one of %s.", field, word, strings.Join(names, ", ")).In(field)
}

var (
	country  = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
	language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

func checkAttributes(a *Act) error {
	at := a.Attributes
	if at == nil {
		return nil
	}
	if at.Country != "" && !country.MatchString(at.Country) {
		return assent.Problemf("BAD_COUNTRY", "A country is its two-letter code in capitals, as in FR, or with a state, as in US-TX.").In("attributes.country")
	}
	if at.Language != "" && !language.MatchString(at.Language) {
		return assent.Problemf("BAD_LANGUAGE", "A language is its tag, as in fr or pt-BR.").In("attributes.language")
	}
	if at.Kind != "" && !slices.Contains(assent.RecipientKinds(), at.Kind) {
		return unknownWord("attributes.kind", at.Kind, assent.RecipientKinds())
	}
	if _, err := time.LoadLocation(at.TimeZone); err != nil || at.TimeZone == "Local" {
		return assent.Problemf("BAD_TIMEZONE", "A time zone is its IANA name, as in Europe/Paris.").In("attributes.timezone")
	}
	return nil
}
