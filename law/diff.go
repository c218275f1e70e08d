package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assent"
)

// Difference is what changes in a jurisdiction's law between two days, as practice reads it.
type Difference struct {
	Code    string        `json:"code"`
	Name    string        `json:"name"`
	From    Date          `json:"from"`
	To      Date          `json:"to"`
	Days    []Date        `json:"days"`    // on which the law changes, after From, up to To
	Cells   []CellChange  `json:"cells"`   // which bases are admissible
	Bases   []BasisChange `json:"bases"`   // what a basis needs
	Gates   []RuleChange  `json:"gates"`   // what closes, with hours
	Imposed []RuleChange  `json:"imposed"` // what must accompany a message
}

// CellChange says that other bases are admissible for some messages than before.
type CellChange struct {
	Channel    assent.Channel         `json:"channel"`
	Recipients []assent.RecipientKind `json:"recipients"`
	Kinds      []assent.MessageKind   `json:"kinds"`
	Before     []string               `json:"before"`
	After      []string               `json:"after"`
	Citations  []Citation             `json:"citations"` // of the row in force on the later day
}

// Sort says what became of a rule.
type Sort string

// The sorts of change.
const (
	Added   Sort = "added"
	Removed Sort = "removed"
	Changed Sort = "changed"
)

// BasisChange says that a basis is new, is gone, or has other conditions.
type BasisChange struct {
	ShownBasis                  // with its conditions on the later day; of a basis that is gone, on the earlier one
	Change     Sort             `json:"change"`
	Added      []ShownCondition `json:"added,omitzero"`
	Removed    []ShownCondition `json:"removed,omitzero"`
}

// RuleChange says that a gate or an obligation begins or ends.
type RuleChange struct {
	Change     Sort                   `json:"change"`
	Name       string                 `json:"name"`
	Code       string                 `json:"code"` // the reason of the gate, the code of the obligation
	Text       string                 `json:"text,omitzero"`
	Hours      string                 `json:"hours,omitzero"`
	Channels   []assent.Channel       `json:"channels,omitzero"`   // none: all
	Recipients []assent.RecipientKind `json:"recipients,omitzero"` // none: all
	Citations  []Citation             `json:"citations"`
}

// Diff says what changes in a jurisdiction's law from one day to another. A code without a
// pack is a Problem.
func (b *Book) Diff(code string, from, to Date) (Difference, error) {
	old, err := b.Show(code, "", from)
	if err != nil {
		return Difference{}, err
	}
	now, err := b.Show(code, "", to)
	if err != nil {
		return Difference{}, err
	}
	ed := b.byCode[strings.ToUpper(code)].editions[Prudent]
	return Difference{
		Code: now.Code, Name: now.Name, From: from, To: to,
		Days:    between(now.Changes, from, to),
		Cells:   ed.changedCells(from, to),
		Bases:   changedBases(old.Bases, now.Bases),
		Gates:   changedRules(ed.gatesOn(from), ed.gatesOn(to)),
		Imposed: changedRules(ed.obligationsOn(from), ed.obligationsOn(to)),
	}, nil
}

// None reports whether nothing changes.
func (d Difference) None() bool {
	return len(d.Cells) == 0 && len(d.Bases) == 0 && len(d.Gates) == 0 && len(d.Imposed) == 0
}

// between keeps the days after the first, up to and with the last.
func between(days []Date, from, to Date) []Date {
	return slices.DeleteFunc(slices.Clone(days), func(d Date) bool { return d <= min(from, to) || d > max(from, to) })
}

// changedCells gathers the fields of a channel in which the same bases give way to the same others.
func (ed *edition) changedCells(from, to Date) []CellChange {
	var out []CellChange
	for _, ch := range channelAxis {
		place := map[string]int{}
		for _, k := range kindAxis {
			for _, r := range recipientAxis {
				before, after := ed.cell(from, ch, r, k), ed.cell(to, ch, r, k)
				if before == nil || after == nil || slices.Equal(before.names(), after.names()) {
					continue
				}
				key := fmt.Sprint(before.names(), after.names(), ed.otherRecipients(from, to, ch, k))
				i, ok := place[key]
				if !ok {
					i = len(out)
					place[key] = i
					out = append(out, CellChange{Channel: ch, Before: before.names(), After: after.names(), Citations: after.cites})
				}
				out[i].add(r, k)
			}
		}
	}
	return out
}

// otherRecipients lists for whom a kind of message changes, so that only kinds that change
// for the same recipients are told together.
func (ed *edition) otherRecipients(from, to Date, ch assent.Channel, k assent.MessageKind) []assent.RecipientKind {
	return slices.DeleteFunc(slices.Clone(recipientAxis), func(r assent.RecipientKind) bool {
		before, after := ed.cell(from, ch, r, k), ed.cell(to, ch, r, k)
		return before == nil || after == nil || slices.Equal(before.names(), after.names())
	})
}

func (c *cell) names() []string {
	var out []string
	for _, b := range c.bases {
		out = append(out, b.name)
	}
	return out
}

func (c *CellChange) add(r assent.RecipientKind, k assent.MessageKind) {
	if !slices.Contains(c.Recipients, r) {
		c.Recipients = append(c.Recipients, r)
	}
	if !slices.Contains(c.Kinds, k) {
		c.Kinds = append(c.Kinds, k)
	}
}

func changedBases(old, now []ShownBasis) []BasisChange {
	var out []BasisChange
	for _, b := range now {
		i := slices.IndexFunc(old, func(o ShownBasis) bool { return o.Name == b.Name })
		if i < 0 {
			out = append(out, BasisChange{ShownBasis: b, Change: Added})
			continue
		}
		c := BasisChange{ShownBasis: b, Change: Changed, Added: without(b.Conditions, old[i].Conditions), Removed: without(old[i].Conditions, b.Conditions)}
		if len(c.Added)+len(c.Removed) > 0 {
			out = append(out, c)
		}
	}
	for _, b := range old {
		if !slices.ContainsFunc(now, func(o ShownBasis) bool { return o.Name == b.Name }) {
			out = append(out, BasisChange{ShownBasis: b, Change: Removed})
		}
	}
	return out
}

// without lists the conditions of a that b does not have.
func without(a, b []ShownCondition) []ShownCondition {
	return slices.DeleteFunc(slices.Clone(a), func(c ShownCondition) bool {
		return slices.ContainsFunc(b, func(o ShownCondition) bool { return o.Name == c.Name })
	})
}

// gatesOn lists the gates that some cell has on a day.
func (ed *edition) gatesOn(day Date) map[string]RuleChange {
	out := map[string]RuleChange{}
	for c := range ed.table(day).cells() {
		for _, g := range c.gates {
			out[g.name] = RuleChange{Name: g.name, Code: string(g.rule.Reason), Text: g.rule.Text, Hours: ed.shownGate(g).Hours,
				Channels: g.rule.Channels, Recipients: g.rule.Recipients, Citations: g.cites}
		}
	}
	return out
}

// obligationsOn lists the obligations that some cell has on a day.
func (ed *edition) obligationsOn(day Date) map[string]RuleChange {
	out := map[string]RuleChange{}
	for c := range ed.table(day).cells() {
		for _, o := range c.obligations {
			cites, _ := ed.cites(o.rule.Cite, day)
			out[o.name] = RuleChange{Name: o.name, Code: string(o.rule.Code), Channels: o.rule.Channels, Recipients: o.rule.Recipients, Citations: cites}
		}
	}
	return out
}

// changedRules lists the rules that begin, then those that end, each in order of name.
func changedRules(old, now map[string]RuleChange) []RuleChange {
	var out []RuleChange
	for _, way := range []struct {
		here, there map[string]RuleChange
		change      Sort
	}{{now, old, Added}, {old, now, Removed}} {
		for _, name := range sortedKeys(way.here) {
			if _, both := way.there[name]; !both {
				rule := way.here[name]
				rule.Change = way.change
				out = append(out, rule)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b RuleChange) int { return cmp.Compare(a.Code, b.Code) })
	return out
}
