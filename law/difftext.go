package law

import (
	"fmt"
	"io"
	"strings"

	"assent"
)

// WriteText writes the difference as a page of text, at most 100 columns wide.
func (d Difference) WriteText(w io.Writer) error {
	p := &page{w: w}
	p.line(0, "%s (%s): from the law of %s to that of %s", d.Name, d.Code, d.From, d.To)
	if d.None() {
		p.line(0, "Nothing changes.")
		return p.err
	}
	p.line(0, "Days on which it changes: %s.", changes(d.Days))
	p.cellChanges(d.Cells)
	p.basisChanges(d.Bases)
	p.ruleChanges("WHAT CLOSES", d.Gates)
	p.ruleChanges("WHAT MUST ACCOMPANY A MESSAGE", d.Imposed)
	return p.err
}

func (p *page) cellChanges(list []CellChange) {
	for i, c := range list {
		if i == 0 || c.Channel != list[i-1].Channel {
			p.blank()
			p.line(0, "%s", strings.ToUpper(channelWords[c.Channel]))
		}
		p.line(2, "%s · %s", recipients(c.Recipients), kinds(c.Kinds))
		p.line(4, "before: %s", admitted(c.Before))
		p.line(4, "then: %s", admitted(c.After))
		p.cite(4, c.Citations)
	}
}

func admitted(bases []string) string {
	if len(bases) == 0 {
		return "no basis"
	}
	return strings.Join(bases, ", or ")
}

// signs stand before what is said of a change.
var signs = map[Sort]string{Added: "+", Removed: "−", Changed: "±"}

func (p *page) basisChanges(list []BasisChange) {
	if len(list) == 0 {
		return
	}
	p.blank()
	p.line(0, "BASES AND THEIR CONDITIONS")
	for _, b := range list {
		p.line(2, "%s %s (%s)%s: %s", signs[b.Change], b.Name, b.Basis, doubtful(b.ShownBasis.Certainty), b.Text)
		if b.Change == Added {
			b.Added = b.Conditions
		}
		if b.Change != Changed {
			p.cite(6, b.Citations)
		}
		p.conditionChanges("+ needs now, else", b.Added)
		p.conditionChanges("− needs no more, else", b.Removed)
	}
}

func (p *page) conditionChanges(what string, list []ShownCondition) {
	for _, c := range list {
		p.line(4, "%s %s: %s%s", what, c.Reason, c.Text, doubtful(c.Certainty))
		p.cite(6, c.Citations)
	}
}

func (p *page) ruleChanges(title string, list []RuleChange) {
	if len(list) == 0 {
		return
	}
	p.blank()
	p.line(0, "%s", title)
	for _, r := range list {
		p.line(2, "%s", strings.TrimSuffix(fmt.Sprintf("%s %s: %s", signs[r.Change], r.Code, r.Text), ": "))
		p.line(4, "%s", r.reach())
		if r.Hours != "" {
			p.line(4, "%s", r.Hours)
		}
		p.cite(4, r.Citations)
	}
}

// reach says whom a rule concerns.
func (r RuleChange) reach() string {
	where := "every channel"
	if len(r.Channels) > 0 {
		where = joined(r.Channels, func(c assent.Channel) string { return channelWords[c] })
	}
	if len(r.Recipients) == 0 {
		return where
	}
	return where + " · " + recipients(r.Recipients)
}
