package console

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/rights"
)

// Line is one event in words.
type Line struct {
	*assent.Event
	At     time.Time
	What   string   // "Consent withdrawn"
	How    string   // "with one click in the mail program"
	By     string   // the operator who wrote it down
	Yes    []string // "Newsletter by e-mail"
	No     []string
	Note   string
	Worth  string // what the evidence proves
	Notice string // id and version of the text that was read
	Staff  bool   // recorded by somebody of ours
}

// line puts an event into words.
func (c *call) line(d *dossier, r rights.Record) Line {
	e, text := r.Event, c.words.Text
	out := Line{
		Event: e, At: e.Time().UTC(), What: text("console.event." + strings.ReplaceAll(string(e.Type), ".", "_")),
		How: text("page.own.method." + string(e.Method)), Staff: e.Actor.Kind == assent.ActorOperator,
	}
	if out.What == "" {
		out.What = string(e.Type)
	}
	if out.Staff {
		out.By = orElse(nameOf(d.team, e.Actor.ID), text("console.person.by_somebody"))
	}
	for _, ch := range e.Choices {
		if ch.Reply == assent.Yes {
			out.Yes = append(out.Yes, c.scope(assent.Scope{Purpose: ch.Purpose, Channel: string(ch.Channel)}))
		}
	}
	for _, n := range e.Noes {
		out.No = append(out.No, c.scope(n.Scope))
	}
	if e.Grade != "" {
		out.Worth = text("page.own.grade." + string(e.Grade))
	}
	if e.Notice != nil {
		out.Notice = e.Notice.ID + " " + e.Notice.Version + " (" + e.Notice.Language + ")"
	}
	out.Note = c.note(r)
	return out
}

// note is what an event says that is no choice; what staff wrote down only for who may read it.
func (c *call) note(r rights.Record) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch {
	case r.Pause != nil:
		add(c.words.Text("page.own.paused", "date", r.Pause.Until))
	case r.Message != nil:
		add(c.scope(assent.Scope{Purpose: r.Message.Purpose, Channel: string(r.Message.Channel)}))
	case r.Relationship != nil:
		add(c.words.Text("console.relationship." + r.Relationship.Kind))
		add(string(r.Relationship.On))
	case r.Contact != nil:
		add(c.words.Text("console.contact." + string(r.Contact.Kind)))
	case r.Suppression != nil:
		add(r.Suppression.Kind)
	case r.Register != nil:
		add(r.Register.Register)
	}
	if c.may(auth.SeeAddresses) {
		add(r.Personal["note"])
	}
	if r.Evidence != nil && len(r.Evidence.Attachments) > 0 {
		add(c.words.Text("console.person.attached", "digest", r.Evidence.Attachments[0][:min(12, len(r.Evidence.Attachments[0]))]))
	}
	return strings.Join(parts, " · ")
}

// scope is how far a choice or a no goes, in words.
func (c *call) scope(s assent.Scope) string {
	what := c.words.Text("page.own.everything")
	if p, ok := c.catalogue.Purpose(s.Purpose); ok {
		what = name(c, p)
	} else if b, ok := c.catalogue.Brand(s.Brand); ok {
		what = c.words.Text("page.own.everything_of", "brand", b.Name)
	}
	if by, ok := c.words.Lookup("by_channel." + s.Channel); ok {
		what += " " + by
	}
	return what
}

// list joins texts for one cell of a file.
func list(texts []string) string { return strings.Join(slices.Clone(texts), "; ") }
