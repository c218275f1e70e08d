package assent

// pen writes the canonical encoding of an event field by field, and reads it back in the same order: what follows says both at once.
// encoding/json would write the same bytes (a test compares them) in more than twice the time and read them in five times as much, and every
// act is encoded once and every event that is read is encoded again. Payloads that are rare are left to it.
//
// What is read is not checked here: [Decode] writes it again, and compares.
type pen struct {
	out     []byte // what is written
	in      string // what is to be read
	reading bool
	err     error
}

func (p *pen) event(e *Event) {
	p.put('{')
	number(p, "format", &e.Format)
	p.id("id", &e.ID)
	p.id("org", &e.Org)
	number(p, "number", &e.Number)
	text(p, "type", &e.Type)
	text(p, "code", &e.Code)
	p.time("occurred_at", &e.Occurred)
	p.truth("day_only", &e.DayOnly)
	p.time("received_at", &e.Received)
	p.time("recorded_at", &e.Recorded)
	p.idIfAny("person", &e.Person)
	series(p, "points", &e.Points, (*pen).point)
	if p.key("actor", true) {
		p.actor(&e.Actor)
	}
	text(p, "method", &e.Method)
	textIfAny(p, "strength", &e.Strength)
	textIfAny(p, "grade", &e.Grade)
	textIfAny(p, "collection_point", &e.CollectionPoint)
	part(p, "notice", &e.Notice, (*pen).notice)
	p.idIfAny("refers", &e.Refers)
	textIfAny(p, "batch", &e.Batch)
	series(p, "choices", &e.Choices, (*pen).choice)
	series(p, "noes", &e.Noes, (*pen).no)
	part(p, "attributes", &e.Attributes, (*pen).attributes)
	p.facts(&e.Facts)
	p.payloads(e)
	part(p, "evidence", &e.Evidence, (*pen).evidence)
	series(p, "sealed", &e.Sealed, (*pen).sealed)
	p.put('}')
}

// payloads are what most events do not have.
func (p *pen) payloads(e *Event) {
	rare(p, "relationship", &e.Relationship)
	rare(p, "contact", &e.Contact)
	rare(p, "link", &e.Link)
	rare(p, "register", &e.Register)
	rare(p, "suppression", &e.Suppression)
	rare(p, "message", &e.Message)
	rare(p, "pause", &e.Pause)
	rare(p, "frequency", &e.Frequency)
	rare(p, "publication", &e.Publication)
	rare(p, "trail", &e.Trail)
	rare(p, "screening", &e.Screening)
	rare(p, "erasure", &e.Erasure)
	rare(p, "retention", &e.Retention)
}

func (p *pen) point(at *Point) {
	p.put('{')
	p.id("id", &at.ID)
	text(p, "kind", &at.Kind)
	p.put('}')
}

func (p *pen) actor(a *Actor) {
	p.put('{')
	text(p, "kind", &a.Kind)
	textIfAny(p, "id", &a.ID)
	p.put('}')
}

func (p *pen) notice(n *NoticeRef) {
	p.put('{')
	text(p, "id", &n.ID)
	text(p, "version", &n.Version)
	text(p, "language", &n.Language)
	text(p, "digest", &n.Digest)
	p.put('}')
}

func (p *pen) choice(c *Choice) {
	p.put('{')
	p.id("point", &c.Point)
	textIfAny(p, "brand", &c.Brand)
	text(p, "purpose", &c.Purpose)
	numberIfAny(p, "version", &c.Version)
	text(p, "channel", &c.Channel)
	p.texts("topics", &c.Topics)
	text(p, "party", &c.Party)
	textIfAny(p, "partner_list", &c.PartnerList)
	textIfAny(p, "reply", &c.Reply)
	if p.key("terms", c.Terms != Terms{}) {
		p.terms(&c.Terms)
	}
	p.put('}')
}

func (p *pen) terms(t *Terms) {
	p.put('{')
	textIfAny(p, "bundled_with", &t.BundledWith)
	p.truth("condition_of_purchase", &t.ConditionOfPurchase)
	p.truth("dated_digital_proof", &t.DatedDigitalProof)
	p.truth("phone_verified", &t.PhoneVerified)
	p.truth("outside_hours", &t.OutsideHours)
	p.truth("initiated_by_sender", &t.InitiatedBySender)
	p.truth("by_providing_address", &t.ByProvidingAddress)
	p.put('}')
}

func (p *pen) no(n *NoEntry) {
	p.put('{')
	if p.key("scope", true) {
		p.scope(&n.Scope)
	}
	text(p, "kind", &n.Kind)
	p.truth("granular_choice_offered", &n.Granular)
	textIfAny(p, "cause", &n.Cause)
	series(p, "reaches", &n.Reaches, (*pen).name)
	p.truth("undoable", &n.Undoable)
	p.put('}')
}

func (p *pen) scope(s *Scope) {
	p.put('{')
	text(p, "brand", &s.Brand)
	text(p, "purpose", &s.Purpose)
	text(p, "channel", &s.Channel)
	text(p, "party", &s.Party)
	p.put('}')
}

func (p *pen) attributes(a *Attributes) {
	p.put('{')
	textIfAny(p, "country", &a.Country)
	textIfAny(p, "language", &a.Language)
	textIfAny(p, "kind", &a.Kind)
	textIfAny(p, "timezone", &a.TimeZone)
	p.put('}')
}

func (p *pen) evidence(v *Evidence) {
	p.put('{')
	textIfAny(p, "wording", &v.Wording)
	p.texts("shown", &v.Shown)
	p.texts("attachments", &v.Attachments)
	textIfAny(p, "source", &v.Source)
	textIfAny(p, "opt_in_at", &v.OptIn)
	textIfAny(p, "confirmed_at", &v.Confirmed)
	p.truth("same_browser", &v.SameBrowser)
	p.texts("flags", &v.Flags)
	p.put('}')
}

func (p *pen) sealed(s *SealedField) {
	p.put('{')
	text(p, "name", &s.Name)
	text(p, "commitment", &s.Commitment)
	p.put('}')
}
