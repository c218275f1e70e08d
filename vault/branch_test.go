package vault_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"assent"
	"assent/vault"

	"golang.org/x/mod/sumdb/note"
)

func TestABranchHasLinksAndALogOfItsOwn(t *testing.T) {
	root := must(vault.New(keys(), rand.Reader))(t)
	first, second := assent.ID{15: 1}, assent.ID{15: 2}
	branch := func(org assent.ID) *vault.Vault { return must(root.Branch(org, "second.example.org/log"))(t) }
	seen := map[[vault.KeySize]byte]bool{}
	for _, v := range []*vault.Vault{root, branch(first), branch(second)} {
		if key := v.Derive("link/unsub"); seen[key] {
			t.Error("two organisations share the key of a link")
		} else {
			seen[key] = true
		}
	}
	if before, after := branch(first), branch(first); before.Derive("link/unsub") != after.Derive("link/unsub") {
		t.Error("after a restart a branch has other keys")
	}
	signed := must(note.Sign(&note.Note{Text: "second.example.org/log\n0\n"}, must(branch(first).LogSigner())(t)))(t)
	for key, want := range map[string]bool{
		branch(first).LogVerifierKey(): true, branch(second).LogVerifierKey(): false, root.LogVerifierKey(): false,
	} {
		_, err := note.Open(signed, note.VerifierList(must(note.NewVerifier(key))(t)))
		if (err == nil) != want {
			t.Errorf("%s: %v", key, err)
		}
	}
	if !strings.HasPrefix(branch(first).LogVerifierKey(), "second.example.org/log+") {
		t.Errorf("the log is named %s", branch(first).LogVerifierKey())
	}
}

func TestABranchReadsThePeopleOfItsInstallation(t *testing.T) {
	root := must(vault.New(keys(), rand.Reader))(t)
	wrapped, key, err := root.NewPersonKey()
	if err != nil {
		t.Fatal(err)
	}
	sealed := must(key.Seal([]byte("ana"), nil))(t)
	branch := must(root.Branch(assent.ID{15: 1}, "second.example.org/log"))(t)
	if plain := must(must(branch.Unwrap(wrapped))(t).Open(sealed, nil))(t); string(plain) != "ana" {
		t.Errorf("%q", plain)
	}
	if _, err := root.Branch(assent.ID{15: 1}, "a log"); err == nil {
		t.Error("a log may be named with a space")
	}
}
