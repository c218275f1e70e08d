package imports

import (
	"assent"
	"assent/intake"
)

// purchase is the kind of dealings that counts from its day only: the exceptions for customers run from the latest
// sale (German UWG § 7(3), French CPCE art. L34-5 and their like).
const purchase = "purchase"

// checkDealings refuses a file whose contacts are to be recorded as buyers of no day.
func checkDealings(c *columns, o Options) error {
	if o.Relationship != purchase || c.has("last_purchase_on") {
		return nil
	}
	return assent.Problemf("NO_PURCHASE_DAY", "A purchase counts from its day, and no column is known to hold one: say which column is the field last_purchase_on, or name other dealings, such as account_only.").In("relationship")
}

// dealings records that a contact of whom no consent is known is a customer.
func (c *cells) dealings(contact assent.Contactable, evidence *assent.Evidence) ([]intake.Act, *assent.Problem) {
	last, problem := c.since("last_purchase_on")
	if problem != nil {
		return nil, problem
	}
	r := &assent.Relationship{Kind: c.options.Relationship}
	switch {
	case !last.IsZero():
		r.LastPurchaseOn = assent.DayOf(last.In(c.options.zone()))
	case r.Kind == purchase:
		return nil, assent.Problemf("NO_PURCHASE_DAY", "A purchase counts from its day, and the row names none.").In("last_purchase_on")
	}
	if r.Kind == purchase {
		r.On = r.LastPurchaseOn
	}
	act := c.act(assent.RelationshipRecorded, contact)
	act.Relationship, act.Evidence = r, evidence
	return []intake.Act{act}, nil
}
