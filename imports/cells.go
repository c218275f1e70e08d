package imports

import (
	"cmp"
	"strings"

	"assent"
	"assent/intake"
	"assent/sheet"
)

// maxText bounds what is kept of a free text, in bytes.
const maxText = 4000

// cells are the fields of one row, by name. What is wrong with a field that was asked for is
// kept in fault; what is to be said though the row is taken, in remarks.
type cells struct {
	columns *columns
	fields  []string
	options *Options
	used    *Report // counts what was assumed
	fault   *assent.Problem
	remarks []*assent.Problem
	unread  []*assent.Problem // of addresses that cannot be read
}

// text returns a field without white space around it; empty if there is no such column.
func (c *cells) text(field string) string {
	s := c.raw(field)
	switch {
	case !sheet.Readable(s):
		c.fail(assent.Problemf("BAD_TEXT", "The field holds bytes that are no text (NUL, or another encoding than UTF-8 or UTF-16).").In(field))
		return ""
	case len(s) > maxText:
		c.fail(assent.Problemf("TEXT_TOO_LONG", "The field is longer than %d bytes.", maxText).In(field))
		return ""
	}
	return s
}

func (c *cells) fail(p *assent.Problem) {
	if c.fault == nil {
		c.fault = p
	}
}

func (c *cells) remark(field, code, format string, args ...any) {
	c.remarks = append(c.remarks, assent.Problemf(code, format, args...).In(field))
}

// texts are the personal values of a row, bounded in characters as the counter bounds them.
var texts = []struct {
	field string
	most  int
	check func(field, text string, most int) *assent.Problem
}{{"name", 200, assent.CheckLine}, {"note", 4000, assent.CheckText}}

// raw returns a field as it stands, without white space around it.
func (c *cells) raw(field string) string {
	i, ok := c.columns.at[field]
	if !ok {
		return ""
	}
	return strings.TrimSpace(c.fields[i])
}

// country returns the country as written, for reading phone numbers.
func (c *cells) country() string {
	country := strings.ToUpper(c.text("country"))
	if country == "US" && len(c.text("region")) == 2 {
		return country + "-" + strings.ToUpper(c.text("region"))
	}
	return country
}

// act begins an act of the row.
func (c *cells) act(t assent.EventType, contact assent.Contactable) intake.Act {
	return intake.Act{
		Type: t, Contact: contact, Method: assent.ViaImport,
		CollectionPoint: c.options.CollectionPoint,
		Attributes:      c.attributes(), Personal: c.personal(),
	}
}

// personal gathers what is sealed with an act.
func (c *cells) personal() map[string]string {
	out := map[string]string{}
	for _, t := range texts {
		v := c.raw(t.field)
		switch p := t.check(t.field, v, t.most); {
		case v == "":
		case p != nil: // what she said counts all the same
			c.remark(t.field, p.Code, "The field is left out: it is too long, or holds characters that are not seen.")
		default:
			out[t.field] = v
		}
	}
	for _, field := range []string{"ip", "confirm_ip"} {
		v := c.text(field)
		if v != "" && c.options.KeepIP {
			out[field] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// purpose and channel of the row, or those given for the whole file.
func (c *cells) purpose() string { return cmp.Or(c.text("purpose"), c.options.Purpose) }

func (c *cells) channel() string {
	return strings.ToLower(cmp.Or(c.text("channel"), string(c.options.Channel)))
}
