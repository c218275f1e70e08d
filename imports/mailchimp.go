package imports

import (
	"cmp"
	"encoding/csv"
	"maps"
	"slices"
	"strings"

	"assent"
	"assent/intake"
)

// The states of Mailchimp's audience: it exports one file for each.
const (
	subscribed    = "subscribed"
	unsubscribed  = "unsubscribed"
	cleaned       = "cleaned"       // bounced: a technical stop, not a choice
	nonsubscribed = "nonsubscribed" // customers without consent
)

var states = []string{subscribed, unsubscribed, cleaned, nonsubscribed}

// States lists the states of a Mailchimp file.
func States() []string { return slices.Clone(states) }

// mailchimp reads Mailchimp's audience export. Times are in no zone. OPTIN_TIME is when the
// person signed up; it is empty if an operator or an import added her. CONFIRM_TIME is when
// she was added to the audience, by her confirmation or otherwise, and so proves no opt-in alone.
type mailchimp struct {
	state string
}

// mailchimpFields are its own columns, and fields that an audience's columns can be mapped to.
var mailchimpFields = []string{
	"email", "optin_time", "confirm_time", "unsub_time", "clean_time", "timezone", "region", "tags",
	"phone", "name", "language", "external_id", "kind", "note", "country", "ip", "confirm_ip", "last_purchase_on",
}

// mailchimpTitles are those of its columns that have another name here.
var mailchimpTitles = map[string]string{"CC": "country", "OPTIN_IP": "ip", "CONFIRM_IP": "confirm_ip"}

// ownTitles are the fields that are read without being mapped: an audience may have a column
// "Name" or "Phone" of its own, whose meaning its owner knows.
var ownTitles = []string{
	"optin_time", "confirm_time", "unsub_time", "clean_time", "timezone", "region", "tags",
}

// isMailchimp knows the file by columns that no other product has.
func isMailchimp(has func(string) bool) bool {
	own := 0
	for _, t := range []string{"memberrating", "optintime", "confirmtime", "lastchanged", "leid", "euid", "unsubtime", "cleantime"} {
		if has(t) {
			own++
		}
	}
	return own >= 2
}

func newMailchimp(header []string, o Options) (format, *columns, error) {
	c, _, err := match(header, mailchimpFields, mailchimpMap(header, o.Columns))
	switch {
	case err != nil:
		return nil, nil, err
	case !c.has("email"):
		return nil, nil, assent.Problemf("NO_EMAIL_COLUMN", "No column is known to hold the e-mail address; say which one is the field email. The columns are %s.", quoted(header)).In("columns")
	case o.Purpose == "":
		return nil, nil, assent.Problemf("NO_PURPOSE", "A Mailchimp file does not say what people agreed to; name the purpose for the whole file.").In("purpose")
	}
	state, err := stateOf(c, o)
	if err == nil && state == nonsubscribed {
		err = checkDealings(c, o)
	}
	return mailchimp{state}, c, err
}

// mailchimpMap adds to the mapping by hand what is known of Mailchimp's columns. Any other is the
// audience's own, and left out.
func mailchimpMap(header []string, byHand map[string]string) map[string]string {
	out := maps.Clone(byHand)
	if out == nil {
		out = map[string]string{}
	}
	for _, title := range header {
		if _, mapped := mapping(title, header, byHand); mapped || mailchimpOwn(title, header) {
			continue
		}
		out[title] = cmp.Or(mailchimpTitles[title], leaveOut)
	}
	return out
}

// mailchimpOwn reports whether a column is Mailchimp's: beside REGION, "Region" is not.
func mailchimpOwn(title string, header []string) bool {
	field := fieldOf(title, mailchimpFields)
	official := strings.ToUpper(field)
	return field == "email" || slices.Contains(ownTitles, field) && (title == official || !slices.Contains(header, official))
}

// stateOf tells which of the files it is: as the caller says, or by columns that only one has,
// or by the name that Mailchimp gave it. Name and columns must not contradict each other.
func stateOf(c *columns, o Options) (string, error) {
	byName, byColumns := stateByName(o.FileName), stateByColumns(c)
	switch {
	case slices.Contains(states, o.State):
		return o.State, nil
	case o.State != "":
		return "", assent.Problemf("UNKNOWN_STATE", "There is no state %q; a Mailchimp file is one of %s.", o.State, strings.Join(states, ", ")).In("state")
	case byName != "" && byColumns != "" && byName != byColumns:
		return "", assent.Problemf("STATE_UNCLEAR", "The file is named %s, but has the columns of %s contacts; say which it is.", byName, byColumns).In("state")
	case byName == "" && byColumns == "":
		return "", assent.Problemf("STATE_UNCLEAR", "Whether these contacts are subscribed cannot be told from the columns: keep the name under which Mailchimp exported the file (subscribed_…, unsubscribed_…, cleaned_…, nonsubscribed_…), or say which of these it is.").In("state")
	}
	return cmp.Or(byColumns, byName), nil
}

func stateByName(file string) string {
	for _, s := range states {
		if strings.HasPrefix(strings.ToLower(file), s) {
			return s
		}
	}
	return ""
}

func stateByColumns(c *columns) string {
	switch {
	case c.has("clean_time"):
		return cleaned
	case c.has("unsub_time"):
		return unsubscribed
	}
	return ""
}

func (m mailchimp) name() string { return "mailchimp, " + m.state }

func (m mailchimp) read(c *cells) ([]intake.Act, *assent.Problem) {
	if c.text("ip")+c.text("confirm_ip") != "" {
		c.used.ips++
	}
	contact, kinds, problem := c.contact()
	if problem != nil {
		return nil, problem
	}
	switch m.state {
	case unsubscribed:
		return m.unsubscribed(c, contact)
	case nonsubscribed:
		return m.nonsubscribed(c, contact)
	}
	if problem := c.reach(kinds, assent.Email); problem != nil {
		return nil, problem
	}
	if m.state == cleaned {
		return m.cleaned(c, contact)
	}
	return m.subscribed(c, contact)
}

func (m mailchimp) subscribed(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
	o, problem := m.optIn(c)
	if problem != nil {
		return nil, problem
	}
	if o.since().IsZero() {
		return nil, assent.Problemf("NO_TIME", "The contact is subscribed, but neither OPTIN_TIME nor CONFIRM_TIME says since when; a consent without a time cannot be shown. Take the file as generic, with a column that holds the time, if you know it.")
	}
	return []intake.Act{m.yes(c, contact, o)}, nil
}

func (m mailchimp) optIn(c *cells) (optIn, *assent.Problem) {
	asked, problem := c.since("optin_time")
	if problem != nil {
		return optIn{}, problem
	}
	confirmed, problem := c.since("confirm_time")
	return optIn{asked, confirmed}, problem
}

// yes writes out what is known of the opt-in.
func (m mailchimp) yes(c *cells, contact assent.Contactable, o optIn) intake.Act {
	act := c.act(assent.ConsentGranted, contact)
	act.Choices = []intake.ActChoice{{Purpose: c.options.Purpose, Channel: assent.Email, Topics: m.topics(c)}}
	act.Occurred, act.Notice, act.Strength = o.since(), c.options.Notice, assent.SingleOptIn
	switch {
	case o.asked.IsZero(): // no Evidence: what it holds counts as proof
		c.remark("confirm_time", "ADDED_NOT_OPTED_IN", "OPTIN_TIME is empty, so the contact was added by an operator or an import; the consent is recorded as unproven.")
		act.Personal = with(act.Personal, "note", "Mailchimp: OPTIN_TIME empty, CONFIRM_TIME "+written(o.confirmed))
		return act
	case o.double():
		act.Strength = assent.DoubleOptIn
	case o.confirmed.Before(o.asked) && !o.confirmed.IsZero():
		c.remark("confirm_time", "CONFIRMED_BEFORE_OPT_IN", "CONFIRM_TIME lies before OPTIN_TIME, so it confirms nothing; recorded as a single opt-in.")
	}
	act.Evidence = o.evidence("Mailchimp export: OPTIN_TIME, CONFIRM_TIME")
	return act
}

// unsubscribed writes out the no and, if its time is known and earlier, the yes before it.
func (m mailchimp) unsubscribed(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
	no := c.act(assent.ConsentWithdrawn, contact)
	no.Scope = c.scope(c.options.Purpose, string(assent.Email))
	no.Occurred = c.until("unsub_time")
	no.Evidence = &assent.Evidence{Source: "Mailchimp export: UNSUB_TIME"}
	o, problem := m.optIn(c)
	known := problem == nil && contact.Email != "" && !o.since().IsZero()
	if !known || !o.since().Before(no.Occurred) {
		return []intake.Act{no}, nil
	}
	return []intake.Act{m.yes(c, contact, o), no}, nil
}

func (m mailchimp) cleaned(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
	act := c.act(assent.SuppressionAdded, assent.Contactable{Email: contact.Email})
	act.Suppression = &assent.Suppression{Kind: "bounce"}
	act.Occurred = c.until("clean_time")
	act.Evidence = &assent.Evidence{Source: "Mailchimp export: CLEAN_TIME"}
	return []intake.Act{act}, nil
}

func (m mailchimp) nonsubscribed(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
	if c.options.Relationship == "" {
		return nil, assent.Problemf("NOTHING_TO_RECORD", "The contact is a customer without consent to marketing. To have that recorded, say of what kind the dealings are, such as account_only; it is no consent.").In("relationship")
	}
	return c.dealings(contact, &assent.Evidence{Source: "Mailchimp export: nonsubscribed"})
}

// topics reads TAGS, a list in quotation marks, and keeps those that stand for a topic.
func (m mailchimp) topics(c *cells) []string {
	tags, err := csv.NewReader(strings.NewReader(c.text("tags"))).Read()
	if err != nil {
		return nil // none, or not a list: tags are the sender's words, not the person's
	}
	var out []string
	for _, tag := range tags {
		topic, known := c.options.Topics[strings.TrimSpace(tag)]
		if known && !slices.Contains(out, topic) {
			out = append(out, topic)
		}
	}
	return out
}

func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}
