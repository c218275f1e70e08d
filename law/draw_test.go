package law

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"assent"
)

// The generators stay near the dates at which the law and the facts turn.

func drawDay(t *rapid.T, label string) Date {
	base := rapid.SampledFrom([]string{"2023-03-01", "2023-11-18", "2025-07-02", "2026-01-10", "2026-08-11", "2026-11-18"}).Draw(t, label)
	d, _ := ParseDate(base)
	return d + Date(rapid.IntRange(-40, 40).Draw(t, label+" shift"))
}

func drawMaybe(t *rapid.T, label string) Date {
	if rapid.Bool().Draw(t, label+" known") {
		return drawDay(t, label)
	}
	return 0
}

func drawRarely(t *rapid.T, label string) Date {
	if rapid.IntRange(0, 4).Draw(t, label+" known") == 0 {
		return drawDay(t, label)
	}
	return 0
}

func drawMoment(t *rapid.T, label string) Moment {
	return Moment{Day: drawDay(t, label), Minute: rapid.IntRange(0, minutesPerDay-1).Draw(t, label+" minute")}
}

func drawTruth(t *rapid.T, label string) Truth {
	return Truth(rapid.SampledFrom([]int{0, 1, 2, 2}).Draw(t, label))
}

func drawMark(t *rapid.T) assent.Mark {
	m := drawMoment(t, "mark")
	mark := assent.Mark{At: m.Time(), Source: assent.Claimed, Batch: "drawn"}
	if rapid.Bool().Draw(t, "own") {
		mark.Source, mark.Batch, mark.Confirmed = assent.Own, "", rapid.Bool().Draw(t, "confirmed")
	}
	if rapid.Bool().Draw(t, "bare") {
		mark.BareDay, mark.At = true, Midnight(m.Day).Time()
	}
	return mark
}

var (
	drawnPurposes = []string{"newsletter", "offers"}
	drawnParties  = []assent.Party{assent.PartyOwn, assent.PartyOwn, assent.PartyPartners}
	drawnPartners = []string{"", "Acme", "Other"}
)

func drawConsent(t *rapid.T) Consent {
	return Consent{
		Mark:         drawMark(t),
		Pending:      rapid.IntRange(0, 9).Draw(t, "pending") == 0,
		Strength:     rapid.SampledFrom(append(assent.Strengths(), assent.DoubleOptIn, assent.SingleOptIn)).Draw(t, "strength"),
		Channels:     rapid.SliceOfN(rapid.SampledFrom(assent.Channels()), 1, 6).Draw(t, "channels"),
		Purposes:     rapid.SliceOfN(rapid.SampledFrom(drawnPurposes), 1, 2).Draw(t, "purposes"),
		Party:        rapid.SampledFrom(drawnParties).Draw(t, "party"),
		Partners:     []string{rapid.SampledFrom(drawnPartners).Draw(t, "shown partner")},
		PreTicked:    rapid.IntRange(0, 9).Draw(t, "pre-ticked") == 0,
		OutsideHours: rapid.Bool().Draw(t, "outside hours"), DatedDigitalProof: drawTruth(t, "proof"),
		InitiatedBySender: rapid.IntRange(0, 9).Draw(t, "by sender") == 0,
	}
}

func drawNo(t *rapid.T) No {
	part := func(label string, values ...string) string {
		return rapid.SampledFrom(append(values, assent.Any, assent.Any)).Draw(t, label)
	}
	no := No{
		Mark: drawMark(t),
		Kind: rapid.SampledFrom([]assent.NoKind{assent.NoWithdrawn, assent.NoRefused, assent.NoObjection, assent.NoObjection}).Draw(t, "kind of no"),
		Scope: assent.Scope{Brand: assent.Any, Purpose: part("no purpose", drawnPurposes...),
			Channel: part("no channel", "email", "sms", "live_call"), Party: part("no party", "own", "partners")},
		Stream: rapid.SampledFrom([]string{"", "", "marketing", "service"}).Draw(t, "stream"),
	}
	if rapid.Bool().Draw(t, "choice known") {
		offered := rapid.Bool().Draw(t, "choice offered")
		no.GranularChoiceOffered = &offered
	}
	return no
}

func drawRelationship(t *rapid.T) Relationship {
	return Relationship{
		Kind: rapid.SampledFrom([]string{"account_only", "enquiry", "purchase", "purchase", "subscription", "contract_running",
			"contract_running", "contract_ended", "donation"}).Draw(t, "relationship"),
		LastPurchaseOn: drawMaybe(t, "purchase"), ContractEndOn: drawMaybe(t, "contract end"), On: drawMaybe(t, "dealing"),
		SimilarProducts: drawTruth(t, "similar"), DetailsObtainedInSale: drawTruth(t, "details"),
		OptOutOfferedAtCollection: drawTruth(t, "offered"), OptOutInEveryMessage: drawTruth(t, "in message"),
		ObjectRelated: drawTruth(t, "related"), Ongoing: drawTruth(t, "ongoing"),
	}
}

func drawFacts(t *rapid.T) *Facts {
	some := func(label string) int { return rapid.SampledFrom([]int{0, 0, 1, 1, 2}).Draw(t, label) }
	f := &Facts{
		RefusedAtCollection: drawMaybe(t, "refused"), LastContactOn: drawMaybe(t, "contact"),
		AddressKind:         rapid.SampledFrom([]string{"", "generic", "named_professional"}).Draw(t, "address"),
		RelatedToProfession: drawTruth(t, "profession"), InformedAtCollection: drawTruth(t, "informed"),
		Sector:       rapid.SampledFrom([]string{"", "", "press", "energy_renovation"}).Draw(t, "sector"),
		OSPermission: drawTruth(t, "os"), ConfirmationsSent: rapid.IntRange(0, 2).Draw(t, "confirmations"),
		CallerNumberKind: rapid.SampledFrom([]string{"", "", "", "mobile"}).Draw(t, "caller number"),
	}
	if rapid.Bool().Draw(t, "keeps open") {
		f.RefusedAtCollection = 0
	}
	for range some("consents") {
		f.Consents = append(f.Consents, drawConsent(t))
	}
	for range some("noes") {
		f.Noes = append(f.Noes, drawNo(t))
	}
	for range some("relationships") {
		f.Relationships = append(f.Relationships, drawRelationship(t))
	}
	f.Registers = []Register{{ID: "bloctel", Listed: drawTruth(t, "listed"), CheckedOn: drawMaybe(t, "checked")}}
	for range rapid.IntRange(0, 5).Draw(t, "attempts") {
		f.Attempts = append(f.Attempts, drawMoment(t, "attempt"))
	}
	drawRare(t, f)
	return f
}

// drawRare adds what stops a message outright, now and then.
func drawRare(t *rapid.T, f *Facts) {
	switch rapid.IntRange(0, 9).Draw(t, "rare") {
	case 0:
		f.Suppressions = []Suppression{{Mark: drawMark(t), Match: rapid.SampledFrom([]string{"hmac", "bounce"}).Draw(t, "match"), Scope: "all"}}
	case 1:
		f.InboundTexts = []InboundText{{Mark: drawMark(t), Text: rapid.SampledFrom([]string{"STOP", "merci"}).Draw(t, "text")}}
	case 2:
		m := drawMark(t)
		f.RefusedInCall = &m
	case 3:
		age := rapid.IntRange(12, 18).Draw(t, "age")
		f.Age, f.OnlineServiceToChild = &age, True
	}
}

func drawQuestion(t *rapid.T, b *Book) Question {
	var codes []string
	for _, p := range b.Jurisdictions() {
		codes = append(codes, p.Code)
	}
	slices.Sort(codes)
	return Question{
		Jurisdiction: rapid.SampledFrom(codes).Draw(t, "jurisdiction"),
		Recipient:    rapid.SampledFrom(assent.RecipientKinds()).Draw(t, "recipient"),
		Channel:      rapid.SampledFrom(assent.Channels()).Draw(t, "channel"),
		Kind:         rapid.SampledFrom(append(assent.MessageKinds(), assent.OwnMarketing, assent.OwnMarketing)).Draw(t, "kind"),
		Purpose:      rapid.SampledFrom(drawnPurposes).Draw(t, "purpose"),
		Partner:      rapid.SampledFrom(drawnPartners).Draw(t, "partner"), ContainsPromotion: rapid.Bool().Draw(t, "promotion"),
		Profile:   rapid.SampledFrom([]Profile{"", Prudent, StatuteOnly}).Draw(t, "profile"),
		AtAnyHour: rapid.IntRange(0, 4).Draw(t, "any hour") == 0, UnderLawOf: drawRarely(t, "law of"),
	}
}

// drawLater draws a moment within some years after another.
func drawLater(t *rapid.T, from Moment) Moment {
	return MomentOf(from.Time().Add(time.Duration(rapid.Int64Range(0, 5*366*minutesPerDay).Draw(t, "later")) * time.Minute))
}
