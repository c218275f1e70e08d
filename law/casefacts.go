package law

import (
	"cmp"
	"errors"

	"assent"
)

// caseBatch is the one import that all acts of a case belong to, so that its own dates decide.
const caseBatch = "case"

// reader turns the strings of a case into days and marks; the first error stays.
type reader struct{ err error }

func (r *reader) day(s string) Date {
	d, err := ParseDate(s)
	r.err = errors.Join(r.err, err)
	return d
}

// mark reads when an act was done; an act without a time has happened.
func (r *reader) mark(s string) assent.Mark {
	if s == "" {
		return assent.Mark{Source: assent.Claimed, Batch: caseBatch}
	}
	m, err := ParseMoment(s)
	r.err = errors.Join(r.err, err)
	return assent.Mark{At: m.Time(), BareDay: m.Bare, Source: assent.Claimed, Batch: caseBatch}
}

// question reads the question of a case, its facts and its moment.
func (c *workedCase) question() (*Facts, Question, Moment, error) {
	r := &reader{}
	at, err := ParseMoment(c.AsOf)
	facts := c.Facts.read(r)
	q := Question{
		Jurisdiction: c.Jurisdiction, Recipient: assent.RecipientKind(c.Recipient), Channel: assent.Channel(c.Channel),
		Kind: assent.MessageKind(c.Message.Kind), Purpose: c.Message.Purpose,
		ContainsPromotion: c.Message.ContainsPromotion, Partner: c.Facts.SenderPartner,
	}
	return facts, q, at, errors.Join(r.err, err)
}

func (c *caseFacts) read(r *reader) *Facts {
	f := &Facts{
		RefusedAtCollection: r.day(c.RefusedAtCollection), LastContactOn: r.day(c.LastContactOn),
		LastOpenOn: r.day(c.LastOpenOn), LastMarketingSentOn: r.day(c.LastMarketingSentOn),
		AddressKind: c.AddressKind, RelatedToProfession: TruthOf(c.RelatedToProfession),
		PublishedForThisPurpose: TruthOf(c.PublishedForThis), NoCEMStatement: TruthOf(c.NoCEMStatement),
		InformedAtCollection: TruthOf(c.InformedAtCollection), PresumedInterest: TruthOf(c.PresumedInterest),
		SenderKind: c.SenderKind, Sector: c.Sector, CallerNumberKind: c.CallerNumberKind, Line: c.Line,
		Autodialed: TruthOf(c.Autodialed), OSPermission: TruthOf(c.OSPermission),
		AttemptsLast30Days: c.AttemptsLast30Days, ConfirmationsSent: c.ConfirmationsSent,
		MessagesSentOnReferral: c.SentOnReferral, Age: c.Age, OnlineServiceToChild: TruthOf(c.OnlineServiceToChild),
	}
	for i := range c.Consents {
		c.Consents[i].read(r, f)
	}
	for _, o := range c.Objections {
		f.Noes = append(f.Noes, o.read(r))
	}
	for _, id := range sortedKeys(c.Registers) {
		reg := c.Registers[id]
		f.Registers = append(f.Registers, Register{ID: id, Listed: TruthOf(reg.Listed), ListedOn: r.day(reg.ListedOn),
			CheckedOn: r.day(reg.CheckedOn), InDirectory: TruthOf(reg.InDirectory)})
	}
	for _, t := range c.InboundTexts {
		f.InboundTexts = append(f.InboundTexts, InboundText{Mark: r.mark(t.On), Text: t.Text})
	}
	c.readSingles(r, f)
	return f
}

// readSingles reads the facts of which a case has at most one.
func (c *caseFacts) readSingles(r *reader, f *Facts) {
	if c.Relationship != nil {
		f.Relationships = []Relationship{c.Relationship.read(r)}
	}
	if s := c.Suppression; s != nil {
		f.Suppressions = []Suppression{{Mark: r.mark(s.On), Match: s.Match, Scope: s.Scope}}
	}
	if c.RefusedInCallOn != "" {
		m := r.mark(c.RefusedInCallOn)
		f.RefusedInCall = &m
	}
	if c.Referral != nil {
		f.Referral = &Referral{On: r.day(c.Referral.On), ReferrerNamed: c.Referral.ReferrerNamed}
	}
}

// read adds a yes to the consents; a withdrawal or refusal is a no for each purpose and
// channel that it names, and for all where it names none.
func (c *caseConsent) read(r *reader, f *Facts) {
	mark := r.mark(c.On)
	switch c.State {
	case "withdrawn":
		f.Noes = append(f.Noes, c.noes(mark, assent.NoWithdrawn)...)
		return
	case "refused":
		f.Noes = append(f.Noes, c.noes(mark, assent.NoRefused)...)
		return
	case "given", "pending":
	default:
		r.err = errors.Join(r.err, assent.Problemf("LAW_CASES", "A consent is pending, given, refused or withdrawn; %q is none of these.", c.State))
	}
	f.Consents = append(f.Consents, Consent{
		Mark: mark, Pending: c.State == "pending", Strength: c.Strength, Channels: c.Channels, Purposes: c.Purposes,
		Party: c.Party, Partners: c.NamedPartners, ListVersion: c.ListVersion, PreTicked: c.PreTicked,
		BundledWith: c.BundledWith, ConditionOfPurchase: c.ConditionOfPurchase, DatedDigitalProof: TruthOf(c.DatedDigitalProof),
		PhoneVerified: TruthOf(c.PhoneVerified), OutsideHours: c.OutsideHours, InitiatedBySender: c.InitiatedBy == "sender",
		ByProvidingAddress: c.ByProvidingAddress,
	})
}

func (c *caseConsent) noes(mark assent.Mark, kind assent.NoKind) []No {
	channels := c.Channels
	if len(channels) == 0 {
		channels = []assent.Channel{assent.Any}
	}
	purposes := c.Purposes
	if len(purposes) == 0 {
		purposes = []string{assent.Any}
	}
	var out []No
	for _, purpose := range purposes {
		for _, channel := range channels {
			scope := assent.Scope{Brand: assent.Any, Purpose: purpose, Channel: string(channel), Party: cmp.Or(string(c.Party), assent.Any)}
			out = append(out, No{Mark: mark, Kind: kind, Scope: scope})
		}
	}
	return out
}

// read turns an objection's scope into the lattice: what it does not name is everything.
func (o caseObjection) read(r *reader) No {
	scope := assent.Everything()
	scope.Channel = cmp.Or(o.Channel, assent.Any)
	scope.Purpose = cmp.Or(o.Purpose, assent.Any)
	switch o.Scope {
	case "all":
		scope = assent.Everything()
	case "channel", "purpose", "stream":
	default:
		r.err = errors.Join(r.err, assent.Problemf("LAW_CASES", "An objection has the scope all, channel, purpose or stream; %q is none of these.", o.Scope))
	}
	return No{Mark: r.mark(o.On), Kind: assent.NoObjection, Scope: scope, Stream: o.Stream, GranularChoiceOffered: o.Granular}
}

func (c *caseRelationship) read(r *reader) Relationship {
	return Relationship{
		Kind: c.Kind, On: r.day(c.On), CreatedOn: r.day(c.CreatedOn), LastPurchaseOn: r.day(c.LastPurchaseOn),
		EnquiryOn: r.day(c.EnquiryOn), ContractEndOn: r.day(c.ContractEndOn),
		SimilarProducts: TruthOf(c.SimilarProducts), DetailsObtainedInSale: TruthOf(c.DetailsObtained),
		OptOutOfferedAtCollection: TruthOf(c.OptOutAtCollection), OptOutInEveryMessage: TruthOf(c.OptOutInMessage),
		ObjectRelated: TruthOf(c.ObjectRelated), SameCompany: TruthOf(c.SameCompany), Ongoing: TruthOf(c.Ongoing),
		Written: TruthOf(c.Written), AccountRemuneratedIndirectly: TruthOf(c.RemuneratedElsewhere),
	}
}
