package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"time"

	"assent"
)

// TextCodeLife is how long a code that came by text can be typed.
const TextCodeLife = 10 * time.Minute

// TextCode returns the six digits that are texted to a contact point at a moment, to show that the phone is
// in the hands of who signed up. They follow from the contact point and the minute, so that whoever
// sends them and whoever checks them share nothing but this mint, and a text that was delayed in our
// hands is as good as any. The caller counts the tries, by [Mint.TextTries].
func (m *Mint) TextCode(point assent.ID, at time.Time) string {
	return sixDigits(m.texts, m.moment(point, at.Unix()/60))
}

// TextCodeFits reports whether digits are those of a text that went to the contact point within
// [TextCodeLife]; a begun minute counts as a whole one.
func (m *Mint) TextCodeFits(point assent.ID, digits string, now time.Time) bool {
	fits := 0
	for ago := time.Duration(0); ago <= TextCodeLife; ago += time.Minute {
		fits |= subtle.ConstantTimeCompare([]byte(digits), []byte(m.TextCode(point, now.Add(-ago))))
	}
	return fits == 1
}

// TextTries names the stretch of [TextCodeLife] in which a try of a contact point's code is counted. It
// is the same for all who try it, from whatever browser and after however many sign-ups.
func (m *Mint) TextTries(point assent.ID, now time.Time) assent.ID {
	return m.moment(point, -now.Unix()/int64(TextCodeLife/time.Second))
}

// moment is an identifier of one contact point in one stretch of time.
func (m *Mint) moment(point assent.ID, stretch int64) assent.ID {
	mac := hmac.New(sha256.New, m.texts[:])
	mac.Write(point[:])
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(stretch)))
	return assent.ID(mac.Sum(nil)[:16])
}
