package address

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"assent"
)

// maxPost bounds a postal address, in bytes.
const maxPost = 1000

// post returns a postal address as five lines (name, street, postal code, city, country) in
// capitals, with single spaces. Two people of one household are two addresses.
func post(p assent.Postal, country string) (Address, error) {
	if p.Country == "" {
		p.Country, _, _ = strings.Cut(country, "-")
	}
	lines := []string{p.Name, p.Street, p.PostalCode, p.City, p.Country}
	for i, l := range lines {
		lines[i] = strings.ToUpper(strings.Join(strings.Fields(l), " "))
	}
	value := strings.Join(lines, "\n")
	switch {
	case lines[1] == "" || lines[3] == "":
		return Address{}, badPost("it needs a street and a city")
	case !twoLetters(lines[4]):
		return Address{}, badPost("its country is written with two letters, as in FR")
	case len(value) > maxPost:
		return Address{}, badPost("it is too long")
	case !utf8.ValidString(value) || strings.ContainsFunc(strings.Join(lines, ""), unprintable):
		return Address{}, badPost("it holds characters that cannot be printed")
	}
	return Address{assent.PostalAddress, value}, nil
}

func badPost(why string) *assent.Problem {
	return assent.Problemf("BAD_POST", "That is not a postal address that post can be sent to: %s.", why)
}

func twoLetters(s string) bool {
	return len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// unprintable allows the space and nothing else that leaves no ink.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }
