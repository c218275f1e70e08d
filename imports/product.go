package imports

import (
	"maps"
	"slices"
	"strings"

	"assent"
	"assent/intake"
	"assent/sheet"
)

// product reads the contact export of one product: a row is a contact, and some columns say how she
// stands. Titles are compared reduced, and what a column holds is named here for those that mean
// something; any other is the owner's own, and left out unless it is mapped.
type product struct {
	label  string
	known  [][]string        // reduced titles; a file with all of one line is theirs
	titles map[string]string // reduced title → field
	say    func(*cells, assent.Contactable) ([]intake.Act, *assent.Problem)
}

// productFields are what a column of a product can hold.
var productFields = []string{
	"email", "phone", "external_id", "name", "note", "language", "country", "kind", "timezone",
	"status", "occurred_at", "confirmed_at", "opted_in", "double_opt_in", "opted_out", "opted_out_at", "last_purchase_on", "legal_basis", "bounced", "bounce_reason",
}

func (p *product) is(has func(string) bool) bool {
	return slices.ContainsFunc(p.known, func(titles []string) bool {
		return !slices.ContainsFunc(titles, func(t string) bool { return !has(t) })
	})
}

func newProduct(p *product, header []string, o Options) (format, *columns, error) {
	byHand := maps.Clone(o.Columns)
	if byHand == nil {
		byHand = map[string]string{}
	}
	for _, title := range header {
		if _, mapped := mapping(title, header, o.Columns); mapped {
			continue
		}
		byHand[title] = leaveOut
		field, ok := p.titles[sheet.Plain(title)]
		if ok && !slices.Contains(slices.Collect(maps.Values(byHand)), field) { // label and internal name may both be there
			byHand[title] = field
		}
	}
	c, _, err := match(header, productFields, byHand)
	switch {
	case err != nil:
		return nil, nil, err
	case !c.has("email") && !c.has("phone"):
		return nil, nil, assent.Problemf("NO_EMAIL_COLUMN", "No column is known to hold the address; say which one is the field email or phone. The columns are %s.", quoted(header)).In("columns")
	case o.Purpose == "":
		return nil, nil, assent.Problemf("NO_PURPOSE", "An export of %s does not say what people agreed to; name the purpose for the whole file.", p.label).In("purpose")
	}
	return p, c, checkDealings(c, o)
}

func (p *product) name() string { return p.label }

func (p *product) read(c *cells) ([]intake.Act, *assent.Problem) {
	contact, kinds, problem := c.contact()
	if problem == nil {
		problem = c.reach(kinds, p.channel(c))
	}
	if problem != nil {
		return nil, problem
	}
	acts, problem := p.say(c, contact)
	if isNo(c.text("bounced")) && c.text("bounce_reason") == "" || contact.Email == "" {
		return acts, problem
	}
	stop := c.act(assent.SuppressionAdded, assent.Contactable{Email: contact.Email})
	stop.Suppression, stop.Evidence = &assent.Suppression{Kind: "bounce"}, p.evidence("bounced")
	return append([]intake.Act{stop}, acts...), nil
}

// channel is the one whose consent is read: e-mail, unless another was named for the file.
func (*product) channel(c *cells) assent.Channel {
	if c.options.Channel != "" {
		return c.options.Channel
	}
	return assent.Email
}

func (p *product) evidence(field string) *assent.Evidence {
	return &assent.Evidence{Source: p.label + " export: " + field}
}

// agreed is a yes to the file's purpose; a Problem if nobody says since when.
func (p *product) agreed(c *cells, contact assent.Contactable, since string, strength assent.Strength) ([]intake.Act, *assent.Problem) {
	asked, problem := c.since(since)
	if problem != nil {
		return nil, problem
	}
	if asked.IsZero() {
		return nil, assent.Problemf("NO_TIME", "The contact agreed, but the file does not say when; a consent without a time cannot be shown. Say which column holds the time: its field is occurred_at.")
	}
	act := c.act(assent.ConsentGranted, contact)
	act.Choices = []intake.ActChoice{{Purpose: c.options.Purpose, Channel: p.channel(c)}}
	act.Occurred, act.Notice, act.Strength = asked, c.options.Notice, strength
	act.Evidence = p.evidence(c.columns.title(since))
	act.Evidence.OptIn = written(asked)
	return []intake.Act{act}, nil
}

// left is a no of a scope; without a time it counts from now.
func (p *product) left(c *cells, contact assent.Contactable, purpose, at string) ([]intake.Act, *assent.Problem) {
	act := c.act(assent.ConsentWithdrawn, contact)
	act.Scope = c.scope(purpose, string(p.channel(c)))
	act.Occurred, act.Evidence = c.until(at), p.evidence("opted out")
	return []intake.Act{act}, nil
}

// dealings is a contact of whom no consent is known: a customer, if that was said for the file.
func (p *product) dealings(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
	if c.options.Relationship == "" {
		return nil, assent.Problemf("NOTHING_TO_RECORD", "The file does not say that the contact agreed. If she is a customer, say of what kind the dealings are, such as account_only; it is no consent.").In("relationship")
	}
	return c.dealings(contact, p.evidence("contact without consent"))
}

// isYes and isNo know the words that exports write for true and false, in figures and in English.
func isYes(s string) bool {
	return slices.Contains([]string{"true", "yes", "1", "y"}, strings.ToLower(s))
}

func isNo(s string) bool {
	return slices.Contains([]string{"", "false", "no", "0", "2", "n"}, strings.ToLower(s))
}
