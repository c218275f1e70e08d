package campaign

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
)

// Plan is a campaign as its author writes it. It holds no personal data.
type Plan struct {
	Name           string              `json:"name"`
	Brand          string              `json:"brand,omitzero"` // empty: the organisation
	Ask            []Asking            `json:"ask"`
	Notice         string              `json:"notice,omitzero"` // behind the boxes, in its latest version
	Templates      map[string]Template `json:"templates"`       // by language
	By             Sender              `json:"by,omitzero"`
	Batch          int                 `json:"batch,omitzero"`            // mails at once; 0: 10
	PaceMinutes    int                 `json:"pace_minutes,omitzero"`     // from one batch to the next; 0: 5
	AskAgainMonths int                 `json:"ask_again_months,omitzero"` // who was asked about the same before may be asked again after so many months; 0: never
}

// Asking is one thing that is asked for.
type Asking struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel,omitzero"` // empty: email
}

// Key is the box as it is named in evidence: "newsletter:email".
func (b Asking) Key() string { return b.Purpose + ":" + string(b.Channel) }

// Template is the text of the mail in one language; see [Variables].
type Template struct {
	Subject string `json:"subject"`
	Body    string `json:"body"` // paragraphs between empty lines
}

// Sender says who hands the mails over.
type Sender string

// The senders: this server, or a person who sends from a mailbox of her own what is prepared for her.
const (
	BySMTP   Sender = "smtp"
	Prepared Sender = "prepared"
)

// The bounds of a plan.
const (
	usualBatch = 10
	usualPace  = 5 * time.Minute
	maxBoxes   = 10
	maxBody    = 10_000 // bytes of one text
)

// whole is the plan with all that it leaves unsaid.
func (p Plan) whole() Plan {
	p.Name = strings.TrimSpace(p.Name)
	p.Ask = slices.Clone(p.Ask)
	for i := range p.Ask {
		p.Ask[i].Channel = cmp.Or(p.Ask[i].Channel, assent.Email)
	}
	p.By, p.Batch = cmp.Or(p.By, BySMTP), cmp.Or(p.Batch, usualBatch)
	return p
}

// wait is how long after the start the mail of the nth contact leaves.
func (p Plan) wait(n int) time.Duration {
	pace := cmp.Or(time.Duration(p.PaceMinutes)*time.Minute, usualPace)
	return time.Duration(n/p.Batch) * pace
}

// check holds the plan against the catalogue. What is wrong with its texts is said by [Lint].
func (p Plan) check(c *catalogue.Catalogue) error {
	switch {
	case p.Name == "" || assent.CheckLine("name", p.Name, 200) != nil:
		return assent.Problemf("CAMPAIGN_WITHOUT_NAME", "Give the campaign a name of at most 200 characters, by which you find it again.").In("name")
	case p.By != BySMTP && p.By != Prepared:
		return assent.Problemf("UNKNOWN_SENDER", `by is "smtp" (this server sends) or "prepared" (you send the mails yourself).`).In("by")
	case p.Batch < 0 || p.PaceMinutes < 0 || p.AskAgainMonths < 0:
		return assent.Problemf("BAD_NUMBER", "batch, pace_minutes and ask_again_months are not negative.")
	case len(p.Ask) == 0 || len(p.Ask) > maxBoxes:
		return assent.Problemf("NOTHING_ASKED", "A campaign asks for at least one purpose, and for %d at most.", maxBoxes).In("ask")
	case len(p.Templates) == 0:
		return assent.Problemf("NO_TEMPLATE", "A campaign needs a text in at least one language, as in templates: {en: {subject: …, body: …}}.").In("templates")
	}
	for _, language := range slices.Sorted(maps.Keys(p.Templates)) {
		t, at := p.Templates[language], "templates."+language
		if bad := cmp.Or(assent.CheckLine(at+".subject", t.Subject, 300), assent.CheckText(at+".body", t.Body, 50_000)); bad != nil {
			return bad
		}
	}
	if _, ok := c.Brand(p.Brand); !ok && p.Brand != "" {
		return assent.Problemf("UNKNOWN_BRAND", "There is no brand %q.", p.Brand).In("brand")
	}
	if _, ok := c.Notice(p.Notice, ""); !ok {
		return assent.Problemf("UNKNOWN_NOTICE", "Name the notice behind the boxes: nobody can agree to what she has not read (GDPR art. 7).").In("notice")
	}
	for i, b := range p.Ask {
		if err := p.askable(c, b); err != nil {
			return err
		}
		if slices.Contains(p.Ask[:i], b) {
			return assent.Problemf("ASKED_TWICE", "The campaign asks for %s twice.", b.Key()).In("ask")
		}
	}
	return nil
}

// askable reports whether a mail can ask for it. A yes belongs to the contact point at which it was given, so
// a mailbox can only agree to what arrives in it.
func (p Plan) askable(c *catalogue.Catalogue, b Asking) error {
	purpose, ok := c.Purpose(b.Purpose)
	switch {
	case !ok:
		return assent.Problemf("UNKNOWN_PURPOSE", "There is no purpose %q.", b.Purpose).In("ask")
	case b.Channel != assent.Email:
		return assent.Problemf("CHANNEL_NOT_ASKABLE", "A mail can ask only for what arrives by e-mail: a yes to %s must come from the number or device that it is for.", b.Channel).In("ask")
	case !purpose.Offers(b.Channel):
		return assent.Problemf("CHANNEL_NOT_OFFERED", "%s is not sent by %s.", b.Purpose, b.Channel).In("ask")
	case purpose.Kind == assent.PurposeService:
		return assent.Problemf("NOTHING_TO_ASK", "%s is a service purpose, for which no consent is needed.", b.Purpose).In("ask")
	case purpose.Kind == assent.PurposePartnerMarketing:
		return assent.Problemf("PARTNERS_NOT_ASKABLE", "%s is for partners: no basis of yours covers a mail that asks on their behalf.", b.Purpose).In("ask")
	case purpose.Brand != "" && purpose.Brand != p.Brand:
		return assent.Problemf("WRONG_BRAND", "%s belongs to brand %s; ask for it under that brand.", b.Purpose, purpose.Brand).In("ask")
	}
	return nil
}
