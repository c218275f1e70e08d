package law

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"assent"
)

// textWidth is the widest line of a shown law.
const textWidth = 100

// WriteText writes the law as a page of text, at most 100 columns wide.
func (s Shown) WriteText(w io.Writer) error {
	p := &page{w: w}
	p.line(0, "%s (%s)", s.Name, s.Code)
	p.line(0, "Law in force on %s, as practice reads it. Takes over from: %s.", s.On, strings.Join(s.Extends, ", "))
	p.line(0, "Days on which it changes: %s.", changes(s.Changes))
	everywhere := s.Everywhere()
	for _, ch := range s.Channels {
		p.blank()
		p.line(0, "%s", strings.ToUpper(channelWords[ch.Channel]))
		p.rows(ch.Rows)
		p.gates(slices.DeleteFunc(slices.Clone(ch.Gates), func(g ShownGate) bool { return named(everywhere, g) }))
		p.duties(ch.Duties)
	}
	if len(everywhere) > 0 {
		p.blank()
		p.line(0, "EVERY CHANNEL")
		p.gates(everywhere)
	}
	p.blank()
	p.line(0, "BASES AND THEIR CONDITIONS (all must hold)")
	for _, b := range s.Bases {
		p.basis(b)
	}
	return p.err
}

// Everywhere lists the gates that every shown channel has, if there are several channels.
func (s Shown) Everywhere() []ShownGate {
	if len(s.Channels) < 2 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Channels[0].Gates), func(g ShownGate) bool {
		return slices.ContainsFunc(s.Channels, func(ch ShownChannel) bool { return !named(ch.Gates, g) })
	})
}

func named(list []ShownGate, g ShownGate) bool {
	return slices.ContainsFunc(list, func(o ShownGate) bool { return o.Name == g.Name })
}

var channelWords = map[assent.Channel]string{
	assent.Email: "e-mail", assent.SMS: "text message", assent.IM: "instant message", assent.Push: "push message",
	assent.AutoCall: "automatic call", assent.LiveCall: "call by a person", assent.Fax: "fax", assent.Post: "letter",
}

func changes(days []Date) string {
	if len(days) == 0 {
		return "none known"
	}
	return joined(days, Date.String)
}

func joined[T any](list []T, text func(T) string) string {
	var out []string
	for _, one := range list {
		out = append(out, text(one))
	}
	return strings.Join(out, ", ")
}

// page writes lines and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

func (p *page) blank() { p.write("\n") }

func (p *page) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}

// line writes a paragraph, broken at the width, later lines indented by two more.
func (p *page) line(indent int, format string, args ...any) {
	pad := strings.Repeat(" ", indent)
	line := pad
	for word := range strings.FieldsSeq(fmt.Sprintf(format, args...)) {
		if len([]rune(line))+len([]rune(word)) >= textWidth && strings.TrimSpace(line) != "" {
			p.write(strings.TrimRight(line, " ") + "\n")
			line = pad + "  "
		}
		line += word + " "
	}
	p.write(strings.TrimRight(line, " ") + "\n")
}

func (p *page) rows(rows []ShownRow) {
	for _, r := range rows {
		p.line(2, "%s · %s", recipients(r.Recipients), kinds(r.Kinds))
		p.line(4, "→ %s%s", strings.Join(r.Bases, ", or "), doubtful(r.Certainty))
		if r.Otherwise != "" {
			p.line(4, "otherwise %s", r.Otherwise)
		}
		if r.Text != "" {
			p.line(4, "%s", r.Text)
		}
		p.cite(4, r.Citations)
	}
}

func recipients(list []assent.RecipientKind) string {
	if len(list) == len(recipientAxis) {
		return "everyone"
	}
	return joined(list, func(r assent.RecipientKind) string { return strings.ReplaceAll(string(r), "_", " ") })
}

// only names for whom a rule is, if it is not for all.
func only(list []assent.RecipientKind) string {
	if len(list) == 0 {
		return ""
	}
	return " (only " + recipients(list) + ")"
}

func kinds(list []assent.MessageKind) string {
	if slices.Equal(list, []assent.MessageKind{assent.OwnMarketing, assent.PartnerMarketing, assent.CharityOwn, assent.CharityOther}) {
		return "all marketing"
	}
	return joined(list, func(k assent.MessageKind) string { return strings.ReplaceAll(string(k), "_", " ") })
}

func doubtful(c Certainty) string {
	if c == "" || c == High {
		return ""
	}
	return " [certainty: " + string(c) + "]"
}

func (p *page) cite(indent int, list []Citation) {
	for _, c := range list {
		p.line(indent, "§ %s", c.norm())
	}
}

func (p *page) gates(gates []ShownGate) {
	if len(gates) > 0 {
		p.line(2, "closed by")
	}
	for _, g := range gates {
		p.line(4, "%s: %s%s%s", g.Reason, g.Text, only(g.Recipients), doubtful(g.Certainty))
		if g.Hours != "" {
			p.line(6, "%s", g.Hours)
		}
		p.cite(6, g.Citations[:min(1, len(g.Citations))])
	}
}

// duties lists codes; those for some recipients or bases only say so.
func (p *page) duties(list []ShownDuty) {
	if len(list) == 0 {
		return
	}
	p.line(2, "accompanied by")
	p.line(4, "%s", joined(list, func(d ShownDuty) string {
		if len(d.Bases) == 0 {
			return string(d.Code) + only(d.Recipients)
		}
		return fmt.Sprintf("%s (on %s)%s", d.Code, joined(d.Bases, func(b assent.Basis) string { return string(b) }), only(d.Recipients))
	}))
}

func (p *page) basis(b ShownBasis) {
	p.blank()
	p.line(2, "%s (%s, given by %s)%s", b.Name, b.Basis, b.From, doubtful(b.Certainty))
	p.line(4, "%s", b.Text)
	for _, c := range b.Citations {
		p.cite(4, []Citation{c})
		if c.Quote != "" {
			p.line(6, "“%s”", c.Quote)
		}
	}
	for i, c := range b.Conditions {
		p.line(4, "%d. else %s: %s%s", i+1, c.Reason, c.Text, doubtful(c.Certainty))
	}
}
