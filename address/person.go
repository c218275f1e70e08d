package address

import (
	"slices"

	"github.com/nyaruka/phonenumbers"
)

// services are the kinds of numbers that belong to a service and never to a person. Whoever runs one may earn on
// each call or text that a stranger causes to it; also on those of a "personal number" (+44 70, +49 700), which looks like a
// mobile's, forwards to anywhere, and is billed as no mobile is.
var services = []phonenumbers.PhoneNumberType{
	phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.TOLL_FREE,
	phonenumbers.UAN, phonenumbers.VOICEMAIL, phonenumbers.PAGER, phonenumbers.PERSONAL_NUMBER,
}

// Personal reports whether a number in E.164 form can be a person's: by its numbering plan it is not one of a
// premium rate, of shared cost, free to call, a company's universal number, a voicemail access, a pager, or a number that only forwards.
func Personal(e164 string) bool {
	n, err := phonenumbers.Parse(e164, "")
	return err == nil && !slices.Contains(services, phonenumbers.GetNumberType(n))
}
