package intake_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Whoever follows the log gets an event as it was written out, not as it was read back: both must be the same.
func TestFollowersGetEventsAsTheLogHasThem(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		var acts []intake.Act
		for i := range 60 {
			address := fmt.Sprintf("reader%d@example.org", i)
			acts = append(acts,
				intaketest.Blank(intaketest.SignUp(address, "newsletter"), "club"), intaketest.SignUp(address, "club", "newsletter"),
				intaketest.Claim("c"+address, "newsletter", h.Clock.Now().Add(-time.Hour)), intaketest.Import(intaketest.Claim("i"+address, "newsletter", h.Clock.Now()), "run"),
			)
		}
		out, err := h.Intake.RecordAll(t.Context(), h.Org, acts)
		if err != nil {
			t.Fatal(err)
		}
		var more []intake.Act
		for i, o := range out {
			switch {
			case o.Err != nil:
				t.Fatal(o.Err)
			case i%4 == 1:
				more = append(more, intaketest.Confirm(o.Receipt))
			case i%4 == 2:
				more = append(more, intaketest.OneClick(o.Receipt.Point))
			}
		}
		if _, err := h.Intake.RecordAll(t.Context(), h.Org, more); err != nil {
			t.Fatal(err)
		}
		left := 0 // events that bring the state along which they have left
		err = h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
			rows, err := v.EventRows(0, 1000)
			if err != nil {
				return err
			}
			states := map[assent.ID]*assent.State{}
			followed, err := v.Events(rows[len(rows)-len(acts)-len(more)].Number, 1000)
			if len(followed) != len(acts)+len(more) {
				t.Fatalf("%d events are followed", len(followed))
			}
			for i, row := range rows[len(rows)-len(followed):] {
				if row.Event, err = assent.Decode(row.Body); err != nil {
					return err
				}
				if states[row.Person] == nil {
					states[row.Person] = assent.NewState(row.Person)
				}
				states[row.Person].Apply(row.Event)
				if followed[i].After != nil {
					row.After, left = states[row.Person], left+1
				}
				if diff := cmp.Diff(row, followed[i], cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("event %d, %s: %s", row.Number, row.Type, diff)
				}
			}
			return err
		})
		if err != nil || left == 0 {
			t.Fatalf("%d events have the state at hand that they left (%v)", left, err)
		}
	})
}
