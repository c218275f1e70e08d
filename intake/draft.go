package intake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"assent"
	"assent/address"
	"assent/store"
)

// draft is an act with all that could be prepared before the transaction: checked, its
// addresses in canonical form and hashed, its identifier and code drawn.
type draft struct {
	Act
	id        assent.ID
	code      assent.TransactionCode
	addresses []located
	key       string    // of idempotency; empty for none
	digest    [32]byte  // of what came with the key, keyed
	newcomer  *newcomer // nil without addresses
}

// located is an address with the pseudonyms under which it may be stored, the current first.
type located struct {
	address.Address
	pseudonyms []assent.Pseudonym
}

func (d *Desk) draft(org assent.ID, act Act, country string) (*draft, error) {
	dr := &draft{Act: soundNo(act), id: act.Event, code: act.Code}
	now := d.Now().UTC().Truncate(time.Millisecond)
	if dr.Received.IsZero() || dr.Received.After(now) {
		dr.Received = now
	}
	dr.Received = dr.Received.UTC().Truncate(time.Millisecond)
	dr.Method = methodOf(dr.Act)
	if err := check(&dr.Act); err != nil {
		return nil, err
	}
	if err := d.locate(org, dr, country); err != nil {
		return nil, err
	}
	if err := d.draw(dr); err != nil {
		return nil, err
	}
	if err := d.sealAhead(dr); err != nil {
		return nil, err
	}
	return dr, d.identify(dr)
}

// draw gives the act its identifier and code unless it has them.
func (d *Desk) draw(dr *draft) (err error) {
	if !dr.id.IsZero() {
		return nil
	}
	if dr.id, err = assent.NewID(dr.Received, d.Random); err != nil {
		return err
	}
	dr.code, err = assent.NewTransactionCode(d.Random)
	return err
}

// locate reads the addresses. National phone numbers are read as the person's country writes
// them, else the organisation's.
func (d *Desk) locate(org assent.ID, dr *draft, country string) error {
	dr.Point = firstID(dr.Point, dr.Contact.Point)
	if named := !dr.Point.IsZero() || !dr.Person.IsZero() || dr.confirms(); named && !dr.joins() {
		return nil
	}
	if a := dr.Attributes; a != nil && a.Country != "" {
		country = a.Country
	}
	list, err := address.Of(dr.Contact, country)
	if err != nil {
		return err
	}
	for _, a := range list {
		dr.addresses = append(dr.addresses, located{a, d.vault.Pseudonyms(org, a.Kind, a.Value)})
	}
	if dr.Method == assent.WebForm {
		return dr.oneActs()
	}
	return nil
}

// oneActs keeps of several contacts typed into a form the one that the ticked boxes need: nobody
// has shown yet that they are one person's, since a stranger could have typed the other.
func (dr *draft) oneActs() error {
	if len(dr.addresses) == 1 {
		return nil
	}
	needed := slices.DeleteFunc(slices.Clone(dr.addresses), func(a located) bool {
		return !slices.ContainsFunc(dr.Choices, func(c ActChoice) bool { return c.Reply == assent.Yes && a.Kind.Reaches(c.Channel) })
	})
	switch len(needed) {
	case 0:
		needed = dr.addresses[:1]
	case 1:
	default:
		return assent.Problemf("ONE_CONTACT", "On a sign-up form one contact acts, since a stranger could have typed the other: record one act for each.").In("contact")
	}
	dr.addresses = needed
	return nil
}

// joins reports whether the act links an address to the contact point that it names.
func (dr *draft) joins() bool {
	return dr.Type == assent.ContactLinked && !dr.Point.IsZero() && dr.Contact != assent.Contactable{Point: dr.Contact.Point}
}

func (dr *draft) confirms() bool { return dr.Type == assent.ConsentConfirmed && !dr.Refers.IsZero() }

func firstID(ids ...assent.ID) assent.ID {
	for _, id := range ids {
		if !id.IsZero() {
			return id
		}
	}
	return assent.ID{}
}

// identify names the act for repetition: by the caller's key, or a confirmation by what it
// confirms. The digest is keyed, since an unkeyed one would betray a guessed address.
func (d *Desk) identify(dr *draft) error {
	switch {
	case dr.IdempotencyKey != "":
		dr.key = fmt.Sprintf("%s/%s/%s", dr.Actor.Kind, dr.Actor.ID, dr.IdempotencyKey)
	case dr.confirms():
		dr.key = fmt.Sprintf("confirm/%s/%s", dr.Refers, dr.Method.Source())
		return nil // whoever confirms, with whatever evidence, confirms the same
	case dr.Type == assent.WithdrawalUndone:
		dr.key = "undo/" + dr.Refers.String()
		return nil
	default:
		return nil
	}
	digest := dr.RequestDigest
	if digest == ([32]byte{}) {
		said := dr.Act
		said.Received, said.Event, said.Code = time.Time{}, assent.ID{}, ""
		body, err := json.Marshal(said)
		if err != nil {
			return err
		}
		digest = sha256.Sum256(body)
	}
	mac := hmac.New(sha256.New, d.repetition[:])
	mac.Write(digest[:])
	dr.digest = [32]byte(mac.Sum(nil))
	return nil
}

// ahead says what the acts will look up.
func (p *prepared) ahead() (a store.Ahead) {
	if p.part.Name != "" {
		a.Answers = append(a.Answers, p.part.key())
	}
	for _, dr := range p.drafts {
		if dr != nil {
			dr.ahead(&a)
		}
	}
	return a
}

func (dr *draft) ahead(a *store.Ahead) {
	if dr.key != "" {
		a.Answers = append(a.Answers, dr.key)
	}
	if !dr.Event.IsZero() {
		a.Events = append(a.Events, dr.Event)
	}
	if dr.confirms() {
		a.Events = append(a.Events, dr.Refers)
	}
	if !dr.Point.IsZero() {
		a.Points = append(a.Points, dr.Point)
	}
	if !dr.Person.IsZero() {
		a.People = append(a.People, dr.Person)
	}
	for _, l := range dr.addresses {
		for _, p := range l.pseudonyms {
			a.Contacts = append(a.Contacts, store.Contact{Kind: l.Kind, Pseudonym: p})
		}
	}
}
