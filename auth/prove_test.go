package auth_test

import (
	"testing"

	"assent"
	"assent/auth"
	"assent/store"
	"assent/store/storetest"
)

// A stolen session and a password seen over a shoulder must not be enough where a passkey was asked for at the door.
func TestAPasswordDoesNotStandInForAPasskey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		who := o.hire("ana", auth.DPO)
		entry := ok(o.SignIn(t.Context(), org, who.Email, secretWords, auth.Visitor{}))(t)
		if err := o.Prove(t.Context(), org, entry.Secret, secretWords); err != nil {
			t.Fatalf("without a second factor the password is enough: %v", err)
		}
		register(t, archive, who.ID)
		o.now = o.now.Add(auth.FreshFor)
		if err := o.Prove(t.Context(), org, entry.Secret, secretWords); code(err) != "PASSKEY_NEEDED" {
			t.Errorf("got %v", err)
		}
		if s := ok(o.Session(t.Context(), org, entry.Secret))(t); s.Fresh(o.now) {
			t.Error("the session is fresh all the same")
		}
	})
}

// register gives an operator a passkey that no ceremony has made.
func register(t *testing.T, archive *store.Archive, operator assent.ID) {
	t.Helper()
	err := archive.Update(t.Context(), org, func(tx *store.Tx) error {
		return tx.PutPasskey(store.PasskeyRow{ID: []byte("key"), Operator: operator, Label: "laptop", Body: []byte("{}"), Created: now})
	})
	if err != nil {
		t.Fatal(err)
	}
}
