package screen

import (
	"fmt"
	"slices"
	"strings"

	"assent"
	"assent/address"
	"assent/sheet"
)

// reached is the field that holds the address of a channel.
var reached = map[assent.Channel]string{
	assent.Email: "email", assent.SMS: "phone", assent.AutoCall: "phone", assent.LiveCall: "phone", assent.Fax: "phone",
	assent.IM: "im", assent.Push: "device", assent.Post: "external_id",
}

var errChannel = assent.Problemf("UNKNOWN_CHANNEL", "The channel is one of email, sms, im, push, auto_call, live_call, fax, post.")

// find finds the column of the address and what it holds: the column named; else the only one
// that holds what the channel reaches; else the only customer number.
func find(header []string, named string, channel assent.Channel) (int, string, error) {
	if slices.ContainsFunc(header, func(h string) bool { _, err := address.Email(h); return err == nil }) {
		return 0, "", assent.Problemf("NO_HEADER", "The first line holds an address. It must name the columns, as in email,name.")
	}
	field, known := reached[channel]
	if !known {
		return 0, "", errChannel
	}
	if named != "" {
		return byName(header, named, field)
	}
	for _, f := range []string{field, "external_id"} {
		var at []int
		for i, title := range header {
			if holds(title, f) {
				at = append(at, i)
			}
		}
		if len(at) == 1 {
			return at[0], f, nil
		}
		if len(at) > 1 {
			return 0, "", assent.Problemf("REPEATED_COLUMN", "The columns %s may all hold the address; say which does: --column %q.", quoted(header, at), header[at[0]])
		}
	}
	return 0, "", assent.Problemf("NO_CONTACT_COLUMN", "No column is known to hold an address for %s; say which does, as in --column %q.", channel, field)
}

// byName takes the column that was named. It holds what its title says, else what the channel reaches.
func byName(header []string, named, field string) (int, string, error) {
	i := slices.IndexFunc(header, func(h string) bool { return sheet.Plain(h) == sheet.Plain(named) })
	if i < 0 {
		return 0, "", assent.Problemf("NO_SUCH_COLUMN", "The list has no column %q.", named)
	}
	if sheet.Contact(header[i]) == "external_id" {
		field = "external_id"
	}
	return i, field, nil
}

func holds(title, field string) bool {
	return sheet.Contact(title) == field || sheet.Plain(title) == sheet.Plain(field)
}

func quoted(header []string, at []int) string {
	var out []string
	for _, i := range at {
		out = append(out, fmt.Sprintf("%q", header[i]))
	}
	return strings.Join(out, ", ")
}
