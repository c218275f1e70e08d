package assent_test

import (
	"testing"
	"time"

	"assent"
)

// undoable marks the noes of a withdrawal as those of a page that offers to undo them.
func undoable(e *assent.Event) {
	for i := range e.Noes {
		e.Noes[i].Undoable = true
	}
}

// undoes makes the event undo the one of a number.
func undoes(number byte) func(*assent.Event) {
	return func(e *assent.Event) { e.Refers = assent.ID{0xe, number} }
}

func TestWhatIsUndoneIsAsIfItHadNotBeen(t *testing.T) {
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	const left, undone, page = assent.ConsentWithdrawn, assent.WithdrawalUndone, assent.UnsubscribePage
	withdraw, blank := no(assent.NoWithdrawn, news), no(assent.NoRefused, news)
	single := func() *story { return newStory().then(assent.ConsentGranted, assent.WebForm, 0, yes) }
	for _, c := range []struct {
		says string
		s    *story
		want assent.Status
	}{
		{"a withdrawal ends it", single().then(left, page, hour, withdraw, undoable), assent.Withdrawn},
		{"undone, the yes stands as before, though it was never confirmed",
			single().then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(1)), assent.Granted},
		{"so does what waits for its confirmation", newStory().then(assent.ConsentRequested, assent.WebForm, 0, yes).
			then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(1)), assent.Pending},
		{"nothing stands where nothing stood, so a basis without a yes holds again", newStory().
			then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(0)), assent.Unknown},
		{"an older no is not revived into a yes", single().then(left, page, minute, withdraw, undoable).
			then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(2)), assent.Withdrawn},
		{"an older no keeps its name", newStory().then(assent.ConsentRefused, assent.WebForm, 0, blank).
			then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(1)), assent.Refused},
		{"a one-click beside it stays", single().then(left, page, hour, withdraw, undoable).
			then(left, assent.OneClick, hour+minute, withdraw).then(undone, page, hour+2*minute, undoes(1)), assent.Withdrawn},
		{"what was not undoable is not undone", single().then(left, assent.OneClick, hour, withdraw).
			then(undone, page, hour+minute, undoes(1)), assent.Withdrawn},
		{"she can leave again", single().then(left, page, hour, withdraw, undoable).then(undone, page, hour+minute, undoes(1)).
			then(left, page, 2*hour, withdraw, undoable), assent.Withdrawn},
		{"a stranger's sign-up after a no that was undone needs no more than before", single().then(left, page, hour, withdraw, undoable).
			then(undone, page, hour+minute, undoes(1)).then(assent.ConsentGranted, assent.WebForm, 2*hour, yes), assent.Granted},
	} {
		if got := c.s.state.Standing(home.ID, news, noon.Add(day)).Status; got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestTheNextMessageAfterOne(t *testing.T) {
	for _, c := range []struct {
		atMost string
		sent   assent.Day
		want   assent.Day
	}{
		{assent.Weekly, "2026-11-21", "2026-11-28"},
		{assent.Weekly, "2026-12-28", "2027-01-04"},
		{assent.Monthly, "2026-11-21", "2026-12-21"},
		{assent.Monthly, "2027-01-31", "2027-02-28"},
		{assent.Monthly, "2028-01-30", "2028-02-29"},
		{assent.Monthly, "2026-12-31", "2027-01-31"},
		{"", "2026-11-21", "2026-11-21"},
		{assent.Weekly, "yesterday", ""},
	} {
		if got := (assent.Frequency{AtMost: c.atMost}).Next(c.sent); got != c.want {
			t.Errorf("at most %q, after one of %s: %s, want %s", c.atMost, c.sent, got, c.want)
		}
	}
}

func TestAnImportThatIsUndoneTakesNothingElseAlong(t *testing.T) {
	hers := func(run string, number int64, change ...func(*assent.Event)) *assent.Event {
		e := &assent.Event{
			Type: assent.ConsentGranted, Method: assent.ViaImport, Batch: run, Occurred: noon, Received: noon, Number: number, ID: assent.ID{15: byte(number)},
			Points: []assent.Point{home}, Strength: assent.SingleOptIn,
		}
		yes(e)
		for _, c := range change {
			c(e)
		}
		return e
	}
	buys := func(e *assent.Event) {
		e.Type, e.Choices, e.Relationship = assent.RelationshipRecorded, nil, &assent.Relationship{Kind: "purchase"}
	}
	leaves := func(e *assent.Event) {
		e.Type, e.Choices = assent.ConsentWithdrawn, nil
		no(assent.NoWithdrawn, news)(e)
	}
	undo := hers("monday", 5, func(e *assent.Event) { e.Type, e.Choices, e.Method = assent.ImportUndone, nil, assent.ViaAPI })

	monday := fold([]*assent.Event{hers("monday", 1), hers("monday", 2, buys), undo})
	if s := monday.Standing(home.ID, news, noon.Add(1)); s.Status != assent.Unknown || len(monday.Dealings()) != 0 {
		t.Errorf("what was undone still stands: %+v, %+v", s, monday.Dealings())
	}
	both := fold([]*assent.Event{undo, hers("monday", 1), hers("tuesday", 2)})
	if s := both.Standing(home.ID, news, noon.Add(1)); s.Status != assent.Granted {
		t.Errorf("another import's yes is %s", s.Status)
	}
	left := fold([]*assent.Event{hers("monday", 1), hers("monday", 2, leaves), undo})
	if s := left.Standing(home.ID, news, noon.Add(1)); s.Status != assent.Withdrawn {
		t.Errorf("a no that an import brought is %s", s.Status)
	}
}
