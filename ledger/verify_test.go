package ledger_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/ledger"

	"golang.org/x/mod/sumdb/note"
)

// specimen is a log of a few records in which one is an event, with its bundle.
type specimen struct {
	record   []byte
	openings []assent.Opening
	proof    ledger.Proof
	vkey     string
	bundle   []byte
}

func newSpecimen(t testing.TB) specimen {
	t.Helper()
	var s specimen
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	e := &assent.Event{
		Format: 1, ID: newID(t, at), Org: newID(t, at), Number: 2, Type: assent.ConsentGranted,
		Code: "7K2M-9QXD-3FTA", Occurred: at, Received: at, Recorded: at, Person: newID(t, at),
		Actor: assent.Actor{Kind: assent.ActorPerson}, Method: assent.ConfirmButton,
	}
	for _, v := range [][2]string{{"address", "zoé@example.org"}, {"name", "Zoé \"Z\" <&>\u2028"}, {"name", "second"}} {
		field, opening, err := assent.Commit(v[0], v[1], rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		e.Sealed, s.openings = append(e.Sealed, field), append(s.openings, opening)
	}
	s.record = must(assent.Encode(e))(t)
	log, _, vkey := newLog(t)
	all := records(0, 11)
	all[2] = s.record
	must(log.Extend(t.Context(), 0, all))(t)
	s.proof, s.vkey = must(log.Prove(t.Context(), 2))(t), vkey
	s.bundle = must(ledger.MakeBundle(s.record, s.openings[:2], vkey, s.proof))(t)
	return s
}

func newID(t testing.TB, at time.Time) assent.ID {
	t.Helper()
	return must(assent.NewID(at, rand.Reader))(t)
}

func TestABundleShowsTheEventAndWhatIsOpened(t *testing.T) {
	s := newSpecimen(t)
	f := must(ledger.Verify(s.bundle, s.vkey))(t)
	if f.Event.Code != "7K2M-9QXD-3FTA" || len(f.Openings) != 2 || f.Openings[0].Value != "zoé@example.org" {
		t.Errorf("found %+v", f)
	}
	if !f.Established || f.Checkpoint.Size != 11 || !strings.HasPrefix(f.Verdict(), "Proven") {
		t.Errorf("found %+v", f)
	}
}

func TestWithoutATrustedKeyTheSignerIsNotEstablished(t *testing.T) {
	f := must(ledger.Verify(newSpecimen(t).bundle, ""))(t)
	if f.Established || !strings.HasPrefix(f.Verdict(), "Consistent; signer not established") {
		t.Errorf("found %+v", f)
	}
}

func TestABundleOfAnotherLogIsForeign(t *testing.T) {
	_, other := newSigner(t, "consent.example.org/log")
	_, err := ledger.Verify(newSpecimen(t).bundle, other)
	if p, ok := assent.AsProblem(err); !ok || p.Code != "FOREIGN_PROOF" {
		t.Errorf("got %v", err)
	}
}

func TestAKeyThatIsNoneIsNotTrusted(t *testing.T) {
	s := newSpecimen(t)
	for _, key := range []string{"log", s.vkey + "\n", strings.ToUpper(s.vkey), s.vkey[:len(s.vkey)-1]} {
		_, err := ledger.Verify(s.bundle, key)
		if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_VERIFIER_KEY" {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestNoByteOfABundleCanBeChangedDroppedOrAdded(t *testing.T) {
	s := newSpecimen(t)
	for i := range s.bundle {
		for bit := range 8 {
			changed := bytes.Clone(s.bundle)
			changed[i] ^= 1 << bit
			refuse(t, changed, "byte %d changed in bit %d", i, bit)
		}
		refuse(t, append(bytes.Clone(s.bundle[:i]), s.bundle[i+1:]...), "byte %d dropped", i)
		for _, more := range []byte{s.bundle[i], ' ', '0', '=', '\n', '\r'} {
			refuse(t, append(append(bytes.Clone(s.bundle[:i]), more), s.bundle[i:]...), "%q added before byte %d", more, i)
		}
	}
	refuse(t, append(bytes.Clone(s.bundle), '\n'), "a line feed added at the end")
}

func refuse(t *testing.T, data []byte, format string, args ...any) {
	t.Helper()
	if _, err := ledger.Verify(data, ""); err == nil {
		t.Errorf("accepted with "+format, args...)
	} else if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_PROOF" {
		t.Errorf("with "+format+": %v", append(args, err)...)
	}
}

func TestWhatABundleMayNotSay(t *testing.T) {
	s := newSpecimen(t)
	signer, vkey := newSigner(t, "consent.example.org/log")
	cosign := func(checkpoint []byte) []byte {
		v := must(note.NewVerifier(s.vkey))(t)
		n := must(note.Open(checkpoint, note.VerifierList(v)))(t)
		return must(note.Sign(n, signer))(t)
	}
	for name, change := range map[string]func(b map[string]any){
		"a further signature":        func(b map[string]any) { b["proof"] = withCheckpoint(s.proof, cosign) },
		"another signer":             func(b map[string]any) { b["signer"] = vkey },
		"openings in another order":  func(b map[string]any) { b["open"] = []assent.Opening{s.openings[1], s.openings[0]} },
		"an opening twice":           func(b map[string]any) { b["open"] = []assent.Opening{s.openings[0], s.openings[0]} },
		"an opening of another name": func(b map[string]any) { o := s.openings[0]; o.Name = "ip"; b["open"] = []assent.Opening{o} },
		"a blind in capitals": func(b map[string]any) {
			o := s.openings[0]
			o.Blind = strings.ToUpper(o.Blind)
			b["open"] = []assent.Opening{o}
		},
		"another format":            func(b map[string]any) { b["format"] = "assent-proof/2" },
		"a field that nobody knows": func(b map[string]any) { b["note"] = "" },
		"an empty list of openings": func(b map[string]any) { b["open"] = []assent.Opening{} },
		"the proof of a neighbour":  func(b map[string]any) { p := s.proof; p.Index = 3; b["proof"] = p.String() },
	} {
		var b map[string]any
		if err := json.Unmarshal(s.bundle, &b); err != nil {
			t.Fatal(err)
		}
		b["event"] = json.RawMessage(s.record)
		change(b)
		refuse(t, encodeInOrder(t, b), "%s", name)
	}
}

func withCheckpoint(p ledger.Proof, change func([]byte) []byte) string {
	p.Checkpoint = change(p.Checkpoint)
	return p.String()
}

// encodeInOrder writes a bundle as the package does, so that only its content is at fault.
func encodeInOrder(t *testing.T, b map[string]any) []byte {
	t.Helper()
	var buf bytes.Buffer
	sep := "{"
	for _, key := range []string{"format", "event", "open", "signer", "proof", "note"} {
		if v, ok := b[key]; ok {
			buf.WriteString(sep + `"` + key + `":`)
			enc := json.NewEncoder(&buf)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(v); err != nil {
				t.Fatal(err)
			}
			buf.Truncate(buf.Len() - 1)
			sep = ","
		}
	}
	buf.WriteString("}\n")
	return buf.Bytes()
}

func TestOnlyWhatVerifiesBecomesABundle(t *testing.T) {
	s := newSpecimen(t)
	stranger := s.openings[0]
	stranger.Value = "another@example.org"
	if _, err := ledger.MakeBundle(s.record, []assent.Opening{stranger}, s.vkey, s.proof); err == nil {
		t.Error("made with an opening that opens nothing")
	}
	if _, err := ledger.MakeBundle([]byte("{}"), nil, s.vkey, s.proof); err == nil {
		t.Error("made of no event")
	}
}
