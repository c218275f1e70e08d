// Package address turns what people type into the one spelling under which it is stored.
//
// The same mailbox is written Ana@Example.org, ana@example.org and ana@EXAMPLE.ORG; the same
// telephone 06 39 98 01 23 in France and +33 639980123 elsewhere. A "no" that was given under
// one spelling has to be found under every other, so each address has exactly one canonical
// form here, and whoever computes a keyed hash, looks a person up or seals an address uses
// that form only. Reading a canonical form again gives the same form.
//
// An address is personal. An [Address] therefore prints masked ("a•••@e•••.org") in every
// format string and log line; only its Value field holds the address itself. No error of this
// package repeats what was typed.
package address

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"

	"assent"
)

// Address is one address in canonical form. Addresses are comparable: equal values are one
// contact point.
type Address struct {
	Kind  assent.PointKind
	Value string // canonical, personal
}

// Of returns every address that is given, in the order email, phone, im, device, post,
// external. The country (ISO 3166-1 alpha-2, or a part of one as in US-TX; may be empty) says
// how to read a phone number without a "+" and a postal address without a country. The error
// is a Problem: NO_CONTACT if no address is given, else that of the first bad address, in its field.
func Of(c assent.Contactable, country string) ([]Address, error) {
	var out []Address
	for _, given := range []struct {
		field string
		here  bool
		read  func() (Address, error)
	}{
		{"email", c.Email != "", func() (Address, error) { return Email(c.Email) }},
		{"phone", c.Phone != "", func() (Address, error) { return Phone(c.Phone, country) }},
		{"im", c.IM != "", func() (Address, error) { return handle(c.IM) }},
		{"device", c.Device != "", func() (Address, error) { return token(assent.Device, "BAD_DEVICE", c.Device) }},
		{"post", c.Post != nil, func() (Address, error) { return post(*c.Post, country) }},
		{"external_id", c.ExternalID != "", func() (Address, error) {
			return token(assent.ExternalID, "BAD_EXTERNAL_ID", c.ExternalID)
		}},
	} {
		if !given.here {
			continue
		}
		a, err := given.read()
		if p, ok := assent.AsProblem(err); ok {
			return nil, p.In(given.field)
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, assent.Problemf("NO_CONTACT", "No address is given; give an e-mail address, a phone number or a customer number.")
	}
	return out, nil
}

// Masked shows enough of the address for its owner to know it and too little for anyone
// else: "a•••@e•••.org", "+33•••••89". It never tells the length.
func (a Address) Masked() string {
	switch a.Kind {
	case assent.EmailAddress:
		return maskedEmail(a.Value)
	case assent.PhoneNumber:
		return maskedPhone(a.Value)
	case assent.PostalAddress:
		return "•••, " + a.Value[strings.LastIndexByte(a.Value, '\n')+1:]
	}
	return maskedToken(a.Value)
}

func maskedEmail(v string) string {
	local, domain, ok := strings.Cut(v, "@")
	dot := strings.LastIndexByte(domain, '.')
	if !ok || local == "" || dot < 1 {
		return "•••"
	}
	return local[:1] + "•••@" + domain[:1] + "•••" + domain[dot:]
}

func maskedPhone(v string) string {
	if len(v) < minPhone {
		return "•••"
	}
	return v[:3] + "•••••" + v[len(v)-2:]
}

func maskedToken(v string) string {
	runes := []rune(v)
	if len(runes) < 8 {
		return "•••"
	}
	return "•••" + string(runes[len(runes)-2:])
}

// String returns the masked form.
func (a Address) String() string { return a.Masked() }

// GoString returns the masked form.
func (a Address) GoString() string { return fmt.Sprintf("address.Address{%s %s}", a.Kind, a.Masked()) }

// LogValue returns the masked form.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.Masked()) }

// maxToken bounds customer numbers, device tokens and handles, in bytes.
const maxToken = 512

// token reads an opaque value: kept as it is, but for white space around it.
func token(kind assent.PointKind, code, s string) (Address, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "" || !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable):
		return Address{}, assent.Problemf(code, "That cannot be stored: it is empty or holds characters that cannot be printed.")
	case len(s) > maxToken:
		return Address{}, assent.Problemf(code, "That is too long: at most %d bytes are stored.", maxToken)
	}
	return Address{kind, s}, nil
}

// handle reads the name of an account in a messaging network ("whatsapp:+33…",
// "@ana@social.example"). Networks fold case, so we do.
func handle(s string) (Address, error) {
	return token(assent.IMHandle, "BAD_IM", strings.ToLower(s))
}
