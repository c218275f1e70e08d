package imports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assent"
	"assent/address"
	"assent/sheet"
)

// columns says which column of a file holds which field.
type columns struct {
	at     map[string]int // field → index
	titles []string
	aside  []string // titles of columns that are not read
}

// title returns the title of the field's column; empty if it has none.
func (c *columns) title(field string) string {
	if i, ok := c.at[field]; ok {
		return c.titles[i]
	}
	return ""
}

func (c *columns) has(field string) bool { _, ok := c.at[field]; return ok }

// match finds the column of each field: those mapped by hand first, then by title. Columns
// of no field are returned in order.
func match(header []string, fields []string, byHand map[string]string) (*columns, []string, error) {
	c := &columns{at: map[string]int{}, titles: header}
	if err := checkHeader(header); err != nil {
		return nil, nil, err
	}
	if err := checkMapping(header, fields, byHand); err != nil {
		return nil, nil, err
	}
	var unknown []string
	for i, title := range header {
		field, mapped := mapping(title, header, byHand)
		if !mapped {
			field = fieldOf(title, fields)
		}
		switch {
		case field == leaveOut:
			c.aside = append(c.aside, title)
		case field == "":
			unknown = append(unknown, title)
		case c.has(field):
			return nil, nil, repeated(field, c.title(field), title)
		default:
			c.at[field] = i
		}
	}
	return c, unknown, nil
}

const leaveOut = "-"

func fieldOf(title string, fields []string) string {
	reduced := sheet.Plain(title)
	for _, f := range fields {
		if sheet.Plain(f) == reduced {
			return f
		}
	}
	return sheet.Contact(title)
}

// checkHeader refuses a first line that is no header: then its cells are people's data, which
// must not end in a message.
func checkHeader(header []string) error {
	for _, title := range header {
		if _, err := address.Email(title); err == nil {
			return assent.Problemf("NO_HEADER", "The first line holds an address. It must name the columns, as in email,purpose,channel,status,occurred_at.")
		}
	}
	return nil
}

// checkMapping refuses a mapping of columns or to fields that are not there.
func checkMapping(header, fields []string, byHand map[string]string) error {
	for _, title := range slices.Sorted(maps.Keys(byHand)) {
		field := byHand[title]
		known := slices.ContainsFunc(header, func(h string) bool { return sheet.Plain(h) == sheet.Plain(title) })
		switch {
		case !known:
			return assent.Problemf("NO_SUCH_COLUMN", "The file has no column %q; its columns are %s.", title, quoted(header)).In("columns")
		case field != leaveOut && !slices.Contains(fields, field):
			return assent.Problemf("NO_SUCH_FIELD", "There is no field %q; the fields are %s, or - to leave the column out.", field, strings.Join(fields, ", ")).In("columns")
		}
	}
	return nil
}

// mapping returns the field to which a column was mapped: by its very title, or by one that
// differs from it in writing only and is no other column's.
func mapping(title string, header []string, byHand map[string]string) (field string, mapped bool) {
	if field, mapped = byHand[title]; mapped {
		return field, true
	}
	for _, t := range slices.Sorted(maps.Keys(byHand)) {
		if sheet.Plain(t) == sheet.Plain(title) && !slices.Contains(header, t) {
			return byHand[t], true
		}
	}
	return "", false
}

func repeated(field, first, second string) *assent.Problem {
	if first == second {
		return assent.Problemf("REPEATED_COLUMN", "Two columns are titled %q; give the one that does not count another title in the file.", first)
	}
	return assent.Problemf("REPEATED_COLUMN", "Two columns hold the field %s: %s. Say which one counts, by leaving the other out.", field, quoted([]string{first, second})).In("columns")
}

// maxTitle bounds the titles that a message repeats, in runes.
const maxTitle = 60

func quoted(titles []string) string {
	out := make([]string, len(titles))
	for i, t := range titles {
		if r := []rune(t); len(r) > maxTitle {
			t = string(r[:maxTitle]) + "…"
		}
		out[i] = fmt.Sprintf("%q", t)
	}
	return strings.Join(out, ", ")
}
