package locale

import (
	"cmp"
	"slices"
	"strings"

	"assent"
)

// Explain says a decision in one paragraph: yes or no, why, on which basis and by which norm; then
// until when the answer holds and, of a no, what would turn it into a yes.
func (p *Printer) Explain(d *assent.Decision) string {
	parts := []string{p.Text("decision." + string(d.Decision)), p.Text("reason." + string(d.Reason))}
	say := func(key string, args ...any) { parts = append(parts, p.Text(key, args...)) }
	if d.Basis != assent.NoBasis {
		say("decision.basis", "basis", p.Text("basis."+string(d.Basis)))
	}
	if norms := norms(d.Citations); norms != "" {
		say("decision.norms", "norms", norms)
	}
	if d.Uncertain {
		say("decision.uncertain")
	}
	if d.ValidUntil != nil {
		say("decision.until_"+string(d.Decision), "moment", p.Moment(*d.ValidUntil))
	}
	if change := p.Changes(d.Jurisdiction, d.WouldAllowIf); change != "" {
		say("decision.change", "change", change)
	}
	return strings.Join(parts, " ")
}

// norms lists the norms of a decision, each once, the articles of one law together.
func norms(list []assent.Citation) string {
	var laws []string
	articles := map[string][]string{}
	for _, c := range list {
		if !slices.Contains(laws, c.Law) {
			laws = append(laws, c.Law)
		}
		if c.Article != "" && !slices.Contains(articles[c.Law], c.Article) {
			articles[c.Law] = append(articles[c.Law], c.Article)
		}
	}
	for i, law := range laws {
		laws[i] = strings.TrimSpace(law + " " + strings.Join(articles[law], ", "))
	}
	return strings.Join(laws, "; ")
}

// Changes puts [assent.Decision.WouldAllowIf] into words, without the word "if" before them: "the person
// confirms the sign-up, or if the person is a customer". Empty if nothing would help.
func (p *Printer) Changes(jurisdiction string, sets [][]string) string {
	var out string
	for _, set := range sets {
		all := p.all(jurisdiction, set)
		if out == "" {
			out = all
		} else {
			out = p.Text("list.or_if", "some", out, "last", all)
		}
	}
	return out
}

// all joins what has to change together, each change once.
func (p *Printer) all(jurisdiction string, names []string) string {
	var out []string
	for _, name := range names {
		if c := p.Change(jurisdiction, name); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	last := len(out) - 1
	return p.Text("list.and", "some", strings.Join(out[:last], ", "), "last", out[last])
}

// Change says what would have to be otherwise for one condition or gate, by its name in the jurisdiction's
// law pack; a name of the house may carry a value behind a colon. A name from a pack of the operator's own is
// shown as it is.
func (p *Printer) Change(jurisdiction, name string) string {
	name, value, _ := strings.Cut(name, ":")
	phrase := cmp.Or(changes[jurisdiction+"."+name], changes[name], "other")
	return p.Text("change."+phrase, "name", name, "value", p.changeValue(name, value))
}

func (p *Printer) changeValue(name, value string) string {
	if name == "paused_until" || name == "frequency_until" {
		return p.Day(assent.Day(value))
	}
	return value
}
