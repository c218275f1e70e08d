package imports_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/imports"
	"assent/intake"
	"assent/store"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oneByOne records the acts of a file each by itself.
type oneByOne struct {
	desk *intake.Desk
}

func (o oneByOne) Prepare(_ context.Context, org assent.ID, acts []intake.Act, _ intake.Part) (intake.Start, error) {
	return func(ctx context.Context) func() ([]intake.Outcome, error) {
		out := make([]intake.Outcome, len(acts))
		for i, act := range acts {
			out[i].Receipt, out[i].Err = o.desk.Record(ctx, org, act)
		}
		return func() ([]intake.Outcome, error) { return out, nil }
	}, nil
}

// rowOf draws a row about one of a few people, who may be named by either of two addresses.
func rowOf(r *rapid.T) string {
	who := rapid.IntRange(0, 5).Draw(r, "who")
	email, phone := fmt.Sprintf("reader%d@example.org", who), fmt.Sprintf("+3361234567%d", who)
	switch rapid.SampledFrom([]string{"both", "email", "phone", "somebody else's phone", "unreadable"}).Draw(r, "named by") {
	case "email":
		phone = ""
	case "phone":
		email = ""
	case "somebody else's phone":
		phone = fmt.Sprintf("+3361234567%d", (who+1)%6)
	case "unreadable":
		email, phone = "reader", ""
	}
	return strings.Join([]string{
		email, phone,
		rapid.SampledFrom([]string{"granted", "granted", "withdrawn", "refused", "bounced"}).Draw(r, "status"),
		rapid.SampledFrom([]string{"newsletter", "offers", "garden"}).Draw(r, "purpose"),
		rapid.SampledFrom([]string{"email", "email", "sms"}).Draw(r, "channel"),
		fmt.Sprintf("2026-0%d-0%dT10:00:00Z", rapid.IntRange(1, 9).Draw(r, "month"), rapid.IntRange(1, 9).Draw(r, "day")),
		rapid.SampledFrom([]string{"FR", "DE", ""}).Draw(r, "country"),
		rapid.SampledFrom([]string{"shop", ""}).Draw(r, "source"),
	}, ",")
}

func TestAnImportEqualsTheSameActsRecordedOneByOne(t *testing.T) {
	together := newHouse(t)
	apart := newHouse(t)
	rapid.Check(t, func(r *rapid.T) {
		file := "email,phone,status,purpose,channel,occurred_at,country,source\n" + strings.Join(rapid.SliceOfN(rapid.Custom(rowOf), 1, 60).Draw(r, "rows"), "\n") + "\n"
		together.begin()
		apart.begin()
		o := imports.Options{Batch: "run", Now: together.desk.Now}
		first, err := imports.Run(t.Context(), together.org, strings.NewReader(file), together.desk, o, nil)
		if err != nil {
			r.Fatal(err)
		}
		second, err := imports.Run(t.Context(), apart.org, strings.NewReader(file), oneByOne{apart.desk}, o, nil)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(printed(first), printed(second)); diff != "" {
			r.Fatalf("the reports differ:\n%s", diff)
		}
		if diff := cmp.Diff(together.told(), apart.told()); diff != "" {
			r.Fatalf("what is recorded differs:\n%s", diff)
		}
	})
}

func printed(report imports.Report) string {
	var b strings.Builder
	_ = report.Print(&b) // a Builder takes everything
	return b.String()
}

// begin opens an organisation of its own, of which nothing is known.
func (h *house) begin() {
	var err error
	h.org, err = assent.NewID(now, rand.Reader)
	h.must(err)
	h.must(h.archive.Update(h.t.Context(), h.org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: h.org, Name: "Verdier"}) }))
	h.furnish()
}

var (
	identifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	drawn      = regexp.MustCompile(`"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"|"[0-9a-f]{64}"|"recorded_at":"[^"]*"`) // codes, commitments, times of commits
	reaches    = regexp.MustCompile(`"id\d+"(,"id\d+")+`)
)

// told writes the log and all states out, with what was drawn by lot replaced: identifiers by their place in the log.
func (h *house) told() []string {
	h.t.Helper()
	seen := map[string]string{h.org.String(): "organisation"}
	plain := func(v any) string {
		body, err := json.Marshal(v)
		h.must(err)
		said := drawn.ReplaceAllString(identifier.ReplaceAllStringFunc(string(body), func(id string) string {
			if seen[id] == "" {
				seen[id] = fmt.Sprintf("id%d", len(seen))
			}
			return seen[id]
		}), "drawn")
		return reaches.ReplaceAllStringFunc(said, func(list string) string { // in the order of identifiers
			ids := strings.Split(list, ",")
			slices.Sort(ids)
			return strings.Join(ids, ",")
		})
	}
	var out, states []string
	h.must(h.archive.Read(h.t.Context(), h.org, func(v *store.View) error {
		events, err := v.Events(0, 10_000)
		for _, e := range events {
			out = append(out, plain(e.Event))
		}
		if err != nil {
			return err
		}
		list, err := v.States(assent.ID{}, 10_000)
		for _, s := range list {
			states = append(states, plain(s.Noes)+plain(s.Relations))
			for id, p := range s.Points {
				states = append(states, plain([]any{s.Person, s.Seen, id, p}))
			}
		}
		return err
	}))
	slices.Sort(states)
	return append(out, states...)
}
