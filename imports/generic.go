package imports

import (
	"cmp"
	"slices"
	"strings"

	"assent"
	"assent/intake"
)

// generic reads our own format: one row is one act, and every column has the name of the
// field it holds. See examples/generic.csv.
type generic struct{}

var genericFields = []string{
	"email", "phone", "im", "device", "external_id",
	"status", "purpose", "channel", "topics", "party", "partner_list", "brand",
	"occurred_at", "confirmed_at", "strength", "method", "notice", "notice_version",
	"country", "language", "kind", "timezone", "source", "evidence", "name", "note", "ip",
}

// Fields lists the fields that a column of a format can hold.
func Fields(format string) []string {
	switch {
	case format == "mailchimp":
		return slices.Clone(mailchimpFields)
	case slices.ContainsFunc(products, func(p *product) bool { return p.label == format }):
		return slices.Clone(productFields)
	}
	return slices.Clone(genericFields)
}

func newGeneric(header []string, o Options) (format, *columns, error) {
	c, unknown, err := match(header, genericFields, o.Columns)
	switch {
	case err != nil:
		return nil, nil, err
	case len(unknown) > 0:
		return nil, nil, assent.Problemf("UNKNOWN_COLUMNS", "These columns are not known: %s. Say what each holds, or leave it out. The fields are %s.",
			quoted(unknown), strings.Join(genericFields, ", ")).In("columns")
	case !c.has("status"):
		return nil, nil, assent.Problemf("NO_STATUS_COLUMN", "No column says what was answered; add the column status with one of %s in each row.", statusNames())
	case !c.has("email") && !c.has("phone") && !c.has("im") && !c.has("device") && !c.has("external_id"):
		return nil, nil, assent.Problemf("NO_CONTACT_COLUMN", "No column holds an address; add email, phone, im, device or external_id.")
	}
	return generic{}, c, nil
}

func (generic) name() string { return "generic" }

// statuses are what a row can say, and how it is read.
var statuses = []struct {
	name string
	read func(*cells, assent.Contactable, []assent.PointKind) ([]intake.Act, *assent.Problem)
}{
	{"granted", granted},
	{"refused", said(assent.ConsentRefused)},
	{"withdrawn", said(assent.ConsentWithdrawn)},
	{"objection", said(assent.ObjectionRaised)},
	{"bounced", stopped("bounce")},
	{"complained", stopped("complaint")},
}

func statusNames() string {
	var names []string
	for _, s := range statuses {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}

func (generic) read(c *cells) ([]intake.Act, *assent.Problem) {
	if c.text("ip") != "" {
		c.used.ips++
	}
	contact, kinds, problem := c.contact()
	if problem != nil {
		return nil, problem
	}
	status := strings.ToLower(c.text("status"))
	for _, s := range statuses {
		if s.name == status {
			return s.read(c, contact, kinds)
		}
	}
	return nil, assent.Problemf("BAD_STATUS", "The status is one of %s.", statusNames()).In("status")
}

// said reads a no: its scope as far as the row or the options say it, else everything.
func said(t assent.EventType) func(*cells, assent.Contactable, []assent.PointKind) ([]intake.Act, *assent.Problem) {
	return func(c *cells, contact assent.Contactable, _ []assent.PointKind) ([]intake.Act, *assent.Problem) {
		channel := c.channel()
		if channel != "" && channel != assent.Any && !channelKnown(channel) {
			return nil, badChannel()
		}
		act := c.act(t, contact)
		act.Scope = c.scope(c.purpose(), channel)
		if *act.Scope == assent.Everything() {
			c.remark("purpose", "NO_TO_EVERYTHING", "Neither purpose nor channel is named, so the no is to everything.")
		}
		act.Occurred = c.until("occurred_at")
		act.Evidence = c.evidence(optIn{})
		return []intake.Act{act}, nil
	}
}

// scope is that of a no: what is not named is any. A purpose names its brand, or belongs to
// none, so a brand counts only beside no purpose.
func (c *cells) scope(purpose, channel string) *assent.Scope {
	brand := ""
	if purpose == "" || purpose == assent.Any {
		brand = cmp.Or(c.text("brand"), c.options.Brand)
	}
	return &assent.Scope{
		Brand: cmp.Or(brand, assent.Any), Purpose: cmp.Or(purpose, assent.Any),
		Channel: cmp.Or(channel, assent.Any), Party: cmp.Or(strings.ToLower(c.text("party")), assent.Any),
	}
}

// stopped reads a technical stop. It holds of one contact point: the first address of the row,
// which is no customer number.
func stopped(kind string) func(*cells, assent.Contactable, []assent.PointKind) ([]intake.Act, *assent.Problem) {
	return func(c *cells, contact assent.Contactable, kinds []assent.PointKind) ([]intake.Act, *assent.Problem) {
		if kinds[0] == assent.ExternalID {
			return nil, assent.Problemf("NO_CONTACT", "What bounced is an address, not a customer number; give the address.").In("external_id")
		}
		act := c.act(assent.SuppressionAdded, only(contact, kinds[0]))
		act.Suppression = &assent.Suppression{Kind: kind}
		act.Occurred = c.until("occurred_at")
		act.Evidence = c.evidence(optIn{})
		return []intake.Act{act}, nil
	}
}

func only(c assent.Contactable, kind assent.PointKind) assent.Contactable {
	switch kind {
	case assent.EmailAddress:
		return assent.Contactable{Email: c.Email}
	case assent.PhoneNumber:
		return assent.Contactable{Phone: c.Phone}
	case assent.IMHandle:
		return assent.Contactable{IM: c.IM}
	}
	return assent.Contactable{Device: c.Device}
}
