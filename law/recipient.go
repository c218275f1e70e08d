package law

import "assent"

// NeedsKind reports whether, at a moment, a jurisdiction judges the same yes differently by who gives it, a
// consumer or somebody at work: whether a form that collects it must ask. Where it does not, asking
// collects what is not needed (GDPR art. 5(1)(c)).
func (b *Book) NeedsKind(jurisdiction string, channel assent.Channel, at Moment) bool {
	given := assent.Mark{At: Midnight(at.Day - 1).Time(), Source: assent.Own, Confirmed: true}
	f := Facts{OSPermission: True, Consents: []Consent{{
		Mark: given, Strength: assent.DoubleOptIn, Channels: []assent.Channel{channel}, Purposes: []string{"any"},
		Party: assent.PartyOwn, DatedDigitalProof: True, PhoneVerified: True, OutsideHours: true,
	}}}
	permits := func(kind assent.RecipientKind) bool {
		return b.Permits(&f, Question{
			Jurisdiction: jurisdiction, Recipient: kind, Channel: channel,
			Kind: assent.OwnMarketing, Purpose: "any", Profile: Prudent,
		}, at)
	}
	consumer := permits(assent.Consumer)
	return permits(assent.Employee) != consumer || permits(assent.SoleTrader) != consumer
}
