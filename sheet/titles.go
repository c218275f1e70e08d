package sheet

import (
	"slices"
	"strings"
)

// Plain reduces the title of a column to what tells it from others: "E-mail address " and
// "email_address" both become "emailaddress".
func Plain(title string) string {
	return gaps.Replace(strings.ToLower(title))
}

var gaps = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "", "\u00a0", "")

// contacts are the titles, reduced, under which addresses stand in the files of any product, in
// the languages that we speak. Only titles with one meaning are here.
var contacts = []struct {
	field  string
	titles []string
}{
	{"email", []string{
		"email", "emailaddress", "adresseemail", "adressemail", "adressedecourriel", "courriel", "emailadresse", "emailadres",
		"adresemail", "indirizzoemail", "correoelectronico", "correoelectrónico", "direccióndecorreoelectrónico",
	}},
	{"phone", []string{
		"phone", "phonenumber", "mobile", "mobilenumber", "mobilephone", "telephone", "téléphone", "numérodetéléphone",
		"téléphoneportable", "telefon", "telefonnummer", "handynummer", "telefoonnummer", "numertelefonu", "telefono", "teléfono",
	}},
	{"external_id", []string{
		"externalid", "customerid", "customernumber", "customerno", "numéroclient", "kundennummer", "klantnummer", "numerklienta",
	}},
}

// Contact returns the field that a title names for certain: email, phone or external_id;
// empty if none.
func Contact(title string) string {
	plain := Plain(title)
	for _, c := range contacts {
		if slices.Contains(c.titles, plain) {
			return c.field
		}
	}
	return ""
}
