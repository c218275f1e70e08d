package assent

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

// pen writes the canonical encoding of an event field by field. encoding/json would write the same bytes (a test compares
// them), in more than twice the time, and every act is encoded once and every event that is read is encoded again. Payloads that are
// rare are left to it.
type pen struct {
	out []byte
	err error
}

func (p *pen) event(e *Event) {
	p.out = append(p.out, '{')
	p.number("format", int64(e.Format))
	p.id("id", e.ID)
	p.id("org", e.Org)
	p.number("number", e.Number)
	text(p, "type", e.Type)
	text(p, "code", e.Code)
	p.time("occurred_at", e.Occurred)
	p.truth("day_only", e.DayOnly)
	p.time("received_at", e.Received)
	p.time("recorded_at", e.Recorded)
	p.idIfAny("person", e.Person)
	series(p, "points", e.Points, (*pen).point)
	p.key("actor")
	p.actor(e.Actor)
	text(p, "method", e.Method)
	textIfAny(p, "strength", e.Strength)
	textIfAny(p, "grade", e.Grade)
	textIfAny(p, "collection_point", e.CollectionPoint)
	part(p, "notice", e.Notice, (*pen).notice)
	p.idIfAny("refers", e.Refers)
	textIfAny(p, "batch", e.Batch)
	series(p, "choices", e.Choices, (*pen).choice)
	series(p, "noes", e.Noes, (*pen).no)
	part(p, "attributes", e.Attributes, (*pen).attributes)
	p.facts(e.Facts)
	p.payloads(e)
	part(p, "evidence", e.Evidence, (*pen).evidence)
	series(p, "sealed", e.Sealed, (*pen).sealed)
	p.out = append(p.out, '}')
}

// payloads are what most events do not have.
func (p *pen) payloads(e *Event) {
	rare(p, "relationship", e.Relationship)
	rare(p, "contact", e.Contact)
	rare(p, "link", e.Link)
	rare(p, "register", e.Register)
	rare(p, "suppression", e.Suppression)
	rare(p, "message", e.Message)
	rare(p, "pause", e.Pause)
	rare(p, "frequency", e.Frequency)
	rare(p, "publication", e.Publication)
	rare(p, "trail", e.Trail)
	rare(p, "screening", e.Screening)
	rare(p, "erasure", e.Erasure)
	rare(p, "retention", e.Retention)
}

func (p *pen) point(at *Point) {
	p.id("id", at.ID)
	text(p, "kind", at.Kind)
}

func (p *pen) actor(a Actor) {
	p.out = append(p.out, '{')
	text(p, "kind", a.Kind)
	textIfAny(p, "id", a.ID)
	p.out = append(p.out, '}')
}

func (p *pen) notice(n *NoticeRef) {
	text(p, "id", n.ID)
	text(p, "version", n.Version)
	text(p, "language", n.Language)
	text(p, "digest", n.Digest)
}

func (p *pen) choice(c *Choice) {
	p.id("point", c.Point)
	textIfAny(p, "brand", c.Brand)
	text(p, "purpose", c.Purpose)
	if c.Version != 0 {
		p.number("version", int64(c.Version))
	}
	text(p, "channel", c.Channel)
	p.texts("topics", c.Topics)
	text(p, "party", c.Party)
	textIfAny(p, "partner_list", c.PartnerList)
	textIfAny(p, "reply", c.Reply)
	if c.Terms != (Terms{}) {
		part(p, "terms", &c.Terms, (*pen).terms)
	}
}

func (p *pen) terms(t *Terms) {
	textIfAny(p, "bundled_with", t.BundledWith)
	p.truth("condition_of_purchase", t.ConditionOfPurchase)
	p.truth("dated_digital_proof", t.DatedDigitalProof)
	p.truth("phone_verified", t.PhoneVerified)
	p.truth("outside_hours", t.OutsideHours)
	p.truth("initiated_by_sender", t.InitiatedBySender)
	p.truth("by_providing_address", t.ByProvidingAddress)
}

func (p *pen) no(n *NoEntry) {
	rare(p, "scope", &n.Scope)
	text(p, "kind", n.Kind)
	p.truth("granular_choice_offered", n.Granular)
	textIfAny(p, "cause", n.Cause)
	if len(n.Reaches) > 0 {
		rare(p, "reaches", &n.Reaches)
	}
	p.truth("undoable", n.Undoable)
}

func (p *pen) attributes(a *Attributes) {
	textIfAny(p, "country", a.Country)
	textIfAny(p, "language", a.Language)
	textIfAny(p, "kind", a.Kind)
	textIfAny(p, "timezone", a.TimeZone)
}

func (p *pen) facts(f Facts) {
	if len(f) == 0 {
		return
	}
	p.key("facts")
	p.out = append(p.out, '{')
	for _, name := range slices.Sorted(maps.Keys(f)) {
		p.comma()
		p.quote(name)
		p.out = append(p.out, ':')
		p.quote(f[name])
	}
	p.out = append(p.out, '}')
}

func (p *pen) evidence(v *Evidence) {
	textIfAny(p, "wording", v.Wording)
	p.texts("shown", v.Shown)
	p.texts("attachments", v.Attachments)
	textIfAny(p, "source", v.Source)
	textIfAny(p, "opt_in_at", v.OptIn)
	textIfAny(p, "confirmed_at", v.Confirmed)
	p.truth("same_browser", v.SameBrowser)
	p.texts("flags", v.Flags)
}

func (p *pen) sealed(s *SealedField) {
	text(p, "name", s.Name)
	text(p, "commitment", s.Commitment)
}

// comma parts what follows from what stands before it.
func (p *pen) comma() {
	if last := p.out[len(p.out)-1]; last != '{' && last != '[' {
		p.out = append(p.out, ',')
	}
}

func (p *pen) key(name string) {
	p.comma()
	p.out = append(append(append(p.out, '"'), name...), '"', ':')
}

func (p *pen) number(name string, n int64) {
	p.key(name)
	p.out = strconv.AppendInt(p.out, n, 10)
}

func (p *pen) truth(name string, yes bool) {
	if yes {
		p.key(name)
		p.out = append(p.out, "true"...)
	}
}

func (p *pen) id(name string, id ID) {
	p.key(name)
	p.out = append(p.out, '"')
	if !id.IsZero() {
		for i, part := range [][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
			if i > 0 {
				p.out = append(p.out, '-')
			}
			p.out = hex.AppendEncode(p.out, part)
		}
	}
	p.out = append(p.out, '"')
}

func (p *pen) idIfAny(name string, id ID) {
	if !id.IsZero() {
		p.id(name, id)
	}
}

func (p *pen) time(name string, t time.Time) {
	if y := t.Year(); y < 0 || y > 9999 {
		rare(p, name, &t) // which says what is wrong
		return
	}
	p.key(name)
	p.out = append(t.AppendFormat(append(p.out, '"'), time.RFC3339Nano), '"')
}

func (p *pen) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	p.key(name)
	p.out = append(p.out, '[')
	for _, s := range list {
		p.comma()
		p.quote(s)
	}
	p.out = append(p.out, ']')
}

func text[S ~string](p *pen, name string, s S) {
	p.key(name)
	p.quote(string(s))
}

func textIfAny[S ~string](p *pen, name string, s S) {
	if s != "" {
		text(p, name, s)
	}
}

// quote writes a string; one that holds anything but plain characters is left to encoding/json.
func (p *pen) quote(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			p.other(s)
			return
		}
	}
	p.out = append(append(append(p.out, '"'), s...), '"')
}

// part writes a structure if there is one.
func part[T any](p *pen, name string, v *T, each func(*pen, *T)) {
	if v == nil {
		return
	}
	p.key(name)
	p.out = append(p.out, '{')
	each(p, v)
	p.out = append(p.out, '}')
}

// series writes a list of structures if there are any.
func series[T any](p *pen, name string, list []T, each func(*pen, *T)) {
	if len(list) == 0 {
		return
	}
	p.key(name)
	p.out = append(p.out, '[')
	for i := range list {
		p.comma()
		p.out = append(p.out, '{')
		each(p, &list[i])
		p.out = append(p.out, '}')
	}
	p.out = append(p.out, ']')
}

// rare leaves a value, if there is one, to encoding/json.
func rare[T any](p *pen, name string, v *T) {
	if v != nil {
		p.key(name)
		p.other(v)
	}
}

func (p *pen) other(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		p.err = err
	}
	p.out = append(p.out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
