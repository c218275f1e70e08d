package imports

import (
	"slices"
	"strings"

	"assent"
	"assent/intake"
	"assent/sheet"
)

// format turns the rows of one kind of file into acts.
type format interface {
	name() string
	// read returns the acts of a row, in the order of their times, or why it is not taken;
	// the Problem's field names the field at fault.
	read(c *cells) ([]intake.Act, *assent.Problem)
}

// Formats lists the formats that can be read.
func Formats() []string {
	out := []string{"generic", "mailchimp"}
	for _, p := range products {
		out = append(out, p.label)
	}
	return out
}

// recognise finds the format of the file and its columns.
func (r *run) recognise(header []string) (format, *columns, error) {
	switch r.Format {
	case "generic":
		return newGeneric(header, r.Options)
	case "mailchimp":
		return newMailchimp(header, r.Options)
	case "":
		return r.byColumns(header)
	}
	for _, p := range products {
		if p.label == r.Format {
			return newProduct(p, header, r.Options)
		}
	}
	return nil, nil, assent.Problemf("UNKNOWN_FORMAT", "There is no format %q; the formats are %s.", r.Format, strings.Join(Formats(), ", "))
}

// recognised names the format that a header shows; "generic" for any that is none of a product.
func recognised(header []string) string {
	has := func(title string) bool {
		return slices.ContainsFunc(header, func(h string) bool { return sheet.Plain(h) == title })
	}
	if isMailchimp(has) {
		return "mailchimp"
	}
	for _, p := range products {
		if p.is(has) {
			return p.label
		}
	}
	return "generic"
}

// byColumns takes the format that the header shows.
func (r *run) byColumns(header []string) (format, *columns, error) {
	r.Format = recognised(header)
	return r.recognise(header)
}
