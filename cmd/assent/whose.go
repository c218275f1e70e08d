package main

import (
	"context"

	"assent"
	"assent/rights"
)

// whose names one person on the command line.
type whose struct {
	To     string `help:"Whose: an e-mail address, a phone number (+33…), or a customer number." placeholder:"ADDRESS" xor:"who" required:""`
	Person string `help:"Whose: the identifier of her record." placeholder:"ID" xor:"who" required:""`
}

// find finds her record.
func (w whose) find(ctx context.Context, h *house, people *rights.Desk) (assent.ID, error) {
	if w.Person == "" {
		return people.Find(ctx, h.org, contactOf(w.To))
	}
	id, err := assent.ParseID(w.Person)
	if err != nil {
		return id, assent.Problemf("BAD_ID", "--person takes the identifier of a record, as in 01a1fd8c-6900-7aae-8eca-b746b7f6bfa4; use --to for an address.").In("person")
	}
	return id, nil
}

// atTheKeyboard is who acts through a verb: whoever may read the keys of this machine.
var atTheKeyboard = assent.Actor{Kind: assent.ActorOperator, ID: "command-line"}

// people is the desk of what persons may ask.
func (h *house) people() *rights.Desk { return rights.New(h.archive, h.vault, h.shelf, h.now) }
