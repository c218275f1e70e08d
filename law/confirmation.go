package law

import "assent"

// NeedsConfirmation reports whether, at a moment, a jurisdiction takes no less than a double
// opt-in as proof of a consumer's consent for the channel: whether a yes that is good once
// confirmed is not good before.
func (b *Book) NeedsConfirmation(jurisdiction string, channel assent.Channel, at Moment) bool {
	permits := func(s assent.Strength) bool {
		q := Question{
			Jurisdiction: jurisdiction, Recipient: assent.Consumer, Channel: channel,
			Kind: assent.OwnMarketing, Purpose: "any", Profile: Prudent,
		}
		given := assent.Mark{At: Midnight(at.Day - 1).Time(), Source: assent.Own, Confirmed: true}
		f := Facts{OSPermission: True, Consents: []Consent{{
			Mark: given, Strength: s, Channels: []assent.Channel{channel}, Purposes: []string{"any"},
			Party: assent.PartyOwn, DatedDigitalProof: True, PhoneVerified: True, OutsideHours: true,
		}}}
		return b.Decide(&f, q, at).Permit
	}
	return permits(assent.DoubleOptIn) && !permits(assent.SingleOptIn)
}
