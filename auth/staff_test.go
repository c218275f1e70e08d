package auth_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

// office is the operators' desk with a clock that tests set.
type office struct {
	*auth.Staff
	t   *testing.T
	now time.Time
}

func newOffice(t *testing.T, archive *store.Archive) *office {
	o := &office{t: t, now: now}
	o.Staff = auth.NewStaff(archive, auth.StaffOptions{
		Now: func() time.Time { return o.now }, Random: rand.Reader, Secret: [32]byte{1}, PublicURL: "http://localhost", Name: "Alpenglow",
	})
	return o
}

func ok[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

const secretWords = "correct horse battery"

func (o *office) hire(name string, role auth.Role) auth.Operator {
	o.t.Helper()
	who := ok(o.Hire(o.t.Context(), org, name, name+"@alpenglow.example", role))(o.t)
	if err := o.ChoosePassword(o.t.Context(), org, who, secretWords, assent.ID{}); err != nil {
		o.t.Fatal(err)
	}
	return who
}

func code(err error) string {
	p, _ := assent.AsProblem(err)
	if p == nil {
		return fmt.Sprint(err)
	}
	return p.Code
}

func (o *office) signIn(email, password string) (auth.Entry, error) {
	return o.SignIn(o.t.Context(), org, email, password, auth.Visitor{Device: "Firefox on Linux", Network: "192.0.2.7/32"})
}

func TestAnOperatorSignsInWithHerPassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		who := o.hire("ana", auth.Agent)
		first := ok(o.signIn(" Ana@Alpenglow.example ", secretWords))(t)
		second := ok(o.signIn("ana@alpenglow.example", secretWords))(t)
		if first.Secret == second.Secret || first.Half {
			t.Error("a session is not drawn anew at each sign-in")
		}
		s := ok(o.Session(t.Context(), org, first.Secret))(t)
		if s.Operator.ID != who.ID || s.Device != "Firefox on Linux" || !s.Fresh(o.now) {
			t.Errorf("the session is %+v", s)
		}
		if all := ok(o.Sessions(t.Context(), org, who.ID))(t); len(all) != 2 {
			t.Errorf("%d sessions are listed", len(all))
		}
		if err := o.EndSession(t.Context(), org, who.ID, second.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Session(t.Context(), org, second.Secret); code(err) != "SIGNED_OUT" {
			t.Errorf("an ended session gives %v", err)
		}
		if err := o.ChoosePassword(t.Context(), org, who, "another horse battery", assent.ID{}); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Session(t.Context(), org, first.Secret); code(err) != "SIGNED_OUT" {
			t.Error("a new password leaves the old sessions open")
		}
	})
}

func TestWrongTriesHaveToWaitAndTellNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		o.hire("ana", auth.Agent)
		for _, email := range []string{"ana@alpenglow.example", "nobody@alpenglow.example"} {
			for range 5 {
				if _, err := o.signIn(email, "wrong"); code(err) != "WRONG_SIGN_IN" {
					t.Fatalf("%s: %v", email, err)
				}
			}
			if _, err := o.signIn(email, secretWords); code(err) != "TOO_MANY_TRIES" {
				t.Errorf("%s: the sixth try gives %v", email, err)
			}
		}
		o.now = o.now.Add(61 * time.Second)
		if _, err := o.signIn("ana@alpenglow.example", secretWords); err != nil {
			t.Errorf("after the wait: %v", err)
		}
		for range 5 { // the count began anew
			if _, err := o.signIn("ana@alpenglow.example", "wrong"); code(err) != "WRONG_SIGN_IN" {
				t.Fatal(err)
			}
		}
	})
}

func TestManyAccountsFromOneNetworkHaveToWaitToo(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	var last error
	for i := range 51 {
		_, last = o.signIn(fmt.Sprintf("guess%d@alpenglow.example", i), "Summer2026!!")
	}
	if code(last) != "TOO_MANY_TRIES" {
		t.Errorf("the 51st account from one network gives %v", last)
	}
}

// authenticator computes the code that a phone would show (RFC 6238), by its own hand.
func authenticator(secret string, at time.Time) string {
	key, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	var step [8]byte
	binary.BigEndian.PutUint64(step[:], uint64(at.Unix()/30))
	mac := hmac.New(sha1.New, key)
	mac.Write(step[:])
	sum := mac.Sum(nil)
	at4 := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at4:])&0x7fffffff)%1_000_000)
}

func TestASecondFactorIsAskedForAndItsCodesOpenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		who := o.hire("ana", auth.DPO)
		offer := ok(o.OfferTOTP(who))(t)
		if err := o.TakeTOTP(t.Context(), org, who, offer.Token, "000000"); code(err) != "WRONG_CODE" {
			t.Fatal(err)
		}
		if err := o.TakeTOTP(t.Context(), org, who, offer.Token, authenticator(offer.Secret, o.now)); err != nil {
			t.Fatal(err)
		}
		half := ok(o.signIn("ana@alpenglow.example", secretWords))(t)
		if !half.Half {
			t.Fatal("the password alone opens")
		}
		if _, err := o.Second(t.Context(), org, half.Secret, authenticator(offer.Secret, o.now)); code(err) != "WRONG_CODE" {
			t.Errorf("the code that set the factor up opens again: %v", err)
		}
		o.now = o.now.Add(30 * time.Second)
		whole := ok(o.Second(t.Context(), org, half.Secret, authenticator(offer.Secret, o.now)))(t)
		if whole.Half || whole.Secret == half.Secret {
			t.Error("the session is not whole, or not under a new secret")
		}
		if _, err := o.Session(t.Context(), org, half.Secret); code(err) != "SIGNED_OUT" {
			t.Error("the half-open session is still there")
		}
		o.now = o.now.Add(auth.FreshFor)
		if err := o.Prove(t.Context(), org, whole.Secret, authenticator(offer.Secret, o.now)); err != nil {
			t.Fatal(err)
		}
		if s := ok(o.Session(t.Context(), org, whole.Secret))(t); !s.Fresh(o.now) {
			t.Error("proved, and not fresh")
		}
		for range 5 {
			_ = o.Prove(t.Context(), org, whole.Secret, "123456")
		}
		if err := o.Prove(t.Context(), org, whole.Secret, "123456"); code(err) != "TOO_MANY_TRIES" {
			t.Errorf("codes may be guessed: %v", err)
		}
	})
}

func TestAHalfOpenSessionEndsByItself(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	who := o.hire("ana", auth.DPO)
	offer := ok(o.OfferTOTP(who))(t)
	if err := o.TakeTOTP(t.Context(), org, who, offer.Token, authenticator(offer.Secret, o.now)); err != nil {
		t.Fatal(err)
	}
	half := ok(o.signIn("ana@alpenglow.example", secretWords))(t)
	o.now = o.now.Add(5*time.Minute + time.Second)
	if _, err := o.Second(t.Context(), org, half.Secret, authenticator(offer.Secret, o.now)); code(err) != "SIGNED_OUT" {
		t.Error(err)
	}
}

func TestALinkSignsInOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		who := ok(o.Hire(t.Context(), org, "Bea", "bea@alpenglow.example", auth.Viewer))(t)
		older := ok(o.Ticket(t.Context(), org, who.ID, auth.TicketFor))(t)
		link := ok(o.Ticket(t.Context(), org, who.ID, auth.TicketFor))(t)
		if _, err := o.Holder(t.Context(), org, older); code(err) != "LINK_OVER" {
			t.Error("an older link still opens")
		}
		for range 2 { // looking does not use it up
			if h := ok(o.Holder(t.Context(), org, link))(t); h.ID != who.ID {
				t.Fatal("it is for somebody else")
			}
		}
		if e := ok(o.Enter(t.Context(), org, link, auth.Visitor{}))(t); e.Operator.ID != who.ID || e.Half {
			t.Errorf("entered %+v", e)
		}
		if _, err := o.Enter(t.Context(), org, link, auth.Visitor{}); code(err) != "LINK_OVER" {
			t.Error("it opens twice")
		}
		late := ok(o.Ticket(t.Context(), org, who.ID, auth.TicketFor))(t)
		o.now = o.now.Add(auth.TicketFor + time.Second)
		if _, err := o.Enter(t.Context(), org, late, auth.Visitor{}); code(err) != "LINK_OVER" {
			t.Error("it opens too late")
		}
	})
}

func TestSomebodyIsAlwaysLeftToAdminister(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	ana, bea := o.hire("ana", auth.Admin), o.hire("bea", auth.Viewer)
	if err := o.SetRole(t.Context(), org, ana.ID, auth.Viewer); code(err) != "LAST_ADMIN" {
		t.Error(err)
	}
	if err := o.SetEnabled(t.Context(), org, ana.ID, false); code(err) != "LAST_ADMIN" {
		t.Error(err)
	}
	if err := o.SetRole(t.Context(), org, bea.ID, auth.Admin); err != nil {
		t.Fatal(err)
	}
	entry := ok(o.signIn("ana@alpenglow.example", secretWords))(t)
	if err := o.SetEnabled(t.Context(), org, ana.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Session(t.Context(), org, entry.Secret); code(err) != "SIGNED_OUT" {
		t.Error("who is disabled stays signed in")
	}
	if _, err := o.signIn("ana@alpenglow.example", secretWords); code(err) != "WRONG_SIGN_IN" {
		t.Error("who is disabled signs in")
	}
}

func TestWhatIsWrongWithAPasswordIsSaid(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	who := o.hire("marianne", auth.Viewer)
	for _, weak := range []string{"", "short", "aaaaaaaaaaaaaa", "123456789012", "marianne-2026-x", "my password 12", strings.Repeat("long ", 60)} {
		if err := o.ChoosePassword(t.Context(), org, who, weak, assent.ID{}); code(err) != "WEAK_PASSWORD" {
			t.Errorf("%q: %v", weak, err)
		}
	}
}

func TestEveryCapabilityStandsInTheTableAndTheAdministratorHasAll(t *testing.T) {
	seen := map[auth.Capability]bool{}
	for _, c := range auth.Capabilities() {
		if seen[c] {
			t.Errorf("%s stands twice", c)
		}
		if seen[c] = true; !auth.Admin.May(c) {
			t.Errorf("nobody who administers may %s", c)
		}
	}
	for _, c := range []auth.Capability{auth.ExportPeople, auth.ErasePeople, auth.ManageKeys, auth.ManageTeam} {
		if !c.Fresh() || auth.Viewer.May(c) || auth.Agent.May(c) || auth.Campaigner.May(c) {
			t.Errorf("%s is given too lightly", c)
		}
	}
	if auth.Role("root").May(auth.OwnAccount) || auth.Admin.May("fly") || auth.Viewer.May(auth.SeeAddresses) {
		t.Error("what is unknown, or masked, is allowed")
	}
}

func TestTheTrailIsSealedIntoTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o := newOffice(t, archive)
		who := o.hire("ana", auth.DPO)
		for range 3 {
			if err := o.Note(t.Context(), org, auth.Note{Operator: who.ID, Act: "people.see", Person: assent.ID{15: 5}}); err != nil {
				t.Fatal(err)
			}
		}
		seals := o.Seals(org)
		for range 2 { // the second finds nothing new
			if _, err := seals.Round(t.Context()); err != nil {
				t.Fatal(err)
			}
			o.now = o.now.Add(time.Minute)
		}
		err := archive.Read(t.Context(), org, func(v *store.View) error {
			events, err := v.Events(0, 10)
			if err != nil || len(events) != 1 || events[0].Type != assent.TrailSealed {
				t.Fatalf("the log has %d events, %v", len(events), err)
			}
			rows, err := v.TrailSealedBy(0)
			if seal := events[0].Event.Trail; err != nil || seal.Entries != 3 || seal.Digest != store.TrailDigest(rows) {
				t.Errorf("sealed %+v over %d entries", seal, len(rows))
			}
			rows[1].Person = assent.ID{15: 6}
			if events[0].Event.Trail.Digest == store.TrailDigest(rows) {
				t.Error("another person in an entry does not show")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if mine := ok(o.Trail(t.Context(), org, who.ID, assent.ID{}, assent.ID{}, 2))(t); len(mine) != 2 || mine[0].Sealed != 0 {
			t.Errorf("a page of the trail is %+v", mine)
		}
		if others := ok(o.Trail(t.Context(), assent.ID{15: 2}, assent.ID{}, assent.ID{}, assent.ID{}, 9))(t); len(others) != 0 {
			t.Error("another organisation reads it")
		}
	})
}

func TestNoOtherTextIsRecognisedForASession(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.hire("ana", auth.Viewer)
	entry := ok(o.signIn("ana@alpenglow.example", secretWords))(t)
	rapid.Check(t, func(r *rapid.T) {
		b := []byte(entry.Secret)
		b[rapid.IntRange(0, len(b)-2).Draw(r, "place")] = rapid.Byte().Draw(r, "byte")
		if _, err := o.Session(t.Context(), org, string(b)); (err == nil) != (string(b) == entry.Secret) {
			r.Fatalf("%q: %v", b, err)
		}
	})
}
