package web

import (
	"slices"

	"assent"
	"assent/address"
	"assent/intake"
)

// deed is what one contact says on a form: the act, and what of the post it answers for.
type deed struct {
	kind  assent.PointKind
	typed Typed
}

// deeds parts a post by the contacts that its ticked boxes need. A mail address and a number that were typed
// together may be two people's, since a stranger could have typed either; so each is an act of its own, with
// the boxes that it can answer, and each is confirmed by itself. Where one contact alone is needed, it
// answers for all boxes.
func (t Typed) deeds(wording shown) []deed {
	email, phone := t.needs(wording, assent.EmailAddress), t.needs(wording, assent.PhoneNumber)
	if email && phone {
		byEmail, byPhone := t, t
		byEmail.Phone, byPhone.Email = "", ""
		return []deed{{assent.EmailAddress, byEmail}, {assent.PhoneNumber, byPhone}}
	}
	if phone || !email && t.Email == "" {
		return []deed{{assent.PhoneNumber, t}}
	}
	return []deed{{assent.EmailAddress, t}}
}

// number is the telephone that was typed, in E.164 form; empty if it cannot be read.
func (t Typed) number(v *visit) string {
	a, _ := address.Phone(t.Phone, orElse(t.Country, v.catalogue.Settings().Country))
	return a.Value
}

// needs reports whether messages of a ticked box go to this kind of contact.
func (t Typed) needs(wording shown, kind assent.PointKind) bool {
	return slices.ContainsFunc(wording.boxes, func(b Box) bool {
		_, ticked := b.answer(t.Ticked)
		return ticked && kind.Reaches(b.choice.Channel)
	})
}

// act is the deed as it is recorded.
func (d deed) act(v *visit, wording shown, flags []string) intake.Act {
	contact := assent.Contactable{Email: d.typed.Email}
	if d.kind == assent.PhoneNumber {
		contact = assent.Contactable{Phone: d.typed.Phone}
	}
	act := intake.Act{
		Type: assent.ConsentGranted, Method: assent.WebForm, Actor: assent.Actor{Kind: assent.ActorPerson},
		Contact: contact, Choices: choicesOf(wording, d.typed),
		CollectionPoint: v.form.ID, Evidence: wording.evidence(d.typed),
		Attributes: &assent.Attributes{
			Country: d.typed.Country, Kind: assent.RecipientKind(d.typed.Kind), Language: v.words.Language(),
		},
	}
	act.Evidence.Flags = flags
	if n := wording.notice; n != nil {
		act.Notice = intake.Notice{ID: n.id, Version: n.Version, Language: n.Language}
	}
	return act
}

// apart reports whether messages of two channels go to different contacts.
func apart(a, b assent.Channel) bool {
	return assent.EmailAddress.Reaches(a) != assent.EmailAddress.Reaches(b)
}
