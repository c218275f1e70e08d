package stats_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/imports"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/stats"
	"assent/store"
	"assent/store/storetest"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"
)

// scene is a house in which a machine does things, and which is counted now and then.
type scene struct {
	*counted
	rivals   []*stats.Follower
	requests []intake.Receipt
	people   []intake.Receipt
}

// try records an act, if it can be taken.
func (s *scene) try(act intake.Act) (r intake.Receipt, ok bool) {
	r, err := s.Intake.Record(s.t.Context(), s.Org, act)
	s.Clock.Pass(time.Minute)
	return r, err == nil
}

func (s *scene) address(r *rapid.T) string {
	return fmt.Sprintf("p%d@example.org", rapid.IntRange(0, 3).Draw(r, "who"))
}

func (s *scene) someone(r *rapid.T) (intake.Receipt, bool) {
	if len(s.people) == 0 {
		return intake.Receipt{}, false
	}
	return s.people[rapid.IntRange(0, len(s.people)-1).Draw(r, "person")], true
}

// acts are what the machine can do.
func (s *scene) acts() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"sign up": func(r *rapid.T) {
			act := SignUp(s.address(r), rapid.SampledFrom([]string{"newsletter", "club"}).Draw(r, "purpose"))
			act.Attributes = &assent.Attributes{Country: rapid.SampledFrom([]string{"FR", "DE", "AT", ""}).Draw(r, "country")}
			if got, ok := s.try(Blank(act, "offers")); ok {
				s.people = append(s.people, got)
				if got.Confirm {
					s.requests = append(s.requests, got)
				}
			}
		},
		"confirm": func(r *rapid.T) {
			if len(s.requests) > 0 {
				s.try(Confirm(rapid.SampledFrom(s.requests).Draw(r, "request")))
			}
		},
		"claim": func(r *rapid.T) {
			act := Claim(s.address(r), "newsletter", s.Clock.Now().Add(-time.Duration(rapid.IntRange(0, 60).Draw(r, "days"))*24*time.Hour))
			act.Attributes = &assent.Attributes{Country: "IT", Language: "it"}
			s.try(act)
		},
		"leave": func(r *rapid.T) {
			if p, ok := s.someone(r); ok {
				s.try(OneClick(p.Point))
			}
		},
		"import": func(r *rapid.T) {
			run := rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(r, "run")
			s.try(Import(Claim(s.address(r), "newsletter", s.Clock.Now().Add(-240*time.Hour)), run))
		},
		"undo an import": func(r *rapid.T) {
			run := rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(r, "run")
			_, err := imports.Undo(s.t.Context(), s.Org, s.Archive, s.Intake, assent.Actor{Kind: assent.ActorImport, ID: run}, run, 0, s.head())
			must(s.t, err)
		},
		"merge": func(r *rapid.T) { s.try(Link(Email(s.address(r)), assent.Contactable{Phone: "+33639980123"})) },
		"bounce": func(r *rapid.T) {
			if p, ok := s.someone(r); ok {
				s.try(intake.Act{Type: assent.SuppressionAdded, Point: p.Point, Actor: assent.Actor{Kind: assent.ActorKey, ID: "mailer"}, Suppression: &assent.Suppression{Kind: "bounce"}})
			}
		},
		"move": func(r *rapid.T) {
			settings := *Items()[0].(*catalogue.Settings)
			settings.TimeZone = rapid.SampledFrom([]string{"Europe/Paris", "America/New_York", "Asia/Tokyo"}).Draw(r, "zone")
			s.Publish(&settings)
		},
		"wait":  func(r *rapid.T) { s.Clock.Pass(time.Duration(rapid.IntRange(1, 40).Draw(r, "hours")) * time.Hour) },
		"count": func(r *rapid.T) { must(s.t, rapid.SampledFrom(s.rivals).Draw(r, "follower").Count(s.t.Context())) },
	}
}

// head is how many events there are.
func (s *scene) head() (n int64) {
	must(s.t, s.Archive.Read(s.t.Context(), s.Org, func(v *store.View) (err error) {
		n, err = v.Head()
		return err
	}))
	return n
}

// all are the counters of every grain and side.
func (s *scene) all() map[store.Counter]int64 {
	out := map[store.Counter]int64{}
	must(s.t, s.Archive.Read(s.t.Context(), s.Org, func(v *store.View) error {
		for _, g := range stats.Grains() {
			for _, side := range append(stats.Sides(), stats.Whole) {
				rows, err := v.Counters(string(g), string(side), "", "~")
				if err != nil {
					return err
				}
				for _, c := range rows {
					n := c.Count
					c.Count = 0
					out[c] = n
				}
			}
		}
		return nil
	}))
	return out
}

// byHand counts the yeses and noes of the log without any of the code under test.
func (s *scene) byHand() (yeses, noes int64) {
	must(s.t, s.Archive.Read(s.t.Context(), s.Org, func(v *store.View) error {
		events, err := v.Events(0, 100_000)
		confirmed := map[assent.ID]bool{}
		for _, e := range events {
			noes += int64(len(e.Event.Noes))
			if e.Type != assent.ConsentGranted && e.Type != assent.ConsentConfirmed || confirmed[e.Event.Refers] {
				continue
			}
			confirmed[e.Event.Refers] = !e.Event.Refers.IsZero()
			for _, c := range e.Event.Choices {
				if c.Reply == assent.Yes {
					yeses++
				}
			}
		}
		return err
	}))
	return yeses, noes
}

func TestCountersAreWhatARecountOfTheLogGives(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		url := storetest.SQLiteURL(t)
		h := Open(t, url)
		s := &scene{counted: count(t, h)}
		s.rivals = []*stats.Follower{s.follower, stats.Follow(h.Archive, h.Org, h.Clock.Now)}
		r.Repeat(s.acts())
		must(t, s.follower.Count(t.Context()))
		before := s.all()
		s.isSound(r, before)
		if again := s.recount(); len(again.Wrong) > 0 {
			r.Errorf("of the counters kept as it happened, a recount finds wrong: %+v", again.Wrong)
		}
		s.elsewhere(url, func() {
			if again := s.recount(); len(again.Wrong) > 0 {
				r.Errorf("a recount by who has nothing of it in memory finds wrong: %+v", again.Wrong)
			}
		})
	})
}

func TestARecountMendsWhatIsWrongWhileCountingGoesOn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := count(t, h)
		h.Record(SignUp("ana@example.org", "newsletter"))
		h.Record(SignUp("ben@example.org", "newsletter"))
		c.says(stats.Whole, "granted  2")
		must(t, h.Archive.Update(t.Context(), h.Org, func(tx *store.Tx) error {
			lost := store.Counter{Grain: "day", Span: "2026-11-16", Fact: "granted", Purpose: "newsletter", Channel: "email", Count: -1}
			invented := store.Counter{Grain: "day", Span: "2026-11-16", Fact: "withdrawn", Purpose: "club", Channel: "email", Count: 7}
			return errors.Join(tx.Count(lost), tx.Count(invented))
		}))
		c.says(stats.Whole, "granted  1", "withdrawn  7")
		found := c.recount()
		if found.Events == 0 || len(found.Wrong) != 2 || found.Wrong[0].Kept != 1 || found.Wrong[0].Count != 2 || found.Wrong[1].Count != 0 {
			t.Fatalf("the recount finds %+v", found)
		}
		other := c.recount()
		h.Record(SignUp("eva@example.org", "newsletter"))
		must(t, c.follower.Count(t.Context()))
		must(t, c.desk.Mend(t.Context(), c.Org, found))
		c.says(stats.Whole, "granted  3")
		if p, ok := assent.AsProblem(c.desk.Mend(t.Context(), c.Org, other)); !ok || p.Code != "RECOUNTED_MEANWHILE" {
			t.Errorf("a second mending of the same fault gives %v", p)
		}
		if again := c.recount(); len(again.Wrong) > 0 {
			t.Errorf("afterwards it finds %+v", again.Wrong)
		}
	})
}

func TestWhatAnUndoneImportHadClaimedIsCountedAsRetracted(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := count(t, h)
		h.Record(Import(Claim("ana@example.org", "newsletter", h.Clock.Now().Add(-240*time.Hour)), "monday"))
		h.Record(Import(Claim("ana@example.org", "club", h.Clock.Now().Add(-240*time.Hour)), "monday"))
		h.Record(Import(Claim("ben@example.org", "club", h.Clock.Now().Add(-240*time.Hour)), "tuesday"))
		for range 2 {
			_, err := imports.Undo(t.Context(), h.Org, h.Archive, h.Intake, assent.Actor{Kind: assent.ActorImport, ID: "monday"}, "monday", 0, 100)
			must(t, err)
		}
		c.says(stats.Purpose, "granted club 2", "granted newsletter 1", "retracted club 1", "retracted newsletter 1")
	})
}

// A process counts what it has recorded by the state that is at hand; another reads what is known by now.
func TestTheCountryIsTheOneThatWasKnownWhenTheActWasRecordedWhoeverCountsIt(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		c := count(t, Open(t, url))
		h := c.House
		var signUps, claims []intake.Act
		for i := range 80 {
			address := fmt.Sprintf("p%d@example.org", i)
			claim := Claim(address, "newsletter", h.Clock.Now())
			claim.Attributes = &assent.Attributes{Country: "IT"}
			signUps, claims = append(signUps, SignUp(address, "newsletter")), append(claims, claim)
		}
		for _, acts := range [][]intake.Act{signUps, claims} {
			_, err := h.Intake.RecordAll(t.Context(), h.Org, acts)
			must(t, err)
			must(t, c.follower.Count(t.Context()))
		}
		c.says(stats.Country, "granted FR 80", "granted IT 80")
		c.elsewhere(url, func() {
			if again := c.recount(); len(again.Wrong) > 0 {
				t.Errorf("a recount finds wrong: %+v", again.Wrong)
			}
		})
	})
}

func TestTwoFollowersCountNothingTwice(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		c := count(t, h)
		var both errgroup.Group
		for i := range 20 {
			h.Record(SignUp(fmt.Sprintf("p%d@example.org", i), "newsletter"))
			for range 2 {
				both.Go(func() error { return stats.Follow(h.Archive, h.Org, h.Clock.Now).Count(t.Context()) })
			}
		}
		must(t, both.Wait())
		c.says(stats.Whole, "granted  20")
	})
}

// isSound checks that each grain and side adds up to what is counted by hand.
func (s *scene) isSound(r *rapid.T, counters map[store.Counter]int64) {
	yeses, noes := s.byHand()
	sums := map[[2]string]map[stats.Fact]int64{}
	for c, n := range counters {
		k := [2]string{c.Grain, c.Dimension}
		if sums[k] == nil {
			sums[k] = map[stats.Fact]int64{}
		}
		sums[k][stats.Fact(c.Fact)] += n
	}
	for k, sum := range sums {
		if side := stats.Side(k[1]); side.Shows(stats.Granted) && sum[stats.Granted] != yeses {
			r.Errorf("%v: %d consents, counted by hand %d", k, sum[stats.Granted], yeses)
		}
		if all := sum[stats.Refused] + sum[stats.Withdrawn] + sum[stats.Objected]; stats.Side(k[1]).Shows(stats.Withdrawn) && all != noes {
			r.Errorf("%v: %d noes, counted by hand %d", k, all, noes)
		}
	}
}
