package sample

import (
	"assent"
	"assent/intake"
)

// signsUp: on the hosted form; most confirm, many click now and then, some leave.
func (p *person) signsUp(day int) []step {
	form := "newsletter"
	boxes := []intake.ActChoice{
		{Purpose: "newsletter", Channel: assent.Email, Topics: []string{"garden"}},
		{Purpose: "offers", Channel: assent.Email, Reply: p.unless(60)},
	}
	boxes = append(boxes, intake.ActChoice{Purpose: "partner_offers", Channel: assent.Email, Reply: assent.No})
	if boxes[1].Reply == assent.Yes {
		boxes[2].Reply = p.unless(20)
	}
	if p.chance(30) {
		form, boxes = "workshops", []intake.ActChoice{
			{Purpose: "workshops", Channel: assent.Email},
			{Purpose: "newsletter", Channel: assent.Email, Reply: p.unless(50)},
		}
	}
	steps := []step{{day: day, act: p.own(intake.Act{
		Type: assent.ConsentGranted, Method: assent.WebForm, CollectionPoint: form, Choices: boxes,
		Notice: intake.Notice{Language: p.home.language},
	}), then: p.remember}}
	if !p.chance(82) {
		return steps // never confirmed
	}
	steps = append(steps, p.confirms(day))
	return append(steps, p.staysOrLeaves(day)...)
}

// remember keeps the request that a mail asks her to confirm.
func (p *person) remember(r intake.Receipt) {
	if r.Confirm {
		p.request = r.Event
	}
}

// unless returns a ticked box in percent of a hundred cases.
func (p *person) unless(percent int) assent.Reply {
	if p.chance(percent) {
		return assent.Yes
	}
	return assent.No
}

func (p *person) confirms(day int) step {
	method := assent.ConfirmSameBrowser
	switch n := p.r.IntN(100); {
	case n < 35:
		method = assent.ConfirmButton
	case n < 45:
		method = assent.ConfirmCode
	}
	return step{day: day, late: true, answers: &p.request, act: intake.Act{
		Type: assent.ConsentConfirmed, Method: method, Actor: assent.Actor{Kind: assent.ActorPerson},
	}}
}

func (p *person) staysOrLeaves(day int) []step {
	var steps []step
	for p.chance(60) {
		day = p.after(day, 200)
		steps = append(steps, step{day: day, act: p.claimed(intake.Act{
			Type: assent.ContactRecorded, Contacted: &assent.Contact{Kind: assent.ContactClick},
		}, "shop")})
	}
	switch n := p.r.IntN(100); {
	case n < 10:
		steps = append(steps, p.leaves(p.after(day, 120), assent.OneClick, assent.Scope{Brand: assent.Any, Purpose: assent.Any, Channel: "email", Party: assent.Any}))
	case n < 15:
		steps = append(steps, p.leaves(p.after(day, 120), assent.UnsubscribePage, assent.Scope{Brand: assent.Any, Purpose: "newsletter", Channel: "email", Party: assent.Any}))
	case n < 18:
		steps = append(steps, p.leaves(p.after(day, 120), assent.UnsubscribePage, assent.Everything()))
	case n < 21:
		steps = append(steps, step{day: p.after(day, 90), act: p.claimed(intake.Act{
			Type: assent.SuppressionAdded, Suppression: &assent.Suppression{Kind: "bounce"},
		}, "mailer")})
	}
	return steps
}

func (p *person) leaves(day int, method assent.Method, scope assent.Scope) step {
	act := intake.Act{Type: assent.ConsentWithdrawn, Method: method, Scope: &scope, GranularOffered: true}
	if why := []string{"", "too_many", "not_for_me", "too_many", "other"}[day%5]; method == assent.UnsubscribePage && why != "" {
		act.Evidence = &assent.Evidence{Flags: []string{"reason_" + why}}
	}
	return step{day: day, late: true, act: p.own(act)}
}

// buys: at the checkout, where the boxes may stay blank; the shop reports by API.
func (p *person) buys(day int) []step {
	yes := true
	steps := []step{{day: day, act: p.claimed(intake.Act{
		Type: assent.RelationshipRecorded, CollectionPoint: "checkout",
		Relationship: &assent.Relationship{
			Brand: "verdier", Kind: "purchase", LastPurchaseOn: p.date(day), DetailsObtainedInSale: &yes,
			OptOutOfferedAtCollection: &yes, OptOutInEveryMessage: &yes, SimilarProducts: &yes,
		},
	}, "shop")}}
	if p.chance(35) {
		steps = append(steps, step{day: day, late: true, act: p.claimed(intake.Act{
			Type: assent.ConsentGranted, CollectionPoint: "checkout", Method: assent.ViaAPI, Strength: assent.SingleOptIn,
			Choices:  []intake.ActChoice{{Purpose: "offers", Channel: assent.Email}},
			Evidence: &assent.Evidence{Source: "shop checkout"},
		}, "shop")})
	}
	steps = append(steps, step{day: p.after(day, 3), act: p.claimed(intake.Act{
		Type:    assent.MessageSent,
		Message: &assent.Message{Channel: assent.Email, Purpose: "orders", Kind: assent.Service, Basis: assent.NotMarketingBasis},
	}, "shop")})
	return append(steps, p.staysOrLeaves(day)...)
}

// fillsInACard: at the counter; the card is typed in some days later.
func (p *person) fillsInACard(day int) []step {
	return append([]step{{day: day, act: p.claimed(intake.Act{
		Type: assent.ConsentGranted, Method: assent.Paper, CollectionPoint: "counter-card",
		Choices:  []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}},
		Evidence: &assent.Evidence{Source: "card box", Attachments: []string{scanDigest(p.r)}},
	}, "counter")}}, p.staysOrLeaves(day)...)
}

// isCalled: the hotline notes a spoken yes or no to calls.
func (p *person) isCalled(day int) []step {
	p.contact.Phone = p.phone()
	typ, scope := assent.ConsentGranted, (*assent.Scope)(nil)
	choices := []intake.ActChoice{{
		Purpose: "offers", Channel: assent.LiveCall, Terms: assent.Terms{DatedDigitalProof: true, PhoneVerified: true},
	}}
	if p.chance(40) {
		typ, choices = assent.ObjectionRaised, nil
		scope = &assent.Scope{Brand: assent.Any, Purpose: assent.Any, Channel: "live_call", Party: assent.Any}
	}
	return []step{{day: day, act: p.claimed(intake.Act{
		Type: typ, Method: assent.CallRecorded, CollectionPoint: "hotline", Choices: choices, Scope: scope, GranularOffered: scope != nil,
		Evidence: &assent.Evidence{Source: "hotline", Attachments: []string{scanDigest(p.r)}},
	}, "hotline")}}
}
