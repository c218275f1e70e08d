package web

import (
	"strings"

	"assent"
)

// Entry is one act in a person's history, in words.
type Entry struct {
	When string
	What string
	How  string
	Code string
	Yes  []string // "Newsletter by e-mail (Skis)"
	No   []Lost
	Note string // what an act says that is no choice
	URL  string // of its receipt

	SaysYes, SaysNo string // stand before what was answered, for whoever does not see the marks
}

// Lost is something stopped or refused, and why if she did not say so herself.
type Lost struct{ What, Why string }

// entryOf puts an event into words.
func entryOf(v *visit, e *assent.Event) Entry {
	text := v.words.Text
	out := Entry{
		When: v.words.Moment(e.Time().UTC()), Code: string(e.Code),
		What: text("page.own.act." + strings.ReplaceAll(string(e.Type), ".", "_")),
		How:  text("page.own.method." + string(e.Method)), SaysYes: text("page.answer.yes"), SaysNo: text("page.answer.no"),
	}
	if e.DayOnly {
		out.When = v.words.Date(e.Time().UTC())
	}
	for _, c := range e.Choices {
		if c.Reply == assent.Yes {
			out.Yes = append(out.Yes, v.chosen(c))
		}
	}
	for _, n := range e.Noes {
		out.No = append(out.No, Lost{v.scope(n.Scope), v.because(n.Cause)})
	}
	out.Note = v.note(e)
	return out
}

// placed puts an event of hers into words and leads to its receipt. Its place in her history names it
// in the address: a number of hers leads to nobody else's.
func placed(v *owner, place int, e *assent.Event) Entry {
	out := entryOf(v.visit, e)
	out.URL = v.here(receiptPath(place))
	return out
}

func (v *visit) note(e *assent.Event) string {
	switch {
	case e.Pause != nil && e.Pause.Until == "":
		return v.words.Text("page.own.resumed")
	case e.Pause != nil:
		return v.words.Text("page.own.paused", "date", e.Pause.Until)
	case e.Frequency != nil:
		return v.scope(e.Frequency.Scope) + " · " + v.words.Text(oftenKey(e.Frequency.AtMost))
	case e.Message != nil:
		return v.scope(assent.Scope{Purpose: e.Message.Purpose, Channel: string(e.Message.Channel)})
	}
	return ""
}

// chosen is a choice in words.
func (v *visit) chosen(c assent.Choice) string {
	p, ok := v.catalogue.Purpose(c.Purpose)
	if !ok {
		return c.Purpose
	}
	out := v.name(p) + " " + v.words.Text("by_channel."+string(c.Channel))
	var topics []string
	for _, id := range c.Topics {
		for _, t := range p.Topics {
			if t.ID == id {
				name, _ := v.words.Pick(t.Names)
				topics = append(topics, name)
			}
		}
	}
	if len(topics) > 0 {
		out += " (" + strings.Join(topics, ", ") + ")"
	}
	return out
}

// scope is how far a no goes, in words.
func (v *visit) scope(s assent.Scope) string {
	what := v.words.Text("page.own.everything")
	if p, ok := v.catalogue.Purpose(s.Purpose); ok {
		what = v.name(p)
	} else if b, ok := v.catalogue.Brand(s.Brand); ok {
		what = v.words.Text("page.own.everything_of", "brand", b.Name)
	}
	if by, ok := v.words.Lookup("by_channel." + s.Channel); ok {
		what += " " + by
	}
	return what
}

// because says why a purpose was left with another; intake has written the cause out.
func (v *visit) because(cause string) string {
	for _, c := range []struct{ verb, key string }{{" withdraws ", "page.own.because.withdraws"}, {" requires ", "page.own.because.requires"}} {
		before, after, found := strings.Cut(cause, c.verb)
		if !found {
			continue
		}
		other := after
		if c.verb == " withdraws " {
			other, _, _ = strings.Cut(before, "@")
		}
		if p, ok := v.catalogue.Purpose(other); ok {
			return v.words.Text(c.key, "other", v.name(p))
		}
	}
	return ""
}
