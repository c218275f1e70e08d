package address

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"assent"
)

// E.164 allows 15 digits; fewer than 7 is a short code or an extension.
const (
	minPhone = len("+1234567")
	maxPhone = len("+123456789012345")
	maxTyped = 40 // with spaces, brackets and hyphens
)

// plain lists numbering plans in which every number has one length, counted from the country
// code, and in which no national prefix can hide behind the country code if the first digit is
// not one of those given. Their numbers need no metadata when typed in full.
var plain = []struct {
	code   string
	digits int
	not    string // first national digits left to the slow path
}{
	{"+1", 10, "01"}, {"+30", 10, "0"}, {"+31", 9, "0"}, {"+33", 9, "0"}, {"+34", 9, "0"},
	{"+41", 9, "0"}, {"+44", 10, "0"}, {"+45", 8, "0"}, {"+48", 9, "0"}, {"+351", 9, "0"},
}

// Phone reads a telephone number and returns its E.164 form. A number that does not begin
// with "+" is read as it is dialled in the country (ISO 3166-1 alpha-2, or a part of one as in
// US-TX). Whether the number is assigned is not checked, since plans change faster than
// programs. The error is a Problem of code BAD_PHONE.
func Phone(s, country string) (Address, error) {
	s = strings.TrimSpace(s)
	if complete(s) {
		return Address{assent.PhoneNumber, s}, nil
	}
	if err := typed(s); err != nil {
		return Address{}, err
	}
	region, _, _ := strings.Cut(strings.ToUpper(country), "-")
	if region == "" && !strings.HasPrefix(s, "+") && !strings.HasPrefix(s, "＋") {
		return Address{}, badPhone("begin it with + and the country code, or say which country it belongs to")
	}
	e164, ok := parse(s, region)
	if !ok {
		return Address{}, badPhone("no number of that form exists in its country")
	}
	if again, ok := parse(e164, ""); !ok || again != e164 {
		return Address{}, badPhone("it can be read as two different numbers; begin it with + and the country code, without a 0 between them")
	}
	return Address{assent.PhoneNumber, e164}, nil
}

func badPhone(why string) *assent.Problem {
	return assent.Problemf("BAD_PHONE", "That is not a phone number that can be called: %s.", why)
}

// complete reports whether s is E.164 already, by a plain numbering plan.
func complete(s string) bool {
	for _, p := range plain {
		national, ok := strings.CutPrefix(s, p.code)
		if ok && len(national) == p.digits {
			return strings.Trim(national, "0123456789") == "" && strings.IndexByte(p.not, national[0]) < 0
		}
	}
	return false
}

// typed refuses what is no number before the metadata guess at it: letters (vanity numbers,
// extensions) above all.
func typed(s string) error {
	switch {
	case s == "":
		return badPhone("it is empty")
	case len(s) > maxTyped:
		return badPhone("it is too long")
	case strings.Trim(s, "0123456789+＋ \u00a0\u202f.-‐‑–()/") != "":
		return badPhone("write it in digits, without letters or an extension")
	}
	return nil
}

// parse reads a number by the metadata of its country.
func parse(s, region string) (e164 string, ok bool) {
	n, err := phonenumbers.Parse(s, region)
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", false
	}
	e164 = phonenumbers.Format(n, phonenumbers.E164)
	return e164, len(e164) >= minPhone && len(e164) <= maxPhone
}
