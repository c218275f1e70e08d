package imports

import (
	"slices"
	"strings"

	"assent"
	"assent/address"
)

// addressFields are the fields that name a person, with their place in a contact.
var addressFields = []struct {
	name string
	in   func(*assent.Contactable) *string
}{
	{"email", func(c *assent.Contactable) *string { return &c.Email }},
	{"phone", func(c *assent.Contactable) *string { return &c.Phone }},
	{"im", func(c *assent.Contactable) *string { return &c.IM }},
	{"device", func(c *assent.Contactable) *string { return &c.Device }},
	{"external_id", func(c *assent.Contactable) *string { return &c.ExternalID }},
}

// contact reads the addresses of the row, in canonical form, and the kinds of contact point that
// they are. An address that cannot be read is left out with a remark if another one can.
func (c *cells) contact() (contact assent.Contactable, kinds []assent.PointKind, problem *assent.Problem) {
	for _, f := range addressFields {
		value := c.text(f.name)
		if value == "" {
			continue
		}
		a, problem := c.address(f.name, value)
		if problem != nil {
			c.unread = append(c.unread, problem)
			continue
		}
		*f.in(&contact) = a.Value
		kinds = append(kinds, a.Kind)
	}
	switch {
	case len(kinds) > 0:
		c.remarks = append(c.remarks, c.unread...)
		return contact, kinds, nil
	case len(c.unread) > 0:
		return contact, nil, c.unread[0]
	}
	return contact, nil, assent.Problemf("NO_CONTACT", "The row gives no address.")
}

// reach asks that one of the addresses can receive the channel. If not, one that cannot be read
// is the likely cause.
func (c *cells) reach(kinds []assent.PointKind, channel assent.Channel) *assent.Problem {
	switch {
	case slices.ContainsFunc(kinds, func(k assent.PointKind) bool { return k.Reaches(channel) }):
		return nil
	case len(c.unread) > 0:
		return c.unread[0]
	}
	return assent.Problemf("NOT_REACHABLE", "The row gives no address that can receive the channel %s.", channel).In("channel")
}

func (c *cells) address(field, value string) (address.Address, *assent.Problem) {
	if field == "external_id" && placeholder(value) {
		return address.Address{}, assent.Problemf("PLACEHOLDER", "The field holds a word for nothing, as 0 or n/a; kept, it would make one person of all who have it.").In(field)
	}
	var one assent.Contactable
	for _, f := range addressFields {
		if f.name == field {
			*f.in(&one) = value
		}
	}
	list, err := address.Of(one, c.country())
	if problem, bad := assent.AsProblem(err); bad {
		return address.Address{}, problem
	}
	return list[0], nil
}

// placeholder knows the words that exports write where they have no customer number.
func placeholder(value string) bool {
	words := []string{"", "na", "null", "nil", "none", "undefined", "unknown", "nan"}
	reduced := strings.Trim(strings.ToLower(value), "0-./?#_ ")
	return slices.Contains(words, strings.ReplaceAll(reduced, "/", ""))
}
