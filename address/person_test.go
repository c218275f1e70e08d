package address_test

import (
	"testing"

	"assent/address"
)

func TestANumberOfAServiceIsNoPersons(t *testing.T) {
	for number, want := range map[string]bool{
		"+33612345678":   true,
		"+33123456789":   true,
		"+12025550143":   true,
		"+447700900123":  true,
		"+447400123456":  true,
		"+447911123456":  true,
		"+447781123456":  true, // a mobile in Guernsey
		"+491713920000":  true,
		"+33899123456":   false, // premium rate
		"+33892123456":   false,
		"+33800123456":   false, // free to call
		"+33820123456":   false, // shared cost
		"+18005551234":   false,
		"+19005551234":   false,
		"+449098790000":  false,
		"+498001234567":  false,
		"+34803123456":   false,
		"+39899123456":   false,
		"+48701234567":   false,
		"+31900123456":   false,
		"+447012345678":  false, // forwards to anywhere
		"+447012345699":  false,
		"+4970012345678": false,
		"not a number":   false,
	} {
		if got := address.Personal(number); got != want {
			t.Errorf("%s can be a person's: %v", number, got)
		}
	}
}
