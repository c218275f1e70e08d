package auth_test

import (
	"crypto/rand"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

var (
	now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	org = assent.ID{15: 1}
)

func desk(archive *store.Archive) *auth.Desk {
	return auth.New(archive, auth.Options{Now: func() time.Time { return now }, Random: rand.Reader})
}

func TestAKeyIsRecognisedUntilItIsRevoked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		d := desk(archive)
		secret, made, err := d.Create(t.Context(), org, "shop checkout", []auth.Scope{auth.Record, auth.Decide, auth.Record})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^as_[a-z2-7]{40}$`).MatchString(secret) {
			t.Errorf("the key %q has not the form it is announced in", secret)
		}
		got, err := d.Verify(t.Context(), org, secret)
		if err != nil || got.ID != made.ID || got.Label != "shop checkout" || !got.Created.Equal(now) {
			t.Fatalf("recognised %+v, %v; made %+v", got, err, made)
		}
		if !got.May(auth.Record) || !got.May(auth.Decide) || got.May(auth.Erase) || len(got.Scopes) != 2 {
			t.Errorf("scopes are %v; want decide and record, once each", got.Scopes)
		}
		if want := (assent.Actor{Kind: assent.ActorKey, ID: made.ID.String()}); got.Actor() != want {
			t.Errorf("events would name %v", got.Actor())
		}
		for range 2 { // revoking again changes nothing
			if err := d.Revoke(t.Context(), org, made.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Verify(t.Context(), org, secret); !errors.Is(err, auth.ErrRevokedKey) {
			t.Errorf("a revoked key gives %v", err)
		}
		all, err := d.List(t.Context(), org)
		if err != nil || len(all) != 1 || all[0].Revoked.IsZero() {
			t.Errorf("the list is %+v, %v; want the one key, revoked", all, err)
		}
	})
}

func TestAKeyOfOneOrganisationIsUnknownToAnother(t *testing.T) {
	d := desk(storetest.SQLite(t))
	secret, made, err := d.Create(t.Context(), org, "ours", auth.Scopes())
	if err != nil {
		t.Fatal(err)
	}
	other := assent.ID{15: 2}
	if _, err := d.Verify(t.Context(), other, secret); !errors.Is(err, auth.ErrUnknownKey) {
		t.Errorf("the other organisation recognises it: %v", err)
	}
	if err := d.Revoke(t.Context(), other, made.ID); err == nil {
		t.Error("the other organisation revokes it")
	}
}

func TestWhatIsWrongWithAKeyIsSaidInASentence(t *testing.T) {
	d := desk(storetest.SQLite(t))
	verify := func(secret string) error { _, err := d.Verify(t.Context(), org, secret); return err }
	create := func(label string, scopes ...auth.Scope) error {
		_, _, err := d.Create(t.Context(), org, label, scopes)
		return err
	}
	for _, c := range []struct {
		name, code, says string
		err              error
	}{
		{"no key", "NO_KEY", "Authorization: Bearer as_", verify("")},
		{"half a key", "UNKNOWN_KEY", "copied whole", verify("as_abc")},
		{"another product's key", "UNKNOWN_KEY", "begins with as_", verify("sk_" + strings.Repeat("a", 40))},
		{"a key that was never made", "UNKNOWN_KEY", "43 characters", verify("as_" + strings.Repeat("a", 40))},
		{"no label", "BAD_LABEL", "who uses it", create("", auth.Record)},
		{"no scope", "BAD_SCOPE", "at least one scope", create("x")},
		{"an unknown scope", "BAD_SCOPE", `"admin" is no scope`, create("x", "admin")},
		{"an unknown key to revoke", "NO_SUCH_KEY", "list the keys", d.Revoke(t.Context(), org, assent.ID{1})},
		{"a missing scope", "MISSING_SCOPE", "has the scopes decide and needs erase", auth.Key{Scopes: []auth.Scope{auth.Decide}}.Require(auth.Erase)},
	} {
		p, ok := assent.AsProblem(c.err)
		if !ok || p.Code != c.code || !strings.Contains(p.Detail, c.says) {
			t.Errorf("%s: got %v; want %s with %q", c.name, c.err, c.code, c.says)
		}
	}
}

func TestAllStandsForEveryScope(t *testing.T) {
	got, err := auth.ParseScopes([]string{"all", "decide"})
	if err != nil || len(got) != len(auth.Scopes()) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestTheSecretIsNotInTheArchive(t *testing.T) {
	archive := storetest.SQLite(t)
	secret, _, err := desk(archive).Create(t.Context(), org, "x", auth.Scopes())
	if err != nil {
		t.Fatal(err)
	}
	err = archive.Read(t.Context(), org, func(v *store.View) error {
		rows, err := v.Keys()
		for _, r := range rows {
			if strings.Contains(string(r.Hash[:])+r.Label+strings.Join(r.Scopes, ""), secret[3:]) {
				t.Error("the secret is kept")
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoOtherTextIsRecognisedForAKey(t *testing.T) {
	d := desk(storetest.SQLite(t))
	secret, _, err := d.Create(t.Context(), org, "x", auth.Scopes())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		b := []byte(secret)
		b[rapid.IntRange(0, len(b)-1).Draw(r, "place")] = rapid.Byte().Draw(r, "byte")
		_, err := d.Verify(t.Context(), org, string(b))
		if known := err == nil; known != (string(b) == secret) {
			r.Fatalf("%q: %v", b, err)
		}
	})
}

func TestWhileTheArchiveIsDownAKnownKeyMayOnlyRecordAndAsk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		d := desk(archive)
		known, _, err := d.Create(t.Context(), org, "shop", auth.Scopes())
		if err != nil {
			t.Fatal(err)
		}
		unseen, _, err := d.Create(t.Context(), org, "other", auth.Scopes())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Verify(t.Context(), org, known); err != nil {
			t.Fatal(err)
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		k, err := d.Verify(t.Context(), org, known)
		if err != nil || !k.May(auth.Record) || !k.May(auth.Decide) || k.May(auth.Erase) || k.May(auth.Read) {
			t.Errorf("%v with scopes %v", err, k.Scopes)
		}
		if p, ok := assent.AsProblem(second(d.Verify(t.Context(), org, unseen))); !ok || p.Kind != assent.Unavailable {
			t.Errorf("a key that was never seen gives %v", p)
		}
	})
}

func second[A any](_ A, err error) error { return err }

func TestAKeyIsUnknownAtEveryOtherOrganisationAlsoWhileTheArchiveIsAway(t *testing.T) {
	other := assent.ID{15: 2}
	archive, err := store.Open(t.Context(), storetest.SQLiteURL(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := desk(archive)
	secret, _, err := d.Create(t.Context(), org, "ours", auth.Scopes())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Verify(t.Context(), org, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Verify(t.Context(), other, secret); !errors.Is(err, auth.ErrUnknownKey) {
		t.Errorf("another organisation says %v", err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if k, err := d.Verify(t.Context(), org, secret); err != nil || !k.May(auth.Decide) {
		t.Errorf("its own says %v", err)
	}
	if _, err := d.Verify(t.Context(), other, secret); err == nil {
		t.Error("another organisation takes it for good while the archive is away")
	}
}
