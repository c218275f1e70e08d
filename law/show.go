package law

import (
	"slices"
	"strings"

	"assent"
)

// Shown is one jurisdiction's law on a day, made to be read.
type Shown struct {
	Code     string         `json:"code"`
	Name     string         `json:"name"`
	On       Date           `json:"on"`
	Extends  []string       `json:"extends"` // the packs whose rules it takes over, nearest first
	Channels []ShownChannel `json:"channels"`
	Bases    []ShownBasis   `json:"bases"`   // those that the channels name, in order of name
	Changes  []Date         `json:"changes"` // days on which a rule begins or ends
}

// ShownChannel is the law of one channel.
type ShownChannel struct {
	Channel assent.Channel `json:"channel"`
	Rows    []ShownRow     `json:"rows"`
	Gates   []ShownGate    `json:"gates"`
	Duties  []ShownDuty    `json:"duties"` // what marketing must be accompanied by
}

// ShownDuty is one obligation.
type ShownDuty struct {
	Code       assent.ObligationCode  `json:"code"`
	Recipients []assent.RecipientKind `json:"recipients,omitzero"` // none: all
	Bases      []assent.Basis         `json:"bases,omitzero"`      // none: all
	Citations  []Citation             `json:"citations"`
}

// ShownRow says which bases are admissible for some recipients and kinds of message.
type ShownRow struct {
	Recipients []assent.RecipientKind `json:"recipients"`
	Kinds      []assent.MessageKind   `json:"kinds"`
	Bases      []string               `json:"bases"`
	Otherwise  assent.Reason          `json:"otherwise,omitzero"`
	Certainty  Certainty              `json:"certainty,omitzero"`
	Text       string                 `json:"text,omitzero"`
	Citations  []Citation             `json:"citations"`
}

// ShownBasis is a basis with its conditions.
type ShownBasis struct {
	Name       string           `json:"name"`
	Basis      assent.Basis     `json:"basis"`
	Text       string           `json:"text"`
	Certainty  Certainty        `json:"certainty,omitzero"`
	Citations  []Citation       `json:"citations"`
	Conditions []ShownCondition `json:"conditions"`
	From       string           `json:"from"` // the pack that gives it
}

// ShownCondition is one condition, by what is said when it fails.
type ShownCondition struct {
	Name      string        `json:"name"`
	Reason    assent.Reason `json:"reason"`
	Text      string        `json:"text"`
	Certainty Certainty     `json:"certainty,omitzero"`
	Citations []Citation    `json:"citations"`
}

// ShownGate is one gate that can close the channel.
type ShownGate struct {
	Name       string                 `json:"name"`
	Reason     assent.Reason          `json:"reason"`
	Text       string                 `json:"text"`
	Hours      string                 `json:"hours,omitzero"`
	Recipients []assent.RecipientKind `json:"recipients,omitzero"` // none: all
	Certainty  Certainty              `json:"certainty,omitzero"`
	Citations  []Citation             `json:"citations"`
	From       string                 `json:"from"`
}

// Show returns a jurisdiction's law in force on a day, of one channel or, if it is empty,
// of all. A code without a pack is a Problem: what a fallback would say is not its law.
func (b *Book) Show(code string, channel assent.Channel, on Date) (Shown, error) {
	p := b.byCode[strings.ToUpper(code)]
	if p == nil {
		return Shown{}, assent.Problemf("LAW_UNKNOWN", "There is no pack for %q; \"law list\" names those that exist.", code).OfKind(assent.NotFound)
	}
	if channel != "" && !slices.Contains(channelAxis, channel) {
		return Shown{}, assent.Problemf("LAW_CHANNEL", "No channel is called %q; there are email, sms, im, push, auto_call, live_call, fax and post.", channel)
	}
	ed := p.editions[Prudent]
	s := Shown{Code: p.Code, Name: p.Name, On: on, Extends: ed.rules.chain[1:], Changes: ed.rules.turns().sorted()[1:]}
	named := map[string]*basisPlan{}
	for _, ch := range channelAxis {
		if channel == "" || ch == channel {
			s.Channels = append(s.Channels, ed.shownChannel(ch, on, named))
		}
	}
	for _, name := range sortedKeys(named) {
		s.Bases = append(s.Bases, b.shownBasis(p, named[name]))
	}
	for i := range s.Channels {
		for j := range s.Channels[i].Gates {
			g := &s.Channels[i].Gates[j]
			g.From = b.definer(p, "gates."+g.Name)
		}
	}
	return s, nil
}

// shownChannel gathers the fields of a channel that fall on the same row.
func (ed *edition) shownChannel(ch assent.Channel, on Date, named map[string]*basisPlan) ShownChannel {
	out := ShownChannel{Channel: ch}
	place := map[*CellRow]int{}
	gates, duties := map[string]*gatePlan{}, map[string]*obligationPlan{}
	for _, k := range kindAxis {
		for _, r := range recipientAxis {
			c := ed.cell(on, ch, r, k)
			if c == nil {
				continue
			}
			i, ok := place[c.row]
			if !ok {
				i = len(out.Rows)
				place[c.row] = i
				out.Rows = append(out.Rows, shownRow(c))
			}
			out.Rows[i].add(r, k)
			for _, plan := range c.bases {
				named[plan.name] = plan
			}
			for _, g := range c.gates {
				gates[g.name] = g
			}
			for _, o := range c.obligations {
				if marketing(k) {
					duties[o.name] = o
				}
			}
		}
	}
	for _, name := range sortedKeys(gates) {
		out.Gates = append(out.Gates, ed.shownGate(gates[name]))
	}
	for _, name := range sortedKeys(duties) {
		out.Duties = append(out.Duties, ed.shownDuty(duties[name], on))
	}
	return out
}

func (ed *edition) shownDuty(o *obligationPlan, on Date) ShownDuty {
	cites, _ := ed.cites(o.rule.Cite, on) // compiled, hence known
	return ShownDuty{Code: o.rule.Code, Recipients: o.rule.Recipients, Bases: o.rule.Bases, Citations: cites}
}

func shownRow(c *cell) ShownRow {
	row := ShownRow{Otherwise: c.row.Otherwise, Certainty: c.row.Certainty, Text: c.row.Text, Citations: c.cites}
	for _, b := range c.bases {
		row.Bases = append(row.Bases, b.name)
	}
	return row
}

func (r *ShownRow) add(who assent.RecipientKind, what assent.MessageKind) {
	if !slices.Contains(r.Recipients, who) {
		r.Recipients = append(r.Recipients, who)
	}
	if !slices.Contains(r.Kinds, what) {
		r.Kinds = append(r.Kinds, what)
	}
}

func (ed *edition) shownGate(g *gatePlan) ShownGate {
	out := ShownGate{Name: g.name, Reason: g.rule.Reason, Text: g.rule.Text, Recipients: g.rule.Recipients,
		Certainty: g.rule.Certainty, Citations: g.cites}
	names := map[string]bool{}
	g.rule.Closed.windows(names)
	g.rule.Open.windows(names)
	for _, name := range sortedKeys(names) {
		w := ed.rules.Windows[name]
		out.Hours = w.String()
	}
	return out
}

// String returns the hours in one line.
func (w Window) String() string {
	day := func(name string, spans []Span) string {
		if len(spans) == 0 {
			return name + " none"
		}
		var hours []string
		for _, s := range spans {
			hours = append(hours, s.String())
		}
		return name + " " + strings.Join(hours, ", ")
	}
	days := []string{day("Mon-Fri", w.Weekdays), day("Sat", w.Saturday), day("Sun", w.Sunday), day("holidays", w.Holidays)}
	if len(w.Eves) > 0 {
		days = append(days, day("eves of holidays", w.Eves))
	}
	return strings.Join(days, " · ")
}

func (b *Book) shownBasis(p *Pack, plan *basisPlan) ShownBasis {
	out := ShownBasis{Name: plan.name, Basis: plan.rule.Basis, Text: plan.rule.Text, Certainty: plan.rule.Certainty,
		Citations: plan.cites, From: b.definer(p, "bases."+plan.name)}
	for _, c := range plan.conds {
		out.Conditions = append(out.Conditions, ShownCondition{Name: c.name, Reason: c.rule.Reason, Text: c.rule.Text,
			Certainty: c.rule.Certainty, Citations: c.cites})
	}
	return out
}

// definer names the pack that gives a rule to another.
func (b *Book) definer(p *Pack, rule string) string {
	for _, key := range p.rules.chain {
		if b.sources[key].defines(rule) {
			return b.sources[key].Jurisdiction
		}
	}
	return ""
}
