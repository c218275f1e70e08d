package catalogue_test

import (
	"testing"

	"assent/catalogue"
)

func TestAnAddressDoesNotRepeatTheName(t *testing.T) {
	for address, want := range map[string]string{
		"Alp SA, 1 rue des Cimes":    "1 rue des Cimes",
		"ALP SA\r\n1 rue des Cimes":  "1 rue des Cimes",
		"Alp SA ; 1 rue des Cimes":   "1 rue des Cimes",
		"Alp SA Street 1, 74000 Alp": "Alp SA Street 1, 74000 Alp",
		"Alp SAS, 1 rue":             "Alp SAS, 1 rue",
		"Alp SA":                     "Alp SA",
		"1 rue, Alp SA":              "1 rue, Alp SA",
		"":                           "",
	} {
		if got := catalogue.Premises(address, "Alp SA"); got != want {
			t.Errorf("of %q remains %q, want %q", address, got, want)
		}
	}
	if got := catalogue.Premises(", 1 rue", ""); got != ", 1 rue" {
		t.Errorf("without a name remains %q", got)
	}
}
