package stats_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/stats"
	"assent/store"
	"assent/store/storetest"
)

// counted is a house whose log is counted.
type counted struct {
	*House
	t        *testing.T
	follower *stats.Follower
	desk     *stats.Desk
}

func count(t *testing.T, h *House) *counted {
	return &counted{h, t, stats.Follow(h.Archive, h.Org, h.Clock.Now), &stats.Desk{Archive: h.Archive, Shelf: h.Shelf, Now: h.Clock.Now}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// report counts what is new and tells the numbers.
func (c *counted) report(ask stats.Ask) *stats.Report {
	c.t.Helper()
	must(c.t, c.follower.Count(c.t.Context()))
	r, err := c.desk.Report(c.t.Context(), c.Org, ask)
	must(c.t, err)
	return r
}

// recount counts the log once more beside the counters.
func (c *counted) recount() *stats.Recounting {
	c.t.Helper()
	found, err := c.desk.Recount(c.t.Context(), c.Org, func(int64, int64) {})
	must(c.t, err)
	return found
}

// elsewhere has the desk read as another process does.
func (c *counted) elsewhere(url string, do func()) {
	c.t.Helper()
	here := c.desk.Archive
	archive, err := store.Open(c.t.Context(), url, store.Options{Now: c.Clock.Now})
	must(c.t, err)
	c.desk.Archive = archive
	do()
	c.desk.Archive = here
	must(c.t, archive.Close())
}

// says checks the totals of a side, each as "fact value total".
func (c *counted) says(by stats.Side, want ...string) {
	c.t.Helper()
	var got []string
	for _, l := range c.report(stats.Ask{Grain: stats.Day, By: by}).Lines {
		got = append(got, fmt.Sprintf("%s %s %d", l.Fact, l.Value, l.Total))
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("by %q: got %q, want %q", by, got, want)
	}
}

func TestAnswersAreCountedFromEverySide(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := count(t, h)
		request := h.Record(Blank(SignUp("ana@example.org", "club"), "offers"))
		ben := SignUp("ben@example.org", "newsletter", "offers")
		ben.Attributes = &assent.Attributes{Country: "AT", Language: "de"}
		h.Record(ben)
		h.Record(Confirm(request))
		h.Record(Confirm(request)) // pressed twice
		h.Record(Claim("eva@example.org", "newsletter", h.Clock.Now()))
		leaving := OneClick(request.Point)
		leaving.Method, leaving.Evidence = assent.UnsubscribePage, &assent.Evidence{Flags: []string{"reason_too_many"}}
		h.Record(leaving)

		c.says(stats.Whole, "granted  4", "requested  1", "confirmed  1", "refused  1", "withdrawn  1")
		c.says(stats.Purpose, "granted newsletter 2", "granted club 1", "granted offers 1", "requested club 1", "confirmed club 1", "refused offers 1", "withdrawn * 1")
		c.says(stats.Country, "granted AT 2", "granted  1", "granted FR 1", "requested FR 1", "confirmed FR 1", "refused FR 1", "withdrawn FR 1")
		c.says(stats.Method, "granted web_form 2", "granted api 1", "granted confirm_button 1", "requested web_form 1", "confirmed web_form 1", "refused web_form 1", "withdrawn unsubscribe_page 1")
		c.says(stats.Reason, "refused  1", "withdrawn too_many 1")
		c.says(stats.Grade, "granted D 2", "granted B 1", "granted F 1")
		if r := c.report(stats.Ask{Purpose: "club"}); r.Find(stats.Granted, "").Total != 1 || r.Find(stats.Refused, "").Total != 0 {
			t.Errorf("of the club alone: %+v", r.Lines)
		}
	})
}

func TestTheEvidenceOfAConfirmedSignUpIsThatOfBothActs(t *testing.T) {
	h := New(t)
	c := count(t, h)
	whole := SignUp("ana@example.org", "club")
	whole.Evidence = &assent.Evidence{Wording: strings.Repeat("ab", 32)}
	h.Record(Confirm(h.Record(whole)))
	h.Record(Confirm(h.Record(SignUp("ben@example.org", "club"))))
	h.Record(Claim("eva@example.org", "newsletter", h.Clock.Now()))
	r := c.report(stats.Ask{Grain: stats.Day, By: stats.Gap, Facts: []stats.Fact{stats.Granted}})
	for _, gap := range []string{stats.Complete, stats.NoWording, stats.NoNotice} {
		if n := r.Find(stats.Granted, gap).Total; n != 1 {
			t.Errorf("%s: %d, want one", gap, n)
		}
	}
}

func TestAConfirmationCountsAgainOnTheDayOfItsSignUp(t *testing.T) {
	h := New(t)
	c := count(t, h)
	request := h.Record(SignUp("ana@example.org", "club"))
	h.Record(SignUp("ben@example.org", "club"))
	h.Clock.Pass(3 * 24 * time.Hour)
	h.Record(Confirm(request))
	r := c.report(stats.Ask{Grain: stats.Day, Spans: 4})
	for fact, want := range map[stats.Fact][]int64{stats.Requested: {2, 0, 0, 0}, stats.Confirmed: {1, 0, 0, 0}, stats.Granted: {0, 0, 0, 1}} {
		if got := r.Find(fact, "").Counts; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", fact, got, want)
		}
	}
}

func TestDaysAreThoseOfTheOrganisationAtThatTime(t *testing.T) {
	h := New(t)
	c := count(t, h)
	h.Clock.Pass(14*time.Hour + 30*time.Minute) // past midnight in Paris
	h.Record(SignUp("ana@example.org", "newsletter"))
	settings := *Items()[0].(*catalogue.Settings)
	settings.TimeZone = "America/New_York"
	h.Publish(&settings)
	h.Record(SignUp("ben@example.org", "newsletter"))
	h.Record(intake.Act{
		Type: assent.ConsentGranted, Contact: Email("eva@example.org"), Method: assent.Paper, DayOnly: true,
		Occurred: time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}},
	})
	r := c.report(stats.Ask{Grain: stats.Day, Spans: 3, Until: "2026-11-17"})
	if got := r.Find(stats.Granted, "").Counts; !slices.Equal(got, []int64{1, 1, 1}) {
		t.Errorf("consents on the 15th, 16th and 17th: %v, want one on each", got)
	}
}

func TestAPeriodIsComparedWithTheOneBefore(t *testing.T) {
	h := New(t)
	c := count(t, h)
	for i, days := range []int{0, 1, 7, 7} {
		h.Clock.Pass(time.Duration(days) * 24 * time.Hour)
		h.Record(SignUp(fmt.Sprintf("p%d@example.org", i), "newsletter"))
	}
	r := c.report(stats.Ask{Grain: stats.Week, Spans: 2})
	if l := r.Find(stats.Granted, ""); l.Total != 2 || l.Before != 2 || r.Spans[1].Name != "2026-W49" || r.Spans[1].First != "2026-11-30" || r.Spans[1].Last != "2026-12-06" {
		t.Errorf("two weeks: %+v of %+v", l, r.Spans)
	}
	for _, ask := range []stats.Ask{{Grain: "year"}, {By: "shoe"}, {Spans: 1000}, {Until: "today"}} {
		if _, err := c.desk.Report(t.Context(), c.Org, ask); err == nil {
			t.Errorf("%+v is reported", ask)
		}
	}
}

func TestTheNumbersAreAsOfNowOnceAllThatCountsIsCounted(t *testing.T) {
	h := New(t)
	c := count(t, h)
	quiet := func() {
		h.Record(intake.Act{Type: assent.ContactRecorded, Contact: Email("ana@example.org"), Contacted: &assent.Contact{Kind: assent.ContactClick}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
		h.Clock.Pass(24 * time.Hour)
	}
	now := func(what string) {
		t.Helper()
		if as := c.report(stats.Ask{}).As; !as.At.Equal(h.Clock.Now()) || as.Position != as.Head {
			t.Errorf("%s: as of %s with %d of %d, and it is %s", what, as.At, as.Position, as.Head, h.Clock.Now())
		}
	}
	now("nobody has said anything")
	for range 70 {
		quiet()
	}
	now("people only clicked")
	before := h.Clock.Now()
	h.Record(SignUp("ana@example.org", "newsletter"))
	h.Clock.Pass(time.Hour)
	r, err := c.desk.Report(t.Context(), c.Org, stats.Ask{})
	must(t, err)
	if r.As.At.Sub(before).Abs() > time.Minute {
		t.Errorf("a sign-up is not counted yet, but the numbers are as of %s", r.As.At)
	}
	now("a sign-up is counted")
}

func TestNothingIsCountedForAnotherOrganisation(t *testing.T) {
	url := storetest.SQLiteURL(t)
	ours, theirs := Open(t, url), Open(t, url)
	theirs.Record(SignUp("ana@example.org", "newsletter"))
	count(t, theirs).says(stats.Whole, "granted  1")
	count(t, ours).says(stats.Whole)
}
