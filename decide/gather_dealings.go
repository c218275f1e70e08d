package decide

import (
	"time"

	"assent"
	"assent/law"
)

// relationships collects what is recorded of dealings with the organisation or the brand, and what
// the asker knows of them. What a record leaves open, a circumstance may tell.
func (e *enquiry) relationships(g *gathered) {
	add := func(r assent.Relationship, event assent.ID) {
		if r.Brand != "" && r.Brand != e.brand {
			return
		}
		g.Relationships = append(g.Relationships, e.relationship(r))
		g.relationEvents = append(g.relationEvents, event)
	}
	for _, r := range e.state.Dealings() {
		add(r.Relationship, r.Event)
	}
	if e.Facts == nil {
		return
	}
	for _, r := range e.Facts.Relationships {
		add(r, assent.ID{})
	}
}

func (e *enquiry) relationship(r assent.Relationship) law.Relationship {
	out := law.Relationship{
		Kind: r.Kind, On: lawDay(r.On), CreatedOn: lawDay(r.CreatedOn),
		LastPurchaseOn: lawDay(r.LastPurchaseOn), EnquiryOn: lawDay(r.EnquiryOn), ContractEndOn: lawDay(r.ContractEndOn),
		SimilarProducts:              law.TruthOf(r.SimilarProducts),
		DetailsObtainedInSale:        law.TruthOf(r.DetailsObtainedInSale),
		OptOutOfferedAtCollection:    law.TruthOf(r.OptOutOfferedAtCollection),
		OptOutInEveryMessage:         law.TruthOf(r.OptOutInEveryMessage),
		ObjectRelated:                law.TruthOf(r.ObjectRelated),
		SameCompany:                  law.TruthOf(r.SameCompany),
		Ongoing:                      law.TruthOf(r.Ongoing),
		Written:                      law.TruthOf(r.Written),
		AccountRemuneratedIndirectly: law.TruthOf(r.AccountRemuneratedIndirectly),
	}
	for name, field := range ofRelationship {
		if f := field(&out); *f == law.NotKnown {
			*f, _ = parseTruth(e.circumstance(name))
		}
	}
	return out
}

// registers collects the answers of opposition lists for the contact point.
func (e *enquiry) registers(g *gathered) {
	add := func(r assent.RegisterCheck, event assent.ID) {
		g.Registers = append(g.Registers, law.Register{
			ID: r.Register, Listed: law.TruthOf(&r.Listed), ListedOn: lawDay(r.ListedOn),
			CheckedOn: lawDay(r.CheckedOn), InDirectory: law.TruthOf(r.InDirectory),
		})
		g.registerEvents[r.Register] = event
	}
	claimed := map[string]bool{}
	if e.Facts != nil {
		for _, r := range e.Facts.Registers {
			claimed[r.Register] = true
			add(r, assent.ID{})
		}
	}
	for _, r := range e.here.Registers {
		if !claimed[r.Register] {
			add(r.RegisterCheck, r.Event)
		}
	}
}

// dealings collects what the person did and what was sent to her.
func (e *enquiry) dealings(g *gathered, at time.Time) {
	for _, c := range e.state.Contacts {
		switch {
		case c.Mark.At.After(at):
		case c.Kind == assent.ContactOpen: // an open is no act of hers
			g.LastOpenOn = e.localDay(c.Mark.At)
		default:
			g.LastContactOn = max(g.LastContactOn, e.localDay(c.Mark.At))
		}
	}
	for _, s := range e.here.Sent {
		if s.Mark.At.After(at) {
			continue
		}
		switch s.Kind {
		case assent.Service, assent.DOIConfirmation, assent.OptOutConfirmation:
		default:
			g.LastMarketingSentOn = max(g.LastMarketingSentOn, e.localDay(s.Mark.At))
		}
	}
	g.ConfirmationsSent = e.confirmed
	for _, c := range e.here.Calls {
		if !c.At.After(at) {
			g.Attempts = append(g.Attempts, law.MomentOf(c.At.In(e.zone)))
		}
	}
}

// circumstances fills the facts that go by their name.
func (e *enquiry) circumstances(g *gathered) {
	if e.cat.Settings().CharitySender {
		g.SenderKind = "charity"
	}
	g.Sector = e.purpose.Sector
	for _, s := range circumstances {
		if v := e.circumstance(s.Fact); v != "" {
			s.set(&g.Facts, v)
		}
	}
}

// circumstance is what the asker claims, else what is recorded of the contact point, else what
// the purpose fixes.
func (e *enquiry) circumstance(name string) string {
	if e.Facts != nil && e.Facts.Facts[name] != "" {
		return e.Facts.Facts[name]
	}
	if v := e.here.Fact(name); v != "" {
		return v
	}
	return e.purpose.Facts[name]
}
