package dossier_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"assent"
	"assent/dossier"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/ledger"
	"assent/prove"
	"assent/store"
)

type bench struct {
	*House
	t    *testing.T
	desk *dossier.Desk
}

func open(t *testing.T, h *House) *bench {
	return &bench{h, t, &dossier.Desk{
		Archive: h.Archive, Shelf: h.Shelf, Proofs: prove.New(h.Archive, h.Vault), Key: h.Vault.LogVerifierKey(), Now: h.Clock.Now,
	}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// seal puts all events under a checkpoint, as the follower of the log does.
func (b *bench) seal() {
	b.t.Helper()
	signer, err := b.Vault.LogSigner()
	must(b.t, err)
	log, err := ledger.New(b.Archive.LedgerStorage(b.Org), signer, b.Vault.LogVerifierKey())
	must(b.t, err)
	var records [][]byte
	must(b.t, b.Archive.Read(b.t.Context(), b.Org, func(v *store.View) error {
		events, err := v.Events(0, 1000)
		records = nil
		for _, e := range events {
			records = append(records, e.Body)
		}
		return err
	}))
	_, err = log.Extend(b.t.Context(), 0, records)
	must(b.t, err)
}

func (b *bench) write(ask dossier.Ask) ([]byte, dossier.Summary) {
	b.t.Helper()
	d, err := b.desk.Open(b.t.Context(), b.Org, ask)
	must(b.t, err)
	var out bytes.Buffer
	sum, err := d.Write(b.t.Context(), &out)
	must(b.t, err)
	return out.Bytes(), sum
}

func reader(t *testing.T, data []byte) *zip.Reader {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	return r
}

// files unpacks a dossier.
func files(t *testing.T, data []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range reader(t, data).File {
		r, err := f.Open()
		must(t, err)
		body, err := io.ReadAll(r)
		must(t, err)
		out[f.Name] = string(body)
	}
	return out
}

func TestADossierIsReadAndCheckedWithoutUs(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		b := open(t, h)
		ana := h.Record(SignUp("ana@example.org", "newsletter"))
		h.Record(OneClick(ana.Point))
		h.Record(SignUp("bea@example.org", "newsletter"))
		b.seal()
		data, sum := b.write(dossier.Ask{People: []assent.ID{ana.Person, ana.Person}})
		if sum != (dossier.Summary{People: 1, Events: 2}) {
			t.Errorf("it holds %+v", sum)
		}
		all := files(t, data)
		for name, says := range map[string]string{
			"index.html": "ana@example.org", "events.csv": "consent.withdrawn", "standing.csv": "withdrawn", "HOW-TO-VERIFY.txt": "assent verify", "log.key": b.desk.Key,
		} {
			if !strings.Contains(all[name], says) {
				t.Errorf("%s does not say %q:\n%s", name, says, all[name])
			}
		}
		for name, body := range all {
			if strings.Contains(body, "bea@example.org") {
				t.Errorf("%s speaks of somebody else", name)
			}
		}
		v := dossier.Verify(reader(t, data), b.desk.Key)
		if !v.OK() || !v.Established || v.Proofs != 2 {
			t.Errorf("it is %+v", v)
		}
		if v := dossier.Verify(reader(t, data), ""); !v.OK() || v.Established || v.Signer != b.desk.Key {
			t.Errorf("without a key it is %+v", v)
		}
	})
}

// A bundle opens an address only where it became known; the table says of every act whom it concerned.
func TestTheTableNamesTheAddressOfWhatStaffNotedToo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		b := open(t, h)
		ana := h.Record(SignUp("ana@example.org", "newsletter"))
		h.Record(intake.Act{
			Type: assent.ConsentWithdrawn, Person: ana.Person, Method: assent.CallNoted, Scope: &assent.Scope{Brand: "*", Purpose: "*", Channel: "*", Party: "*"},
			Actor: assent.Actor{Kind: assent.ActorOperator, ID: "bea"},
		})
		b.seal()
		for share, want := range map[prove.Share]int{prove.Regulator: 2, prove.Person: 2, prove.Minimal: 0} {
			data, _ := b.write(dossier.Ask{People: []assent.ID{ana.Person}, Share: share})
			if table := files(t, data)["events.csv"]; strings.Count(table, "ana@example.org") != want {
				t.Errorf("for %s the table says\n%s", share, table)
			}
		}
	})
}

func TestADossierOfAPurposeHoldsWhoeverWasAskedForIt(t *testing.T) {
	b := open(t, New(t))
	b.Record(SignUp("ana@example.org", "newsletter"))
	b.Record(SignUp("bea@example.org", "club"))
	b.seal()
	data, sum := b.write(dossier.Ask{Purpose: "club"})
	if sum.People != 1 || sum.Events != 1 || strings.Contains(files(t, data)["events.csv"], "ana@") {
		t.Errorf("%+v:\n%s", sum, files(t, data)["events.csv"])
	}
}

func TestOfWhoWasErasedTheProofsStayAndOpenNothing(t *testing.T) {
	b := open(t, New(t))
	ana := b.Record(SignUp("ana@example.org", "newsletter"))
	erase := Claim("ana@example.org", "newsletter", b.Clock.Now())
	erase.Type, erase.Choices, erase.Strength, erase.Evidence = assent.PersonErased, nil, "", nil
	b.Record(erase)
	b.seal()
	data, _ := b.write(dossier.Ask{People: []assent.ID{ana.Person}})
	for name, body := range files(t, data) {
		if strings.Contains(body, "ana@example.org") {
			t.Errorf("%s still has the address", name)
		}
	}
	if v := dossier.Verify(reader(t, data), b.desk.Key); !v.OK() || v.Proofs != 2 {
		t.Errorf("it is %+v", v)
	}
}

func TestAnActOfAMomentAgoIsListedWithoutItsProof(t *testing.T) {
	b := open(t, New(t))
	b.seal()
	ana := b.Record(SignUp("ana@example.org", "newsletter"))
	data, sum := b.write(dossier.Ask{People: []assent.ID{ana.Person}})
	if v := dossier.Verify(reader(t, data), ""); sum.Waiting != 1 || v.Proofs != 0 || v.Unproven != 1 || !v.OK() {
		t.Errorf("%+v, %+v", sum, v)
	}
}

// repack writes a dossier anew with its files changed.
func repack(t *testing.T, all map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range all {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, body)
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

func TestAChangedDossierIsRefused(t *testing.T) {
	b := open(t, New(t))
	ana := b.Record(SignUp("ana@example.org", "newsletter"))
	b.seal()
	data, _ := b.write(dossier.Ask{People: []assent.ID{ana.Person}})
	proof := ""
	for name := range files(t, data) {
		if strings.HasPrefix(name, "proofs/") {
			proof = name
		}
	}
	for says, change := range map[string]func(map[string]string){
		"a table is changed":       func(all map[string]string) { all["events.csv"] += " " },
		"a file is added":          func(all map[string]string) { all["note.txt"] = "trust me" },
		"a proof is taken out":     func(all map[string]string) { delete(all, proof) },
		"a proof is changed":       func(all map[string]string) { all[proof] = strings.Replace(all[proof], "newsletter", "newspapers", 1) },
		"the checksums are gone":   func(all map[string]string) { delete(all, "SHA256SUMS") },
		"another key stands in it": func(all map[string]string) { all["log.key"] = "log.example.org+1b2c3d4e+AQID\n" },
	} {
		all := files(t, data)
		change(all)
		if v := dossier.Verify(reader(t, repack(t, all)), b.desk.Key); v.OK() {
			t.Errorf("%s, and it holds", says)
		}
	}
	if v := dossier.Verify(reader(t, data), "log.example.org+1b2c3d4e+AQID"); v.OK() {
		t.Error("it holds for another log's key")
	}
}

// summed is the dossier with checksums that fit, as whoever made it up would write them.
func summed(all map[string]string) map[string]string {
	var b strings.Builder
	for name, body := range all {
		if name != "SHA256SUMS" {
			fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256([]byte(body)), name)
		}
	}
	all["SHA256SUMS"] = b.String()
	return all
}

func TestATableThatTellsOtherwiseThanTheProofsIsRefusedThoughItsChecksumFits(t *testing.T) {
	b := open(t, New(t))
	ana := b.Record(SignUp("ana@example.org", "newsletter"))
	b.Record(OneClick(ana.Point))
	b.seal()
	data, _ := b.write(dossier.Ask{People: []assent.ID{ana.Person}})
	if v := dossier.Verify(reader(t, repack(t, summed(files(t, data)))), b.desk.Key); !v.OK() || v.Unproven != 0 {
		t.Fatalf("unchanged it is %+v", v)
	}
	table := files(t, data)["events.csv"]
	rows := strings.SplitAfter(table, "\n")
	for says, forged := range map[string]string{
		"she never left":             rows[0] + rows[1],
		"it was another wording":     strings.ReplaceAll(table, "signup@", "signin@"),
		"it was another address":     strings.Replace(table, "ana@example.org", "eva@example.org", 1),
		"she left a year later":      strings.ReplaceAll(table, "Z,2", "Z,3"),
		"she said it twice":          table + rows[1],
		"it has a proof that is not": strings.Replace(table, "proofs/", "proofs/9", 1),
		"it has no columns":          rows[1],
	} {
		if forged == table {
			t.Fatalf("%s: nothing was forged in\n%s", says, table)
		}
		all := files(t, data)
		all["events.csv"] = forged
		if v := dossier.Verify(reader(t, repack(t, summed(all))), b.desk.Key); v.OK() {
			t.Errorf("%s, and it holds", says)
		}
	}
}

func TestWhatCannotBeAskedForIsSaidBeforeAnythingIsWritten(t *testing.T) {
	b := open(t, New(t))
	for code, ask := range map[string]dossier.Ask{
		"NOTHING_CHOSEN":  {},
		"NO_SUCH_PURPOSE": {Purpose: "gossip"},
		"NO_SUCH_PERSON":  {People: []assent.ID{{15: 7}}},
	} {
		_, err := b.desk.Open(t.Context(), b.Org, ask)
		var p *assent.Problem
		if !errors.As(err, &p) || p.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
