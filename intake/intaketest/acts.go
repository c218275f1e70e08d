package intaketest

import (
	"time"

	"assent"
	"assent/intake"
)

// The acts that tests are made of.

// Email is a contact by e-mail address.
func Email(address string) assent.Contactable { return assent.Contactable{Email: address} }

// SignUp is a person who sends the form with these boxes ticked.
func SignUp(email string, purposes ...string) intake.Act {
	act := intake.Act{
		Type: assent.ConsentGranted, Contact: Email(email), Method: assent.WebForm,
		Actor: assent.Actor{Kind: assent.ActorPerson}, CollectionPoint: "newsletter",
		Attributes: &assent.Attributes{Country: "FR", Language: "fr"},
	}
	for _, p := range purposes {
		act.Choices = append(act.Choices, intake.ActChoice{Purpose: p, Channel: assent.Email})
	}
	return act
}

// Blank leaves a box of the act's form empty.
func Blank(act intake.Act, purpose string) intake.Act {
	act.Choices = append(act.Choices, intake.ActChoice{Purpose: purpose, Channel: assent.Email, Reply: assent.Blank})
	return act
}

// Confirm is the press of the button behind the mailed link.
func Confirm(request intake.Receipt) intake.Act {
	return intake.Act{
		Type: assent.ConsentConfirmed, Refers: request.Event, Method: assent.ConfirmButton,
		Actor: assent.Actor{Kind: assent.ActorPerson},
	}
}

// OneClick is the POST that a mail program sends (RFC 8058).
func OneClick(point assent.ID) intake.Act {
	return intake.Act{
		Type: assent.ConsentWithdrawn, Point: point, Method: assent.OneClick,
		Actor: assent.Actor{Kind: assent.ActorPerson}, GranularOffered: true,
		Scope: &assent.Scope{Channel: string(assent.Email)},
	}
}

// Claim is a yes that another system reports.
func Claim(email, purpose string, occurred time.Time) intake.Act {
	return intake.Act{
		Type: assent.ConsentGranted, Contact: Email(email), Occurred: occurred,
		Actor:    assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Evidence: &assent.Evidence{Source: "shop database"},
		Choices:  []intake.ActChoice{{Purpose: purpose, Channel: assent.Email}},
	}
}

// Import is a row of an import run.
func Import(act intake.Act, run string) intake.Act {
	act.Actor, act.Batch = assent.Actor{Kind: assent.ActorImport, ID: run}, run
	return act
}

// Link says that two contacts are one person's.
func Link(a, b assent.Contactable) intake.Act {
	if a.Email == "" {
		a.Email = b.Email
	}
	if a.Phone == "" {
		a.Phone = b.Phone
	}
	return intake.Act{Type: assent.ContactLinked, Contact: a, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}}
}
