package assent_test

import (
	"testing"

	"assent"
)

func TestARecordWithTheNumbersOfTwoCustomersIsOfSeveralPeople(t *testing.T) {
	id := func(n byte) assent.ID { return assent.ID{n} }
	linked := func(points ...assent.Point) *assent.Event {
		return &assent.Event{Type: assent.ContactLinked, Points: points}
	}
	mailbox, first, second := assent.Point{ID: id(1), Kind: assent.EmailAddress}, assent.Point{ID: id(2), Kind: assent.ExternalID}, assent.Point{ID: id(3), Kind: assent.ExternalID}

	s := assent.NewState(id(9))
	s.Apply(linked(mailbox, first))
	if s.Several() || s.SharedAt(mailbox.ID) {
		t.Error("one customer with one mailbox is taken for several")
	}
	s.Apply(linked(mailbox, second))
	if !s.Several() || !s.SharedAt(mailbox.ID) {
		t.Error("two customers with one mailbox are taken for one")
	}

	role := assent.NewState(id(9))
	role.Apply(&assent.Event{Type: assent.ContactRecorded, Points: []assent.Point{mailbox}, Attributes: &assent.Attributes{Kind: assent.RoleAddress}})
	role.Apply(linked(assent.Point{ID: id(4), Kind: assent.PhoneNumber}))
	if role.Several() || !role.SharedAt(mailbox.ID) || role.SharedAt(id(4)) {
		t.Error("a role address is shared, and her telephone is not")
	}
}
