package spool_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assent"
	"assent/decide"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/spool"
)

const ana = "ana@example.org"

// line is the line to the archive, which can be cut.
type line struct {
	spool.Recorder
	cut bool
}

func (l *line) Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error) {
	if l.cut {
		return intake.Receipt{}, assent.Problemf("UNAVAILABLE", "The database does not answer.").OfKind(assent.Unavailable)
	}
	return l.Recorder.Record(ctx, org, act)
}

// fixture is a house with a counter whose line can be cut.
type fixture struct {
	*intaketest.House
	line    *line
	dir     string
	spool   *spool.Spool
	counter *spool.Counter
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	h := intaketest.New(t)
	f := &fixture{House: h, line: &line{Recorder: h.Intake}, dir: filepath.Join(t.TempDir(), "spool")}
	f.open(t)
	return f
}

// open opens the spool, as a start of the server does.
func (f *fixture) open(t *testing.T) {
	t.Helper()
	s, err := spool.Open([32]byte{1}, f.dir)
	if err != nil {
		t.Fatal(err)
	}
	f.spool = s
	f.counter = &spool.Counter{Desk: f.line, Spool: s, Now: f.Clock.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)}
}

func (f *fixture) drain(t *testing.T) {
	t.Helper()
	if _, err := (&spool.Drain{Spool: f.spool, Desk: f.line, Org: f.Org}).Round(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestANoIsTakenWhileTheArchiveIsDownAndRecordedWhenItIsBack(t *testing.T) {
	f := newFixture(t)
	signed := f.Record(intaketest.SignUp(ana, "newsletter"))
	f.line.cut = true
	said := f.Clock.Now()
	receipt, err := f.counter.Record(t.Context(), f.Org, intaketest.OneClick(signed.Point))
	if err != nil {
		t.Fatal(err)
	}
	if receipt.Number != -1 || receipt.Code == "" || f.spool.Waiting() != 1 {
		t.Errorf("the receipt is %+v with %d waiting", receipt, f.spool.Waiting())
	}

	f.open(t) // the process dies and starts again: what waits is still there
	if f.spool.Waiting() != 1 {
		t.Fatal("a restart has lost the act")
	}
	f.line.cut = false
	f.drain(t)
	if e := f.Event(receipt.Event); e.Code != receipt.Code || e.Received.After(said) || e.Method != assent.OneClick {
		t.Errorf("recorded as %s, received %s by %s", e.Code, e.Received, e.Method)
	}
	if f.spool.Waiting() != 0 {
		t.Error("the spool is not drained")
	}
}

func TestANoThatReachedTheArchiveAfterAllIsNotRecordedTwice(t *testing.T) {
	f := newFixture(t)
	signed := f.Record(intaketest.SignUp(ana, "newsletter"))
	f.line.cut = true
	receipt, err := f.counter.Record(t.Context(), f.Org, intaketest.OneClick(signed.Point))
	if err != nil {
		t.Fatal(err)
	}
	kept := readSpool(t, f.dir)
	f.line.cut = false
	f.drain(t)
	restore(t, f.dir, kept) // the crash came before the file was removed
	f.open(t)
	f.drain(t)
	if again := f.Event(receipt.Event); again.ID != receipt.Event || f.spool.Waiting() != 0 {
		t.Errorf("event %s, %d waiting", again.ID, f.spool.Waiting())
	}
}

func TestAYesIsNotSpooled(t *testing.T) {
	f := newFixture(t)
	f.line.cut = true
	_, err := f.counter.Record(t.Context(), f.Org, intaketest.SignUp(ana, "newsletter"))
	if p, ok := assent.AsProblem(err); !ok || p.Kind != assent.Unavailable || f.spool.Waiting() != 0 {
		t.Errorf("got %v with %d waiting", err, f.spool.Waiting())
	}
}

func TestNothingIsAllowedWhileANoWaits(t *testing.T) {
	f := newFixture(t)
	signed := f.Record(intaketest.SignUp(ana, "newsletter"))
	f.line.cut = true
	if _, err := f.counter.Record(t.Context(), f.Org, intaketest.OneClick(signed.Point)); err != nil {
		t.Fatal(err)
	}
	guard := &spool.Guard{Spool: f.spool, Now: f.Clock.Now} // no desk: it must not be asked
	d, err := guard.MaySend(t.Context(), f.Org, assent.Question{})
	if err != nil || d.Decision != assent.Deny || d.Reason != assent.ReasonUnavailable {
		t.Errorf("%s %s, %v", d.Decision, d.Reason, err)
	}
	all, err := guard.MaySendAll(t.Context(), f.Org, assent.Question{}, make([]assent.Contactable, 2))
	if err != nil || len(all) != 2 || all[1].Decision != assent.Deny {
		t.Errorf("%v, %v", all, err)
	}
}

// onlySieves is a desk of which nothing but a sieve is asked.
type onlySieves struct{ spool.Decider }

func (onlySieves) Sieve(context.Context, assent.ID, assent.Question) (*decide.Sieve, error) {
	return new(decide.Sieve), nil
}

func TestASieveStopsInTheMiddleOfAListWhenANoWaits(t *testing.T) {
	f := newFixture(t)
	signed := f.Record(intaketest.SignUp(ana, "newsletter"))
	guard := &spool.Guard{Desk: onlySieves{}, Spool: f.spool, Now: f.Clock.Now}
	sieve, err := guard.Sieve(t.Context(), f.Org, assent.Question{})
	if err != nil {
		t.Fatal(err)
	}
	f.line.cut = true
	if _, err := f.counter.Record(t.Context(), f.Org, intaketest.OneClick(signed.Point)); err != nil {
		t.Fatal(err)
	}
	unavailable := func(what string, err error) {
		if p, ok := assent.AsProblem(err); !ok || p.Kind != assent.Unavailable {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = sieve.Sort(t.Context(), nil, nil)
	unavailable("addresses", err)
	_, err = sieve.Points(t.Context(), nil, nil)
	unavailable("contact points", err)
	_, _, err = guard.Counts(t.Context(), f.Org, assent.Question{})
	unavailable("counts", err)
	_, _, err = guard.Touched(t.Context(), f.Org, 0)
	unavailable("what was touched", err)
}

func TestTheSpoolHoldsNoAddressInClearAndRefusesWhatWasChanged(t *testing.T) {
	f := newFixture(t)
	f.line.cut = true
	act := intaketest.OneClick(assent.ID{})
	act.Contact = intaketest.Email(ana)
	if _, err := f.counter.Record(t.Context(), f.Org, act); err != nil {
		t.Fatal(err)
	}
	for name, data := range readSpool(t, f.dir) {
		if strings.Contains(string(data), ana) || strings.Contains(name, ana) {
			t.Error("the address lies in clear")
		}
		data[len(data)-1] ^= 1
		restore(t, f.dir, map[string][]byte{name: data})
	}
	f.line.cut = false
	if _, err := (&spool.Drain{Spool: f.spool, Desk: f.line, Org: f.Org}).Round(t.Context()); err == nil {
		t.Error("a changed file was replayed")
	}
}

func readSpool(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, e := range entries {
		if out[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func restore(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
