package imports

import (
	"strings"

	"assent"
	"assent/intake"
)

// products are those whose contact exports are read. Their columns are those of their public documentation,
// and for listmonk of its source. Their own numbers of contacts are left out: another system's customer may
// have the same number, and be somebody else.
var products = []*product{hubspot(), brevo(), klaviyo(), listmonk()}

// hubspot reads HubSpot's contact export. Titles are labels in the user's language, or internal names. It
// says who opted out of all e-mail, whose address is bad, and on what legal basis a contact is processed, which
// is not a consent to be written to; a consent has no time here, so its column must be mapped to occurred_at.
func hubspot() *product {
	p := &product{
		label: "hubspot", known: [][]string{{"recordid", "email"}, {"hsemailoptout"}, {"unsubscribedfromallemail"}},
		titles: map[string]string{
			"email": "email", "phonenumber": "phone", "phone": "phone",
			"hsemailoptout": "opted_out", "unsubscribedfromallemail": "opted_out",
			"hslegalbasis": "legal_basis", "legalbasisforprocessingcontact'sdata": "legal_basis",
			"hsemailbadaddress": "bounced", "invalidemailaddress": "bounced", "hsemailhardbouncereason": "bounce_reason",
		},
	}
	p.say = func(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
		basis := strings.ToLower(c.text("legal_basis"))
		switch {
		case !isNo(c.text("opted_out")):
			return p.left(c, contact, assent.Any, "opted_out_at")
		case strings.Contains(basis, "freely given consent"):
			return p.agreed(c, contact, "occurred_at", "")
		}
		return p.dealings(c, contact)
	}
	return p
}

// brevo reads Brevo's contact export. ADDED_TIME is when the contact was added, by herself or by others;
// OPT_IN and DOUBLE_OPT-IN are attributes that its own forms fill (1 yes, 2 no).
func brevo() *product {
	p := &product{
		label: "brevo", known: [][]string{{"email", "addedtime", "modifiedtime"}},
		titles: map[string]string{
			"email": "email", "sms": "phone", "extid": "external_id", "addedtime": "occurred_at", "optin": "opted_in", "doubleoptin": "double_opt_in",
			"emailmarketing": "status",
		},
	}
	p.say = func(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
		status := strings.ToLower(c.text("status"))
		switch {
		case strings.HasPrefix(status, "unsubscribed"), strings.HasPrefix(status, "block"):
			return p.left(c, contact, assent.Any, "opted_out_at")
		case isYes(c.text("double_opt_in")):
			c.remark("double_opt_in", "CONFIRMATION_CLAIMED", "The row claims a double opt-in without the time of its confirmation; recorded as claimed, since the contact was added.")
			return p.agreed(c, contact, "occurred_at", assent.DoubleOptIn)
		case isYes(c.text("opted_in")):
			c.remark("opted_in", "TIME_ADDED", "When she agreed is not in the file; recorded as of when the contact was added.")
			return p.agreed(c, contact, "occurred_at", assent.SingleOptIn)
		}
		return p.dealings(c, contact)
	}
	return p
}

// klaviyo reads Klaviyo's profile export: the consent to marketing by e-mail with its time. Suppressed
// profiles are exported apart.
func klaviyo() *product {
	p := &product{
		label: "klaviyo", known: [][]string{{"email", "emailmarketingconsent"}},
		titles: map[string]string{
			"email": "email", "phonenumber": "phone", "externalid": "external_id",
			"emailmarketingconsent": "status", "emailmarketingconsenttimestamp": "occurred_at",
		},
	}
	p.say = func(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
		switch status := strings.ReplaceAll(strings.ToLower(c.text("status")), "_", " "); {
		case status == "subscribed" || isYes(status):
			return p.agreed(c, contact, "occurred_at", "")
		case status == "never subscribed" || status == "":
			return p.dealings(c, contact)
		case status == "unsubscribed" || isNo(status):
			return p.left(c, contact, assent.Any, "occurred_at")
		}
		return nil, assent.Problemf("BAD_STATUS", "The consent is SUBSCRIBED, UNSUBSCRIBED or NEVER_SUBSCRIBED.").In("status")
	}
	return p
}

// listmonk reads listmonk's subscriber export. Its status is that of the subscriber: blocklisted means that
// she may get nothing more; enabled does not say whether she confirmed a list, so it is no consent.
func listmonk() *product {
	p := &product{
		label: "listmonk", known: [][]string{{"uuid", "email", "attributes", "status"}, {"email", "name", "attributes"}},
		titles: map[string]string{"email": "email", "name": "name", "status": "status"},
	}
	p.say = func(c *cells, contact assent.Contactable) ([]intake.Act, *assent.Problem) {
		switch {
		case strings.EqualFold(c.text("status"), "blocklisted"):
			return p.left(c, contact, assent.Any, "opted_out_at")
		case c.columns.has("occurred_at"):
			return p.agreed(c, contact, "occurred_at", "")
		}
		return p.dealings(c, contact)
	}
	return p
}
