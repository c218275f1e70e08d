package law

// expires returns the last day of the dated facts that the used basis rests on: the
// earliest end among its conditions and the gates that it passes. Register ages, future
// law, windows and caps do not count. 0 is none.
func (o *outcome) expires() Date {
	b := o.cell.bases[o.holding]
	switch b.rule.Over {
	case "consent":
		o.v.bindConsent(o.bound[o.holding])
	case "relationship":
		o.v.bindRelation(o.bound[o.holding])
	}
	var end Date
	for _, c := range b.conds {
		end = sooner(end, c.node.until(o.v))
	}
	for _, g := range o.cell.gates {
		if g.open != nil {
			end = sooner(end, g.open.until(o.v))
		}
	}
	return end
}
