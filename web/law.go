package web

import (
	"slices"
	"strings"

	"assent"
	"assent/law"
)

// LawPage is the law of one jurisdiction on a day, as a table for each channel. What the law says
// stands as its pack has it, in English with quotes in the language of the statute.
type LawPage struct {
	Frame
	Code, State string
	Day         string // as the field for days wants it: 2026-08-11
	Lead        string
	Extends     string
	Wrong       string // what is wrong with the day that was asked for
	Action, All string // addresses of this page, and of the list
	Changes     []LawDay
	Channels    []LawChannel
	Everywhere  []LawGate
	Bases       []law.ShownBasis
}

// LawDay is a day on which the law changes.
type LawDay struct {
	Text, URL string
	Current   bool // the law shown is that of this day and after
}

// LawChannel is the table of one channel; ID is its anchor.
type LawChannel struct {
	ID, Name string
	Rows     []LawRow
	Gates    []LawGate
	Duties   []LawDuty
}

// LawRow says which bases are admissible for whom.
type LawRow struct {
	Who, What string
	Bases     []string
	Otherwise string
	Text      string
	Doubt     bool
	Norms     []law.Citation
}

// LawGate is what can close a channel.
type LawGate struct {
	law.ShownGate
	Only string // for whom, if not for all
}

// LawDuty is what a message must be accompanied by.
type LawDuty struct {
	Code string
	On   string // the bases that demand it, if not all do
	Only string // for whom, if not for all
}

func (s *site) lawPage(v *visit, shown law.Shown, unreadable bool) *LawPage {
	p := &LawPage{
		Frame: s.frame(v, "", "page.laws.law_title", "name", shown.Name), Code: shown.Code, Day: shown.On.String(),
		Lead: v.words.Text("page.laws.lead", "day", v.civil(shown.On)), Extends: strings.ToUpper(strings.Join(shown.Extends, ", ")),
		Action: "/laws/" + shown.Code, All: v.here("/laws"), Changes: v.lawDays(shown), Bases: shown.Bases,
	}
	p.Wide = true
	if unreadable {
		p.Wrong = v.words.Text("page.laws.bad_day")
	}
	everywhere := shown.Everywhere()
	for _, g := range everywhere {
		p.Everywhere = append(p.Everywhere, v.lawGate(g))
	}
	for _, ch := range shown.Channels {
		p.Channels = append(p.Channels, v.lawChannel(ch, everywhere))
	}
	return p
}

// lawDays links to each day of change; the last that is not after the day shown is current.
func (v *visit) lawDays(shown law.Shown) []LawDay {
	var out []LawDay
	current := -1
	for i, d := range shown.Changes {
		if d <= shown.On {
			current = i
		}
		out = append(out, LawDay{Text: v.civil(d), URL: v.here("/laws/"+shown.Code, "at", d.String())})
	}
	if current >= 0 {
		out[current].Current = true
	}
	return out
}

func (v *visit) lawChannel(ch law.ShownChannel, everywhere []law.ShownGate) LawChannel {
	out := LawChannel{ID: string(ch.Channel), Name: v.words.Text("channel." + string(ch.Channel))}
	for _, r := range ch.Rows {
		row := LawRow{Who: v.lawRecipients(r.Recipients), What: v.lawKinds(r.Kinds), Bases: r.Bases, Text: r.Text,
			Doubt: r.Certainty == law.Doubt, Norms: r.Citations}
		if r.Otherwise != "" {
			row.Otherwise = v.words.Text("page.laws.otherwise", "reason", string(r.Otherwise))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, g := range ch.Gates {
		if !slices.ContainsFunc(everywhere, func(e law.ShownGate) bool { return e.Name == g.Name }) {
			out.Gates = append(out.Gates, v.lawGate(g))
		}
	}
	for _, d := range ch.Duties {
		duty := LawDuty{Code: string(d.Code), Only: v.onlyFor(d.Recipients)}
		if len(d.Bases) > 0 {
			duty.On = joinWords(d.Bases)
		}
		out.Duties = append(out.Duties, duty)
	}
	return out
}

func joinWords[T ~string](list []T) string {
	var out []string
	for _, w := range list {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}

func (v *visit) lawGate(g law.ShownGate) LawGate {
	return LawGate{ShownGate: g, Only: v.onlyFor(g.Recipients)}
}

func (v *visit) onlyFor(list []assent.RecipientKind) string {
	if len(list) == 0 {
		return ""
	}
	return v.words.Text("page.laws.only", "who", v.lawRecipients(list))
}

func (v *visit) lawRecipients(list []assent.RecipientKind) string {
	if len(list) == len(assent.RecipientKinds()) {
		return v.words.Text("page.laws.everyone")
	}
	var names []string
	for _, r := range list {
		names = append(names, v.words.Text("page.laws.to."+string(r)))
	}
	return strings.Join(names, ", ")
}

func (v *visit) lawKinds(list []assent.MessageKind) string {
	if slices.Equal(list, []assent.MessageKind{assent.OwnMarketing, assent.PartnerMarketing, assent.CharityOwn, assent.CharityOther}) {
		return v.words.Text("page.laws.all_marketing")
	}
	var names []string
	for _, k := range list {
		names = append(names, v.words.Text("page.laws.of."+string(k)))
	}
	return strings.Join(names, ", ")
}
