package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assent"
	"assent/stats"
)

// statsVerb tells the counters, or counts the log once more.
type statsVerb struct {
	where   `embed:""`
	Period  string   `help:"day, week or month." default:"week"`
	Until   string   `help:"A day of the last period, as in 2026-11-22. Today, if not given."`
	Spans   int      `help:"How many periods; 30 days, 12 weeks or 12 months, if not given."`
	By      string   `help:"Told apart by purpose, channel, brand, country, language, collection_point, method, reason, grade or gap."`
	Purpose string   `help:"Only this purpose."`
	Channel string   `help:"Only this channel."`
	Fact    []string `help:"Only this: granted, withdrawn, blocked …; several with commas."`
	Recount bool     `help:"Count the whole log again, compare, and mend the counters that are wrong. The server may run meanwhile."`
	DryRun  bool     `help:"With --recount: mend nothing; exit 1 if a counter is wrong."`
	JSON    bool     `help:"As JSON."`
}

func (v *statsVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if v.Recount {
		return v.recount(ctx, con, h)
	}
	ask := stats.Ask{
		Grain: stats.Grain(v.Period), Until: assent.Day(v.Until), Spans: v.Spans, By: stats.Side(v.By), Purpose: v.Purpose, Channel: assent.Channel(v.Channel),
	}
	for _, f := range v.Fact {
		ask.Facts = append(ask.Facts, stats.Fact(f))
	}
	r, err := h.stats().Report(ctx, h.org, ask)
	if err != nil {
		return err
	}
	return con.print(v.JSON, r, func(w io.Writer) error { return tellStats(w, r) })
}

// tellStats writes the sums; the single periods are in the JSON.
func tellStats(w io.Writer, r *stats.Report) error {
	_, err := fmt.Fprintf(w, "From %s to %s, beside as many %ss before. %s of %s events are counted.\n", r.Spans[0].First, r.Spans[len(r.Spans)-1].Last, r.Grain,
		thousands(int(r.As.Position)), thousands(int(r.As.Head)))
	const row = "%-11s  %-24s  %9s  %9s\n"
	for i, l := range r.Lines {
		if i == 0 {
			fmt.Fprintf(w, "\n"+row, "what", r.By, "now", "before")
		}
		_, err = fmt.Fprintf(w, row, l.Fact, l.Value, thousands(int(l.Total)), thousands(int(l.Before)))
	}
	return err
}

func (v *statsVerb) recount(ctx context.Context, con console, h *house) error {
	bar := con.progress("counting the log again")
	found, err := h.stats().Recount(ctx, h.org, bar.to)
	bar.end()
	if err == nil && !v.DryRun {
		err = h.stats().Mend(ctx, h.org, found)
	}
	if err != nil {
		return err
	}
	if err := con.print(v.JSON, found, func(w io.Writer) error { return v.tellRecount(w, found) }); err != nil {
		return err
	}
	if v.DryRun && len(found.Wrong) > 0 {
		return errNo
	}
	return nil
}

// wrongLines is how many wrong counters are named; all are in the JSON.
const wrongLines = 20

func (v *statsVerb) tellRecount(w io.Writer, found *stats.Recounting) error {
	how := "All are right."
	switch n := len(found.Wrong); {
	case n > 0 && v.DryRun:
		how = thousands(n) + " are wrong."
	case n > 0:
		how = thousands(n) + " were wrong and are mended."
	}
	_, err := fmt.Fprintf(w, "%s events, %s counters. %s\n", thousands(int(found.Events)), thousands(found.Counters), how)
	const row = "%-10s  %-16s  %-11s  %-16s  %-9s  %-16s  %9s  %9s\n"
	for i, c := range found.Wrong[:min(len(found.Wrong), wrongLines)] {
		if i == 0 {
			fmt.Fprintf(w, "\n"+row, "period", "side", "what", "purpose", "channel", "value", "said", "is")
		}
		_, err = fmt.Fprintf(w, row, c.Span, c.Dimension, c.Fact, c.Purpose, c.Channel, c.Value, thousands(int(c.Kept)), thousands(int(c.Count)))
	}
	return err
}
