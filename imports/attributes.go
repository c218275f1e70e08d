package imports

import (
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // files name time zones; the machine may not know them

	"assent"
)

var (
	countryForm  = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
	languageForm = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// attributes reads what belongs to the contact point. What cannot be read is left blank with a
// remark: the law then assumes the strictest.
func (c *cells) attributes() *assent.Attributes {
	a := assent.Attributes{
		Country:  attribute(c, "country", c.country(), "a two-letter code, as in FR", countryForm.MatchString),
		Language: attribute(c, "language", c.text("language"), "a tag, as in fr or pt-BR", languageForm.MatchString),
		TimeZone: attribute(c, "timezone", c.text("timezone"), "an IANA name, as in Europe/Paris", zoneKnown),
		Kind:     assent.RecipientKind(attribute(c, "kind", strings.ToLower(c.text("kind")), "one of consumer, sole_trader, employee, role_address", kindKnown)),
	}
	if a == (assent.Attributes{}) {
		return nil
	}
	return &a
}

func attribute(c *cells, field, value, want string, good func(string) bool) string {
	if value == "" || good(value) {
		return value
	}
	c.remark(field, "UNREADABLE_ATTRIBUTE", "The %s is not %s; it was left blank.", field, want)
	return ""
}

func zoneKnown(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "Local"
}

func kindKnown(kind string) bool {
	return slices.Contains(assent.RecipientKinds(), assent.RecipientKind(kind))
}
