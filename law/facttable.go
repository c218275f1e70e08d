package law

import (
	"slices"
	"strings"
)

// Fact is one row of the table of facts: a name that packs may use, what kind of value it
// has, what its absence means, and where it comes from.
type Fact struct {
	Name   string
	Type   FactType
	Absent Absence
	Source string // event type, setting, question field, or the facts it is derived from
	Text   string

	flag   func(*view) Truth
	day    func(*view) Date
	word   func(*view) string
	number func(*view) (int, bool)
}

// FactType is the sort of a fact's value.
type FactType string

// The sorts of value.
const (
	FlagFact   FactType = "flag"
	DayFact    FactType = "day"
	WordFact   FactType = "word"
	NumberFact FactType = "number"
)

// Absence says what an absent fact means.
type Absence string

// The meanings: a defect that is not recorded is not there; a requirement that is not
// recorded is not fulfilled.
const (
	Defect      Absence = "defect"
	Requirement Absence = "requirement"
)

// FactTable lists every fact that packs can use, by name. Registers are given once, as
// register.<id>.…, since packs name their own.
func FactTable() []Fact { return slices.Clone(factTable) }

var factTable = slices.Concat(messageFacts(), noFacts(), consentFacts(), relationshipFacts(),
	circumstanceFacts(), registerFacts("<id>"))

// factNamed finds a fact; register facts of any id are made on demand.
func factNamed(name string) (Fact, bool) {
	list := factTable
	if id, ok := registerID(name); ok {
		list = registerFacts(id)
	}
	i := slices.IndexFunc(list, func(f Fact) bool { return f.Name == name })
	if i < 0 {
		return Fact{}, false
	}
	return list[i], true
}

func flag(name, source, text string, get func(*view) bool) Fact {
	return Fact{Name: name, Type: FlagFact, Absent: Defect, Source: source, Text: text,
		flag: func(v *view) Truth { return truth(get(v)) }}
}

func needed(name, source, text string, get func(*view) Truth) Fact {
	return Fact{Name: name, Type: FlagFact, Absent: Requirement, Source: source, Text: text, flag: get}
}

func defect(name, source, text string, get func(*view) Truth) Fact {
	return Fact{Name: name, Type: FlagFact, Absent: Defect, Source: source, Text: text,
		flag: func(v *view) Truth { return truth(get(v) == True) }}
}

func day(name, source, text string, get func(*view) Date) Fact {
	return Fact{Name: name, Type: DayFact, Absent: Requirement, Source: source, Text: text,
		day: func(v *view) Date { return v.day(get(v)) }}
}

func word(name string, absent Absence, source, text string, get func(*view) string) Fact {
	return Fact{Name: name, Type: WordFact, Absent: absent, Source: source, Text: text, word: get}
}

func number(name, source, text string, get func(*view) (int, bool)) Fact {
	return Fact{Name: name, Type: NumberFact, Absent: Defect, Source: source, Text: text, number: get}
}

// messageFacts are facts of the question itself.
func messageFacts() []Fact {
	const q = "question"
	return []Fact{
		flag("contains_promotion", q, "A service message or confirmation carries advertising.",
			func(v *view) bool { return v.q.ContainsPromotion }),
		word("sender_jurisdiction", Requirement, "setting of the organisation", "Where the sender is established.",
			func(v *view) string { return v.q.SenderJurisdiction }),
		flag("consent.valid", "derived: a basis over consent holds", "A consent carries this message.",
			func(v *view) bool { return v.valid }),
	}
}

// noFacts are derived from everything that was said against the message.
func noFacts() []Fact {
	const objection, withdrawal, refusal = "objection.raised", "consent.withdrawn", "consent.refused"
	sum := func(name, source, text string, get func(*noes) bool) Fact {
		return flag(name, source, text, func(v *view) bool { return get(&v.noes) })
	}
	return []Fact{
		sum("no.all", objection, "She objected to everything, and no later yes lifts it here.", func(n *noes) bool { return n.all.open }),
		sum("no.scope", objection, "An objection covers this message, and no later yes lifts it.", func(n *noes) bool { return n.scope.open }),
		sum("no.widened", objection, "An objection by another channel, made without a granular choice, is not lifted.", func(n *noes) bool { return n.widened.open }),
		sum("no.ambiguous", objection, "An objection to another purpose by one channel, made without a granular choice, is not lifted.", func(n *noes) bool { return n.ambiguous.open }),
		sum("no.withdrawn", withdrawal, "A consent for this message was withdrawn and not given again.", func(n *noes) bool { return n.withdrawn.open }),
		sum("no.refused", refusal, "This message was refused when asked, and not agreed to later.", func(n *noes) bool { return n.refused.open }),
		sum("no.lifted", "derived: a no and a later yes", "Some no reaches this message and is lifted by a later yes, which alone can then carry it.", (*noes).anyLifted),
		sum("no.objection_lifted", objection, "A later yes of exactly this scope lifts an objection.", func(n *noes) bool {
			return n.all.lifted || n.scope.lifted || n.widened.lifted
		}),
		sum("no.withdrawal_lifted", withdrawal, "It was withdrawn and given again.", func(n *noes) bool { return n.withdrawn.lifted || n.stopText.lifted }),
		sum("no.refusal_lifted", refusal, "It was refused, when asked or in a call, and agreed to later.", func(n *noes) bool {
			return n.refused.lifted || n.refusedInCall.lifted
		}),
		sum("no.other_channel", objection, "An objection names another channel only, after a choice was offered.", func(n *noes) bool { return n.otherChannel }),
		sum("no.other_stream", objection, "An objection names the other stream (marketing, service).", func(n *noes) bool { return n.otherStream }),
		sum("no.marketing_by_phone", objection, "An objection to marketing by text or call, seen from a service message, and not lifted.", func(n *noes) bool { return n.byPhone }),
		day("no.first_on", objection, "The day of the earliest no that stops this message and is not lifted.", func(v *view) Date { return v.noes.first }),
		sum("suppressed", "suppression.added", "A suppression matches and no later yes lifts it.", func(n *noes) bool { return n.suppressed.open }),
		sum("suppressed.technical", "suppression.added", "The address bounces or is not hers.", func(n *noes) bool { return n.technical.open }),
		sum("stop_text", "consent.withdrawn by reply_stop", "A text asked to stop, and no later yes lifts it.", func(n *noes) bool { return n.stopText.open }),
		sum("refused_in_call", "consent.refused by call", "She refused in a call, and no later yes lifts it.", func(n *noes) bool { return n.refusedInCall.open }),
		day("refused_in_call_on", "consent.refused by call", "The day of that refusal.", func(v *view) Date {
			if v.f.RefusedInCall == nil {
				return 0
			}
			return DateOf(v.f.RefusedInCall.At)
		}),
		day("refused_at_collection", "consent.refused", "The day on which she left the box empty or refused when her address was taken.",
			func(v *view) Date { return v.f.RefusedAtCollection }),
	}
}

// consentFacts are those of the consent that a rule is tried on.
func consentFacts() []Fact {
	const granted = "consent.granted"
	of := func(name, text string, absent Absence, get func(*view, *Consent) Truth) Fact {
		return Fact{Name: name, Type: FlagFact, Absent: absent, Source: granted, Text: text, flag: func(v *view) Truth {
			if v.consent == nil {
				return NotKnown
			}
			return get(v, v.consent)
		}}
	}
	is := func(name, text string, get func(*view, *Consent) bool) Fact {
		return of(name, text, Defect, func(v *view, c *Consent) Truth { return truth(get(v, c)) })
	}
	return []Fact{
		flag("consent.event", granted, "A yes, or the end of one, is recorded for this or another message.", func(v *view) bool {
			return len(v.f.Consents) > 0 || v.noes.withdrawn.any()
		}),
		is("consent.happened", "It was given by now.", func(v *view, c *Consent) bool { return v.at.happened(c.Mark) }),
		is("consent.confirmed", "It awaits no confirmation.", func(v *view, c *Consent) bool { return !c.Pending && !v.stands.awaits }),
		{Name: "consent.stands", Type: FlagFact, Absent: Defect, Source: "consent.granted, consent.withdrawn, objection.raised",
			Text: "No later no ends it.", flag: func(v *view) Truth {
				if v.consent == nil {
					return truth(!v.noes.withdrawn.open)
				}
				return truth(!v.stands.falls)
			}},
		is("consent.active", "She did something to agree.", func(_ *view, c *Consent) bool { return c.active() }),
		is("consent.bundled", "It was tied to other terms or an advantage.", func(_ *view, c *Consent) bool { return c.BundledWith != "" }),
		is("consent.condition_of_purchase", "It was a condition of a purchase.", func(_ *view, c *Consent) bool { return c.ConditionOfPurchase }),
		is("consent.covers_channel", "It names this channel.", func(v *view, c *Consent) bool { return v.coversChannel(c) }),
		is("consent.covers_purpose", "It names this purpose.", func(v *view, c *Consent) bool { return v.coversPurpose(c) }),
		is("consent.covers_party", "It is given to the party that speaks.", func(v *view, c *Consent) bool { return v.coversParty(c) }),
		is("consent.names_sender", "The sending partner was shown when it was given.", func(v *view, c *Consent) bool { return v.namesSender(c) }),
		is("consent.outside_hours", "It names calls outside the legal hours.", func(_ *view, c *Consent) bool { return c.OutsideHours }),
		is("consent.by_providing_address", "It was expressed by giving the address for this.", func(_ *view, c *Consent) bool { return c.ByProvidingAddress }),
		of("consent.dated_digital_proof", "A dated digital proof exists.", Requirement, func(_ *view, c *Consent) Truth { return c.DatedDigitalProof }),
		of("consent.phone_verified", "The number was verified to be hers.", Requirement, func(_ *view, c *Consent) Truth { return c.PhoneVerified }),
		word("consent.strength", Requirement, granted, "How firmly it was given.", func(v *view) string {
			if v.consent == nil {
				return ""
			}
			return string(v.consent.Strength)
		}),
		day("consent.on", granted, "The day on which it was given.", func(v *view) Date {
			if v.consent == nil {
				return 0
			}
			return DateOf(v.consent.At)
		}),
	}
}

// registerID takes the id out of register.<id>.<field>.
func registerID(name string) (string, bool) {
	parts := strings.Split(name, ".")
	if len(parts) != 3 || parts[0] != "register" {
		return "", false
	}
	return parts[1], true
}

// registerFacts are those of one opposition list.
func registerFacts(id string) []Fact {
	const source = "register.checked"
	prefix := "register." + id
	return []Fact{
		defect(prefix+".listed", source, "The list names her, and has by now.", func(v *view) Truth {
			if r := v.register(id); r.ListedOn <= v.at.Day {
				return r.Listed
			}
			return False
		}),
		needed(prefix+".in_directory", source, "Her number stands in a directory.", func(v *view) Truth { return v.register(id).InDirectory }),
		day(prefix+".listed_on", source, "Since when.", func(v *view) Date { return v.register(id).ListedOn }),
		day(prefix+".checked_on", source, "When the list was last asked; unknown where the answer is.", func(v *view) Date {
			if v.register(id).Listed == NotKnown {
				return 0
			}
			return v.register(id).CheckedOn
		}),
	}
}
