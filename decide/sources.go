package decide

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"assent"
	"assent/law"
)

// Source says where a fact of the law comes from.
type Source struct {
	Fact string // its name in the table of package law, or a group of them: "consent.*"
	From string // event, setting or question field that yields it
	set  func(f *law.Facts, value string) bool
}

// claimable ends the source of each fact that can be recorded or claimed by its name.
const claimable = "events: facts; catalogue: facts of the collection point or the purpose; question: facts"

// structured facts have a form of their own in events, state and question.
var structured = []Source{
	{Fact: "contains_promotion", From: "question: contains_promotion"},
	{Fact: "sender_jurisdiction", From: "settings: country"},
	{Fact: "consent.*", From: "consent.granted, consent.confirmed, consent.requested: choices, method, strength, terms; settings of the purpose: validity_months"},
	{Fact: "no.*", From: "consent.withdrawn, consent.refused, objection.raised: scope or choices; a form: boxes left blank; person.erased"},
	{Fact: "suppressed", From: "suppression.added, suppression.removed: suppression; person.erased: the keyed hash that it leaves"},
	{Fact: "suppressed.*", From: "suppression.added, suppression.removed: suppression"},
	{Fact: "stop_text", From: "consent.withdrawn by method reply_stop: a STOP is a no from its minute"},
	{Fact: "refused_in_call", From: "consent.withdrawn, consent.refused, objection.raised by method call_noted or call_recorded"},
	{Fact: "relationship.*", From: "relationship.recorded: relationship; question: facts.relationships; " + claimable},
	{Fact: "contract.*", From: "relationship.recorded: relationship; question: facts.relationships"},
	{Fact: "retention.*", From: "derived: last_contact_on and the end of the last contract"},
	{Fact: "register.*", From: "register.checked: register; question: facts.registers"},
}

// circumstances are the facts that go by their name: each is looked for among what the asker
// claims, what is recorded of the contact point and what the purpose fixes, in that order.
var circumstances = []Source{
	day("refused_at_collection", "consent.refused, or a box left blank", func(f *law.Facts) *law.Date { return &f.RefusedAtCollection }),
	day("last_contact_on", "contact.recorded: click, order, reply, login", func(f *law.Facts) *law.Date { return &f.LastContactOn }),
	day("last_open_on", "contact.recorded: open", func(f *law.Facts) *law.Date { return &f.LastOpenOn }),
	day("last_marketing_sent_on", "message.sent of a marketing kind", func(f *law.Facts) *law.Date { return &f.LastMarketingSentOn }),
	word("address_kind", func(f *law.Facts) *string { return &f.AddressKind }),
	word("sender_kind", func(f *law.Facts) *string { return &f.SenderKind }, "settings: charity"),
	word("sector", func(f *law.Facts) *string { return &f.Sector }, "catalogue: sector of the purpose"),
	word("caller_number_kind", func(f *law.Facts) *string { return &f.CallerNumberKind }),
	word("line", func(f *law.Facts) *string { return &f.Line }),
	truth("related_to_profession", func(f *law.Facts) *law.Truth { return &f.RelatedToProfession }),
	truth("published_for_this_purpose", func(f *law.Facts) *law.Truth { return &f.PublishedForThisPurpose }),
	truth("no_cem_statement", func(f *law.Facts) *law.Truth { return &f.NoCEMStatement }),
	truth("informed_at_collection", func(f *law.Facts) *law.Truth { return &f.InformedAtCollection }),
	truth("presumed_interest", func(f *law.Facts) *law.Truth { return &f.PresumedInterest }),
	truth("autodialed", func(f *law.Facts) *law.Truth { return &f.Autodialed }),
	truth("os_permission", func(f *law.Facts) *law.Truth { return &f.OSPermission }),
	truth("online_service_to_child", func(f *law.Facts) *law.Truth { return &f.OnlineServiceToChild }),
	number("attempts_last_30_days", "message.sent by live_call or auto_call", func(f *law.Facts, n int) { f.AttemptsLast30Days = n }),
	number("confirmations_sent", "message.sent of kind doi_confirmation or optout_confirmation", func(f *law.Facts, n int) { f.ConfirmationsSent = n }),
	number("messages_sent_on_referral", "", func(f *law.Facts, n int) { f.MessagesSentOnReferral = n }),
	number("age", "", func(f *law.Facts, n int) { f.Age = &n }),
	day("referral.on", "", func(f *law.Facts) *law.Date { return &referral(f).On }),
	{Fact: "refused_in_call_on", From: joined("consent.refused by method call_noted or call_recorded"), set: func(f *law.Facts, v string) bool {
		t, err := time.Parse(time.DateOnly, v)
		f.RefusedInCall = &assent.Mark{At: t, BareDay: true, Source: assent.Claimed}
		return err == nil
	}},
	{Fact: "referral.referrer_named", From: claimable, set: func(f *law.Facts, v string) bool {
		b, err := strconv.ParseBool(v)
		referral(f).ReferrerNamed = b
		return err == nil
	}},
}

// ofRelationship are the circumstances of a relationship that may also be recorded of the contact
// point or fixed by the purpose ("similar_products": the newsletter advertises nothing else).
var ofRelationship = map[string]func(*law.Relationship) *law.Truth{
	"similar_products":               func(r *law.Relationship) *law.Truth { return &r.SimilarProducts },
	"details_obtained_in_sale":       func(r *law.Relationship) *law.Truth { return &r.DetailsObtainedInSale },
	"opt_out_offered_at_collection":  func(r *law.Relationship) *law.Truth { return &r.OptOutOfferedAtCollection },
	"opt_out_in_every_message":       func(r *law.Relationship) *law.Truth { return &r.OptOutInEveryMessage },
	"object_related":                 func(r *law.Relationship) *law.Truth { return &r.ObjectRelated },
	"same_company":                   func(r *law.Relationship) *law.Truth { return &r.SameCompany },
	"ongoing":                        func(r *law.Relationship) *law.Truth { return &r.Ongoing },
	"written":                        func(r *law.Relationship) *law.Truth { return &r.Written },
	"account_remunerated_indirectly": func(r *law.Relationship) *law.Truth { return &r.AccountRemuneratedIndirectly },
}

// Sources lists what yields the facts of the law.
func Sources() []Source { return slices.Concat(structured, circumstances) }

// SourceOf finds what yields one fact of package law; docs/facts.md is made from it.
func SourceOf(fact string) (Source, bool) {
	for _, s := range Sources() {
		group, isGroup := strings.CutSuffix(s.Fact, "*")
		if s.Fact == fact || isGroup && strings.HasPrefix(fact, group) {
			return s, true
		}
	}
	return Source{}, false
}

func day(name, from string, field func(*law.Facts) *law.Date) Source {
	return Source{name, joined(from), func(f *law.Facts, v string) bool {
		d, err := law.ParseDate(v)
		*field(f) = d
		return err == nil
	}}
}

func word(name string, field func(*law.Facts) *string, from ...string) Source {
	return Source{name, joined(from...), func(f *law.Facts, v string) bool {
		*field(f) = v
		return true
	}}
}

func truth(name string, field func(*law.Facts) *law.Truth, from ...string) Source {
	return Source{name, joined(from...), func(f *law.Facts, v string) bool {
		t, ok := parseTruth(v)
		*field(f) = t
		return ok
	}}
}

func number(name, from string, set func(*law.Facts, int)) Source {
	return Source{name, joined(from), func(f *law.Facts, v string) bool {
		n, err := strconv.Atoi(v)
		set(f, n)
		return err == nil && n >= 0
	}}
}

func joined(from ...string) string {
	from = slices.DeleteFunc(append(from, claimable), func(s string) bool { return s == "" })
	return strings.Join(from, "; ")
}

func parseTruth(v string) (law.Truth, bool) {
	b, err := strconv.ParseBool(v)
	if err != nil {
		return law.NotKnown, false
	}
	return law.TruthOf(&b), true
}

func referral(f *law.Facts) *law.Referral {
	if f.Referral == nil {
		f.Referral = &law.Referral{}
	}
	return f.Referral
}

// checkFacts reads what the asker claims.
func checkFacts(c *assent.ClaimedFacts) error {
	for name, value := range c.Facts {
		if _, ok := ofRelationship[name]; ok {
			if _, ok := parseTruth(value); !ok {
				return badFact(name)
			}
			continue
		}
		i := slices.IndexFunc(circumstances, func(s Source) bool { return s.Fact == name })
		if i < 0 {
			return assent.Problemf("UNKNOWN_FACT", "There is no fact %q that a question can bring; consents and noes can only be recorded.", name).In("facts." + name)
		}
		if !circumstances[i].set(&law.Facts{}, value) {
			return badFact(name)
		}
	}
	return nil
}

func badFact(name string) error {
	return assent.Problemf("BAD_FACT", "The fact %s has a value that cannot be read; facts are true or false, whole numbers, or days as in 2026-11-21.", name).In("facts." + name)
}
