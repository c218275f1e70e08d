package main

import (
	"strings"
	"testing"

	"assent"
	"assent/forecast"
)

func TestAForecastSaysWhatTheLawWillTake(t *testing.T) {
	calls := forecast.Flow{Lost: 41_240, Gained: 7}
	f := &forecast.Forecast{
		From: "2026-07-01", Until: "2026-08-26", People: 1_203_512,
		Lines: []forecast.Line{
			{Purpose: "offers", Channel: assent.LiveCall, Start: 52_000, Flow: calls, End: 10_767, Weeks: []forecast.Week{
				{From: "2026-07-22", Causes: []forecast.Effect{{Cause: forecast.StopEnded, Flow: forecast.Flow{Gained: 7}}, {Cause: forecast.RegisterStale, Flow: forecast.Flow{Lost: 7}}}},
				{From: "2026-08-05", Causes: []forecast.Effect{{Cause: forecast.LawChanged, Flow: forecast.Flow{Lost: 41_233}}}},
			}},
			{Purpose: "newsletter", Channel: assent.Email, Start: 900, End: 900},
		},
		LawChanges: []forecast.LawChange{{On: "2026-08-11", Jurisdiction: "FR", Purpose: "offers", Channel: assent.LiveCall, Flow: forecast.Flow{Lost: 41_233}}},
	}
	var out strings.Builder
	if err := tellForecast(&out, f); err != nil {
		t.Fatal(err)
	}
	const want = `From 2026-07-01 until 2026-08-26, for 1,203,512 people on record, if nothing happens.

purpose              channel       reachable      lost    gained   in the end
offers               live_call        52,000    41,240         7       10,767
newsletter           email               900         0         0          900

On 2026-08-11 the law of FR changes: you lose 41,233 people you may call for offers.

week of      purpose              channel         lost    gained  because
2026-07-22   offers               live_call          0         7  a stop ends
2026-07-22   offers               live_call          7         0  opposition lists asked too long ago
2026-08-05   offers               live_call     41,233         0  the law changes
`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}
