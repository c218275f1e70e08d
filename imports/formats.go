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
func Formats() []string { return []string{"generic", "mailchimp"} }

// products are those whose exports are known by their columns, but not read yet.
var products = []struct {
	name, label string
	titles      []string // reduced; a file with all of them is theirs
}{
	{"hubspot", "HubSpot", []string{"recordid", "email"}},
	{"hubspot", "HubSpot", []string{"hsemailoptout"}},
	{"brevo", "Brevo", []string{"email", "addedtime", "modifiedtime"}},
	{"klaviyo", "Klaviyo", []string{"email", "emailmarketingconsent"}},
	{"listmonk", "listmonk", []string{"email", "name", "attributes"}},
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
		if p.name == r.Format {
			return nil, nil, notYet(p.label)
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
		if !slices.ContainsFunc(p.titles, func(t string) bool { return !has(t) }) && !has("status") {
			return p.name
		}
	}
	return "generic"
}

func (r *run) byColumns(header []string) (format, *columns, error) {
	has := func(title string) bool {
		return slices.ContainsFunc(header, func(h string) bool { return sheet.Plain(h) == title })
	}
	if isMailchimp(has) {
		return newMailchimp(header, r.Options)
	}
	for _, p := range products {
		if !slices.ContainsFunc(p.titles, func(t string) bool { return !has(t) }) && !has("status") {
			return nil, nil, notYet(p.label)
		}
	}
	return newGeneric(header, r.Options)
}

func notYet(product string) *assent.Problem {
	return assent.Problemf("FORMAT_NOT_SUPPORTED", "Exports of %s are not read yet. Use --format generic and say what each column holds, as in --map \"Email=email\"; add the columns status and occurred_at if the file has none.", product)
}
