package intake

import (
	"fmt"
	"slices"

	"assent"
	"assent/catalogue"
)

// blank writes out a box that was left empty, or answered with no, beside a yes to another. It is
// a refusal (which ends the existing-customer exception: CPCE L. 34-5 al. 4, "refusé d'emblée").
// Where a yes stands, a form does not take it back, since a stranger may have sent it; the
// preference page and the answer to a mailed question do. Topics answered with no are left without leaving the purpose.
func (w *work) blank(asked ActChoice, c assent.Choice) {
	p, _ := w.cat.Purpose(c.Purpose)
	scope := scopeOf(p, string(c.Channel), string(asked.Party))
	c.Reply = assent.No
	standing := w.standsAnywhere(p, c.Channel, c.Party, assent.Granted, assent.Pending)
	switch {
	case w.onOwnPage() && asked.Reply == assent.No && len(asked.Topics) > 0:
	case (w.onOwnPage() || w.dr.Method == assent.ConsentRequest) && standing:
		w.sayAndCascade(scope, assent.NoWithdrawn)
	case w.dr.Method == assent.WebForm && standing:
		c.Reply = assent.Blank
	default:
		w.say(scope, assent.NoRefused)
	}
	w.e.Choices = append(w.e.Choices, c)
}

// onOwnPage reports whether she sees what stands beside what she answers, however she came in.
func (w *work) onOwnPage() bool {
	return w.dr.Method == assent.PreferencePage || w.dr.Method == assent.Portal
}

// standsAnywhere reports whether the box has one of the statuses at any of her contact points.
func (w *work) standsAnywhere(p *catalogue.Purpose, ch assent.Channel, party assent.Party, statuses ...assent.Status) bool {
	if party == "" {
		party = p.Party()
	}
	cell := p.Cell(ch, party)
	for id := range w.state.Points {
		if slices.Contains(statuses, w.state.Standing(id, cell, w.tx.Now()).Status) {
			return true
		}
	}
	return false
}

// leave writes out a withdrawal, a refusal or an objection: its scope, or its choices, or
// everything if it names neither (a no that does not say how far it goes is read as whole).
func (w *work) leave() error {
	kind := map[assent.EventType]assent.NoKind{
		assent.ConsentWithdrawn: assent.NoWithdrawn,
		assent.ConsentRefused:   assent.NoRefused,
		assent.ObjectionRaised:  assent.NoObjection,
	}[w.dr.Type]
	defer w.inCall()
	switch {
	case w.dr.Scope != nil:
		return w.leaveScope(*w.dr.Scope, kind)
	case len(w.dr.Choices) == 0:
		w.say(assent.Everything(), kind)
		return nil
	}
	for i, c := range w.dr.Choices {
		p, err := w.purpose(c.Purpose, fmt.Sprintf("choices[%d].purpose", i))
		if err != nil {
			return err
		}
		scope := scopeOf(p, string(c.Channel), string(c.Party))
		switch {
		case w.dr.Method != assent.NotMe:
			w.sayAndCascade(scope, kind)
		case !w.standsAnywhere(p, c.Channel, c.Party, assent.Granted):
			w.say(scope, kind) // "this wasn't me" cancels a sign-up, never what stood before it
		}
	}
	return nil
}

// inCall notes a no to calls that was said in a call: some laws forbid calling again for longer.
func (w *work) inCall() {
	spoken := w.dr.Method == assent.CallNoted || w.dr.Method == assent.CallRecorded
	if spoken && slices.ContainsFunc(w.e.Noes, func(n assent.NoEntry) bool {
		return n.Scope.Channel == assent.Any || n.Scope.Channel == string(assent.LiveCall)
	}) {
		w.e.Facts = withDefaults(w.e.Facts, assent.Facts{"refused_in_call": "true"})
	}
}

func (w *work) leaveScope(s assent.Scope, kind assent.NoKind) error {
	if s.Purpose != "" && s.Purpose != assent.Any {
		if _, err := w.purpose(s.Purpose, "scope.purpose"); err != nil {
			return err
		}
	}
	if err := w.knownBrand(s.Brand, "scope.brand"); err != nil {
		return err
	}
	w.sayAndCascade(whole(s), kind)
	return nil
}

func (w *work) knownBrand(id, field string) error {
	if _, ok := w.cat.Brand(id); ok || id == "" || id == assent.Any {
		return nil
	}
	return assent.Problemf("UNKNOWN_BRAND", "There is no brand %q; %s.", id, known(w.cat.Brands(), func(b *catalogue.Brand) string { return b.ID })).In(field)
}

// whole names every part of a scope: what is not said is any.
func whole(s assent.Scope) assent.Scope {
	for _, part := range []*string{&s.Brand, &s.Purpose, &s.Channel, &s.Party} {
		if *part == "" {
			*part = assent.Any
		}
	}
	return s
}

// scopeOf is the scope of a no to one purpose by one channel.
func scopeOf(p *catalogue.Purpose, channel, party string) assent.Scope {
	return whole(assent.Scope{Brand: p.Brand, Purpose: p.ID, Channel: channel, Party: party})
}

// sayAndCascade writes a no out, and after it one for each purpose that is left with it.
func (w *work) sayAndCascade(s assent.Scope, kind assent.NoKind) {
	w.say(s, kind)
	if s.Purpose == assent.Any || s.Party == string(assent.PartyPartners) {
		return
	}
	for _, l := range w.cat.Leaving(s.Purpose) {
		n := w.no(scopeOf(l.Purpose, s.Channel, ""), kind)
		n.Cause = l.Cause
		w.e.Noes = append(w.e.Noes, n)
	}
}

func (w *work) say(s assent.Scope, kind assent.NoKind) {
	w.e.Noes = append(w.e.Noes, w.no(s, kind))
}

func (w *work) no(s assent.Scope, kind assent.NoKind) assent.NoEntry {
	return assent.NoEntry{
		Scope: s, Kind: kind, Granular: w.dr.GranularOffered, Reaches: w.allPoints(), Undoable: w.undoable(),
	}
}
