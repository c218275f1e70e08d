package law

import (
	"slices"

	"assent"
)

// noes sums up every no and every suppression that bears on the question. "Open" is one
// that no later yes of exactly this scope has lifted; "lifted" is one that such a yes has.
type noes struct {
	all, scope, widened, ambiguous, suppressed, technical, stopText, withdrawn, refused, refusedInCall tally

	otherChannel bool // an objection that names another channel, after a choice was offered
	otherStream  bool // an objection that names the other stream: marketing, service
	byPhone      bool // an open objection to marketing by text or call, and the message is service
	first        Date // the day of the earliest open no
	used         []int
}

// tally counts noes of one sort.
type tally struct{ open, lifted bool }

func (t *tally) add(lifted bool) {
	t.lifted = t.lifted || lifted
	t.open = t.open || !lifted
}

func (t tally) any() bool { return t.open || t.lifted }

// anyLifted reports whether some no reaches the message and is lifted.
func (n *noes) anyLifted() bool {
	return n.all.lifted || n.scope.lifted || n.widened.lifted || n.suppressed.lifted ||
		n.stopText.lifted || n.withdrawn.lifted || n.refused.lifted || n.refusedInCall.lifted
}

// standing is how one consent stands against the noes that reach its own cell.
type standing struct {
	falls  bool // a no is as late or later
	awaits bool // it is later, but not confirmed from the contact point
}

// gatherNoes sorts the noes by how they reach the question.
func (v *view) gatherNoes() {
	v.noes = noes{}
	for i := range v.f.Noes {
		n := &v.f.Noes[i]
		if v.at.happened(n.Mark) && v.count(n) {
			v.noes.used = append(v.noes.used, i)
		}
	}
	for i := range v.f.Suppressions {
		s := &v.f.Suppressions[i]
		if !v.at.happened(s.Mark) || s.Scope != "" && s.Scope != "all" && s.Scope != string(v.q.Channel) {
			continue
		}
		v.noes.suppressed.add(v.lifted(s.Mark))
		if s.Match != "hmac" && s.Match != "complaint" {
			v.noes.technical.add(v.lifted(s.Mark))
		}
	}
	for i := range v.f.InboundTexts {
		t := &v.f.InboundTexts[i]
		if v.at.happened(t.Mark) && v.ed.stopWords.match(t.Text) {
			v.noes.stopText.add(v.lifted(t.Mark))
		}
	}
	if no := v.f.RefusedInCall; no != nil && v.at.happened(*no) && byCall(v.q.Channel) {
		v.noes.refusedInCall.add(v.lifted(*no))
	}
}

// count adds one no to the sort it belongs to, and reports whether it bears on the question.
func (v *view) count(n *No) bool {
	reach := v.reach(n)
	if reach.stops() && !v.lifted(n.Mark) && !n.At.IsZero() {
		v.noes.first = sooner(v.noes.first, DateOf(n.At))
	}
	switch {
	case reach == reachNone:
		return false
	case reach == reachOtherChannel:
		v.noes.otherChannel = true
	case reach == reachOtherStream:
		v.noes.otherStream = v.noes.otherStream || n.Stream != ""
		v.noes.byPhone = v.noes.byPhone || v.kind == assent.Service && byPhone(n.Scope.Channel) && !v.lifted(n.Mark)
	case n.Kind == assent.NoWithdrawn:
		v.noes.withdrawn.add(v.lifted(n.Mark))
	case n.Kind == assent.NoRefused:
		v.noes.refused.add(v.lifted(n.Mark))
	case reach == reachAll:
		v.noes.all.add(v.lifted(n.Mark))
	case reach == reachWidened:
		v.noes.widened.add(v.lifted(n.Mark))
	case reach == reachAmbiguous:
		v.noes.ambiguous.add(v.lifted(n.Mark))
	default:
		v.noes.scope.add(v.lifted(n.Mark))
	}
	return true
}

// byPhone reports whether an objection to a channel reaches texts and calls.
func byPhone(channel string) bool {
	switch assent.Channel(channel) {
	case assent.Any, assent.SMS, assent.AutoCall, assent.LiveCall:
		return true
	}
	return false
}

// byCall reports whether a channel is one that a refusal in a call is about.
func byCall(channel assent.Channel) bool {
	return channel == assent.LiveCall || channel == assent.AutoCall
}

// reach says how a no bears on a question.
type reach uint8

const (
	reachNone         reach = iota
	reachAll                // the consolidated opt-out
	reachScope              // its scope covers the question
	reachWidened            // it names another channel, and no granular choice was offered
	reachAmbiguous          // it names a channel and another purpose, and no granular choice was offered
	reachOtherChannel       // it names another channel, after a choice
	reachOtherStream        // it is against the other stream
)

// stops reports whether such a no is against the message asked about.
func (r reach) stops() bool { return r == reachAll || r == reachScope || r == reachWidened }

func (v *view) reach(n *No) reach {
	cell := assent.Scope{Brand: v.q.Brand, Purpose: v.q.Purpose, Channel: string(v.q.Channel), Party: string(v.party())}
	switch {
	case n.Kind == assent.NoObjection && v.otherStream(n):
		return reachOtherStream
	case n.Scope == assent.Everything() && n.Stream == "":
		return reachAll
	case n.Scope.Covers(cell):
		return reachScope
	case n.Kind == assent.NoObjection && v.onlyOtherChannel(n, cell):
		if n.GranularChoiceOffered != nil && *n.GranularChoiceOffered {
			return reachOtherChannel
		}
		return reachWidened
	case n.Kind == assent.NoObjection && v.ambiguous(n, cell):
		return reachAmbiguous
	}
	return reachNone
}

// ambiguous reports whether an objection to one purpose by one channel may have meant all
// marketing of the brand, because the person was not offered to say which.
func (v *view) ambiguous(n *No, cell assent.Scope) bool {
	everything := assent.Everything()
	everything.Brand = n.Scope.Brand
	offered := n.GranularChoiceOffered != nil && *n.GranularChoiceOffered
	return !offered && marketing(v.kind) && n.Scope.Channel != assent.Any && everything.Covers(cell)
}

// otherStream reports whether an objection is against the stream that the question is not
// in. One that names neither stream nor purpose is against marketing (GDPR art. 21(2)).
func (v *view) otherStream(n *No) bool {
	stream := n.Stream
	if stream == "" && n.Scope.Purpose == assent.Any {
		stream = "marketing"
	}
	return stream != "" && (stream == "service") != (v.kind == assent.Service)
}

func (v *view) onlyOtherChannel(n *No, cell assent.Scope) bool {
	widened := n.Scope
	widened.Channel = assent.Any
	return widened.Covers(cell)
}

// lifted reports whether a later yes of exactly this scope stands against the no. Nothing
// is known to be later than a no without a time.
func (v *view) lifted(no assent.Mark) bool {
	return !no.At.IsZero() && slices.ContainsFunc(v.f.Consents, func(c Consent) bool {
		return v.reopens(&c) && assent.Weigh(c.Mark, no) == assent.Stands
	})
}

// reopens reports whether a yes can lift a no for the question: given by the person's own
// initiative, by an act, for exactly this purpose, channel and party.
func (v *view) reopens(c *Consent) bool {
	return !c.Pending && c.active() && !c.InitiatedBySender && v.at.happened(c.Mark) &&
		v.coversChannel(c) && v.coversPurpose(c) && v.coversParty(c) && v.namesSender(c)
}

// standingOf weighs a consent against each no that reaches its own cell, which is the
// question's where it covers the question.
func (v *view) standingOf(c *Consent) standing {
	own := *v.q
	own.Channel = closest(c.Channels, v.q.Channel)
	own.Purpose = closest(c.Purposes, v.q.Purpose)
	w := view{f: v.f, q: &own, kind: v.kind, at: v.at, ed: v.ed}
	if !w.coversParty(c) {
		w.kind = kindOf(c.Party)
	}
	var s standing
	for i := range v.f.Noes {
		n := &v.f.Noes[i]
		if !v.at.happened(n.Mark) || !w.defeats(n) {
			continue
		}
		switch weight := assent.Weigh(c.Mark, n.Mark); {
		case weight == assent.Falls, c.InitiatedBySender:
			s.falls = true
		case weight == assent.Awaits:
			s.awaits = true
		}
	}
	return s
}

// defeats reports whether a no counts against a yes of the view's cell. That an objection
// to one channel is read more widely is settled practice, not statute.
func (v *view) defeats(n *No) bool {
	switch v.reach(n) {
	case reachAll, reachScope:
		return true
	case reachWidened:
		return v.q.Profile != StatuteOnly
	}
	return false
}

func kindOf(p assent.Party) assent.MessageKind {
	if p == assent.PartyPartners {
		return assent.PartnerMarketing
	}
	return assent.OwnMarketing
}

func closest[T comparable](list []T, want T) T {
	if len(list) == 0 || slices.Contains(list, want) {
		return want
	}
	return list[0]
}
