package address

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"assent"
)

// Lengths in octets: RFC 5321 §4.5.3.1.1 (local part), and §4.5.3.1.3 less the angle
// brackets (the whole); RFC 1035 §2.3.4 (label).
const (
	maxLocal = 64
	maxEmail = 254
	maxLabel = 63
)

// domains maps an internationalised domain to ASCII by UTS #46, without the transitional
// mappings. Hyphens are checked by [domain], which allows "--" inside an unencoded label.
var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(),
	idna.StrictDomainName(true), idna.CheckHyphens(false))

var errNoDomain = errors.New("not a domain name")

// Email reads an e-mail address: a dot-atom, "@" and a domain name (RFC 5322 §3.4.1 without
// quoted strings, comments and domain literals). The domain becomes ASCII in lower case. The
// local part becomes lower case too: RFC 5321 §2.4 lets a server tell cases apart, none does,
// and a "no" must not depend on it. The error is a Problem of code BAD_EMAIL.
func Email(s string) (Address, error) {
	if canonical(s) {
		return Address{assent.EmailAddress, s}, nil
	}
	return read(s)
}

func read(s string) (Address, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 {
		return Address{}, badEmail("it needs one @ with a name before it and a domain after it")
	}
	local, err := localPart(s[:at])
	if err != nil {
		return Address{}, err
	}
	host, err := domain(s[at+1:])
	if err != nil {
		return Address{}, err
	}
	if len(local)+1+len(host) > maxEmail {
		return Address{}, badEmail("it is longer than %d characters", maxEmail)
	}
	return Address{assent.EmailAddress, local + "@" + host}, nil
}

func badEmail(why string, args ...any) *assent.Problem {
	return assent.Problemf("BAD_EMAIL", "That is not an e-mail address that mail can be sent to: "+why+".", args...)
}

func localPart(s string) (string, error) {
	switch {
	case len(s) > maxLocal:
		return "", badEmail("the part before the @ is longer than %d characters", maxLocal)
	case strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, ".."):
		return "", badEmail("the part before the @ has a dot at its edge or two in a row")
	}
	for i := range len(s) {
		if !atext(s[i]) && s[i] != '.' {
			return "", badEmail("the part before the @ holds a space, a quotation mark or another character that is not allowed there")
		}
	}
	return strings.ToLower(s), nil
}

// atext is the character class of RFC 5322 §3.2.3.
func atext(c byte) bool {
	return letterOrDigit(c) || strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

func letterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// domain returns the ASCII form of a domain of at least two labels.
func domain(s string) (string, error) {
	s, err := toASCII(s)
	labels := strings.Split(s, ".")
	switch {
	case err != nil || slices.ContainsFunc(labels, badLabel):
		return "", badEmail("the part after the @ is not a domain name")
	case len(labels) < 2:
		return "", badEmail("the part after the @ has no ending, as .org")
	case strings.Trim(labels[len(labels)-1], "0123456789") == "":
		return "", badEmail("the part after the @ ends in a number; domain names end in letters")
	}
	return s, nil
}

// toASCII leaves plain names to a fast path: they need no mapping.
func toASCII(s string) (string, error) {
	low := strings.ToLower(s)
	international := strings.HasPrefix(low, "xn--") || strings.Contains(low, ".xn--") ||
		strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
	if !international {
		return low, nil
	}
	ascii, err := domains.ToASCII(s)
	if err != nil || !utf8.ValidString(s) {
		return "", errNoDomain
	}
	if again, err := domains.ToASCII(ascii); err != nil || again != ascii {
		return "", errNoDomain // some mappings do not settle; such a name has no canonical form
	}
	return ascii, nil
}

// badLabel applies the rule of RFC 1123 §2.1: letters, digits, hyphens inside.
func badLabel(l string) bool {
	if l == "" || len(l) > maxLabel || l[0] == '-' || l[len(l)-1] == '-' {
		return true
	}
	for i := range len(l) {
		if !letterOrDigit(l[i]) && l[i] != '-' {
			return true
		}
	}
	return false
}
