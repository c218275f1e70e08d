package prove_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/ledger"
	"assent/prove"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

var (
	org = assent.ID{15: 1}
	key = assent.Actor{Kind: assent.ActorKey, ID: "k"}
)

type bench struct {
	t       *testing.T
	archive *store.Archive
	vault   *vault.Vault
	intake  *intake.Desk
	prove   *prove.Desk
	who     *vault.Custodian
}

func open(t *testing.T) *bench {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }
	b := &bench{t: t, archive: storetest.SQLite(t)}
	keys, err := vault.Generate(rand.Reader, "example.org/log", now())
	must(t, err)
	b.who, err = vault.NewCustodian(rand.Reader)
	must(t, err)
	keys.Custodian = b.who.Public()
	b.vault, err = vault.New(keys, rand.Reader)
	must(t, err)
	shelf := catalogue.New(b.archive, rand.Reader)
	must(t, shelf.Publish(t.Context(), org, key, now(), &catalogue.Purpose{
		ID: "newsletter", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Newsletter"},
		Channels: []assent.Channel{assent.Email}, DoubleOptIn: catalogue.OptInNever,
	}))
	b.intake = intake.New(b.archive, b.vault, shelf, intake.Options{Now: now, Random: rand.Reader})
	b.prove = prove.New(b.archive, b.vault)
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bench) grant() intake.Receipt {
	b.t.Helper()
	r, err := b.intake.Record(b.t.Context(), org, intake.Act{
		Type: assent.ConsentGranted, Actor: key, Contact: assent.Contactable{Email: "ana@example.org"},
		Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}, Personal: map[string]string{"name": "Ana Byrne"},
	})
	must(b.t, err)
	return r
}

// seal puts all events under a checkpoint, as the follower of the log does.
func (b *bench) seal() {
	b.t.Helper()
	signer, err := b.vault.LogSigner()
	must(b.t, err)
	log, err := ledger.New(b.archive.LedgerStorage(org), signer, b.vault.LogVerifierKey())
	must(b.t, err)
	must(b.t, b.archive.Read(b.t.Context(), org, func(v *store.View) error {
		events, err := v.Events(0, 1000)
		if err != nil {
			return err
		}
		var records [][]byte
		for _, e := range events {
			records = append(records, e.Body)
		}
		_, err = log.Extend(b.t.Context(), 0, records)
		return err
	}))
}

// opened returns what a bundle opens, and fails unless it verifies.
func (b *bench) opened(ref string, share prove.Share) []string {
	b.t.Helper()
	bundle, err := b.prove.Prove(b.t.Context(), org, ref, share)
	must(b.t, err)
	finding, err := ledger.Verify(bundle, b.vault.LogVerifierKey())
	must(b.t, err)
	values := map[string]bool{}
	for _, o := range finding.Openings {
		values[o.Name+"="+o.Value] = true
	}
	return slices.Sorted(maps.Keys(values))
}

func TestEachReaderSeesWhatIsForHim(t *testing.T) {
	b := open(t)
	r := b.grant()
	b.seal()
	for share, want := range map[prove.Share][]string{
		prove.Person:    {"address=ana@example.org", "name=Ana Byrne"},
		prove.Regulator: {"address=ana@example.org"},
		prove.Minimal:   nil,
	} {
		for _, ref := range []string{r.Event.String(), string(r.Code)} {
			if got := b.opened(ref, share); !slices.Equal(got, want) {
				t.Errorf("%s: %v; want %v", share, got, want)
			}
		}
	}
}

func TestAProofOfTheErasedStillVerifiesAndOpensNothing(t *testing.T) {
	b := open(t)
	r := b.grant()
	_, err := b.intake.Record(t.Context(), org, intake.Act{Type: assent.PersonErased, Actor: key, Person: r.Person})
	must(t, err)
	b.seal()
	if got := b.opened(string(r.Code), prove.Person); len(got) != 0 {
		t.Errorf("it opens %v", got)
	}
}

func TestTheCustodianOpensTheAddressOfTheErasedForARegulator(t *testing.T) {
	b := open(t)
	r := b.grant()
	_, err := b.intake.Record(t.Context(), org, intake.Act{Type: assent.PersonErased, Actor: key, Person: r.Person})
	must(t, err)
	b.seal()
	b.prove = b.prove.With(b.who)
	for share, want := range map[prove.Share][]string{prove.Regulator: {"address=ana@example.org"}, prove.Person: nil, prove.Minimal: nil} {
		if got := b.opened(string(r.Code), share); !slices.Equal(got, want) {
			t.Errorf("for %s it opens %v", share, got)
		}
	}
	stranger, err := vault.NewCustodian(rand.Reader)
	must(t, err)
	_, err = b.prove.With(stranger).Prove(t.Context(), org, string(r.Code), prove.Regulator)
	if p, ok := assent.AsProblem(err); !ok || p.Code != "NOT_THE_CUSTODIAN" {
		t.Errorf("a stranger's key: %v", err)
	}
}

func TestWhatCannotBeProvenIsSaidInASentence(t *testing.T) {
	b := open(t)
	r := b.grant()
	try := func(ref string, share prove.Share) error {
		_, err := b.prove.Prove(t.Context(), org, ref, share)
		return err
	}
	for _, c := range []struct {
		name      string
		got, want error
	}{
		{"an event that is not sealed yet", try(string(r.Code), prove.Person), prove.ErrNotYet},
		{"a code that was never given", try("0000-0000-0000", prove.Person), prove.ErrNoEvent},
		{"neither code nor identifier", try("ana@example.org", prove.Person), prove.ErrNoEvent},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
	if p, ok := assent.AsProblem(try(string(r.Code), "press")); !ok || p.Code != "BAD_SHARE" {
		t.Errorf("an unknown reader: %v", p)
	}
}
