package decide_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"assent"
	"assent/decide"
	"assent/intake"
	. "assent/intake/intaketest"

	"pgregory.net/rapid"
)

// saving is a desk whose index outlives it in a file.
func saving(t testing.TB, h *House, path, stamp string) *decide.Desk {
	t.Helper()
	d := deskOver(t, h.Archive, h, decide.Options{Now: h.Clock.Now, Saved: decide.Saved{Path: path, Stamp: func() string { return stamp }}})
	if err := d.Index(t.Context(), h.Org); err != nil {
		t.Fatal(err)
	}
	return d
}

// A random play in which the process ends and begins again, with or without having saved, or with a file that something has spoiled.
func TestAnIndexThatOutlivedItsProcessIsWhatTheStoreSays(t *testing.T) {
	h := New(t)
	path := filepath.Join(t.TempDir(), "index")
	world := 1000
	rapid.Check(t, func(r *rapid.T) {
		world++
		p := &play{House: h, t: t, r: r, told: desk(t, h), kept: saving(t, h, path, "1"), world: world}
		for range rapid.IntRange(1, 3).Draw(r, "lives") {
			for range rapid.IntRange(1, 3).Draw(r, "acts") {
				act := rapid.SampledFrom(acts[:18]).Draw(r, "act")
				act.do(p)
				p.compare(act.name)
			}
			if rapid.Bool().Draw(r, "saved") {
				if err := p.kept.Save(t.Context(), h.Org); err != nil {
					r.Fatal(err)
				}
			}
			p.kept = saving(t, h, path, rapid.SampledFrom([]string{"1", "1", "2"}).Draw(r, "stamp"))
			p.compare("the restart")
		}
	})
}

func TestASpoiledIndexIsNoticedAndBuiltAnew(t *testing.T) {
	h := New(t)
	path := filepath.Join(t.TempDir(), "index")
	d := saving(t, h, path, "1")
	h.Record(SignUp(ana, "newsletter"))
	expectKept(t, h, d, ana, assent.Allow)
	if err := d.Save(t.Context(), h.Org); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(good); at += max(1, len(good)/97) {
		bad := append([]byte{}, good...)
		bad[at] ^= 1 << (at % 8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		expectKept(t, h, saving(t, h, path, "1"), ana, assent.Allow)
	}
	h.Clock.Pass(time.Minute)
	if err := os.WriteFile(path, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	expectKept(t, h, saving(t, h, path, "1"), ana, assent.Allow)
}

func TestAnAddressThatCameAndWasErasedUnseenIsBarred(t *testing.T) {
	h := New(t)
	path := filepath.Join(t.TempDir(), "index")
	d := saving(t, h, path, "1")
	if err := d.Save(t.Context(), h.Org); err != nil {
		t.Fatal(err)
	}
	h.Record(SignUp(ana, "newsletter"))
	h.Record(intake.Act{Type: assent.PersonErased, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
	again := saving(t, h, path, "1")
	for _, d := range []*decide.Desk{again, d, indexed(t, h)} {
		got := ask(t, h, d, "nobody@example.org", "newsletter", func(q *assent.Question) { q.Explain = assent.ExplainCodes })
		expect(t, got, assent.Deny, "NO_BASIS")
		expectKept(t, h, d, ana, assent.Deny)
		got = ask(t, h, d, ana, "newsletter", func(q *assent.Question) { q.Explain = assent.ExplainCodes })
		expect(t, got, assent.Deny, "SUPPRESSED")
	}
}
