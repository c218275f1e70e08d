package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"assent"
	"assent/forecast"
)

type lawForecastVerb struct {
	where   `embed:""`
	Weeks   int    `help:"How many weeks to look ahead." default:"26"`
	Purpose string `help:"Only this purpose; all but services, if not given."`
	Channel string `help:"Only this channel."`
	From    string `help:"The first day, as in 2026-07-01. Now, if not given."`
	JSON    bool   `help:"As JSON."`
}

func (v *lawForecastVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	bar := con.progress("looking ahead for people")
	f, err := h.forecast().Forecast(ctx, h.org, forecast.Ask{
		Weeks: v.Weeks, From: assent.Day(v.From), Purpose: v.Purpose, Channel: assent.Channel(v.Channel),
	}, func(people int) { bar.to(int64(people), 0) })
	bar.end()
	if err != nil {
		return err
	}
	return con.print(v.JSON, f, func(w io.Writer) error { return tellForecast(w, f) })
}

func (h *house) forecast() *forecast.Desk {
	return &forecast.Desk{Archive: h.archive, Shelf: h.shelf, Decide: h.decide, Now: h.now}
}

// tellForecast writes the sums, what the law will do, and what each week brings.
func tellForecast(w io.Writer, f *forecast.Forecast) error {
	fmt.Fprintf(w, "From %s until %s, for %s people on record, if nothing happens.\n\n", f.From, f.Until, thousands(f.People))
	const row = "%-20s %-10s %12s %9s %9s %12s\n"
	fmt.Fprintf(w, row, "purpose", "channel", "reachable", "lost", "gained", "in the end")
	for _, l := range f.Lines {
		fmt.Fprintf(w, row, l.Purpose, l.Channel, thousands(l.Start), thousands(l.Lost), thousands(l.Gained), thousands(l.End))
	}
	if len(f.LawChanges) > 0 {
		fmt.Fprintln(w)
	}
	for _, c := range f.LawChanges {
		tellLawChange(w, c)
	}
	return tellWeeks(w, f.Lines)
}

// tellLawChange writes "On 2026-08-11 the law of FR changes: you lose 41,233 people you may call for offers."
func tellLawChange(w io.Writer, c forecast.LawChange) {
	var what []string
	if c.Lost > 0 {
		what = append(what, "lose "+thousands(c.Lost))
	}
	if c.Gained > 0 {
		what = append(what, "gain "+thousands(c.Gained))
	}
	fmt.Fprintf(w, "On %s the law of %s changes: you %s people you may %s for %s.\n", c.On, c.Jurisdiction, strings.Join(what, " and "), reaching(c.Channel), c.Purpose)
}

// reaching is the verb of a channel.
func reaching(c assent.Channel) string {
	switch c {
	case assent.LiveCall:
		return "call"
	case assent.AutoCall:
		return "call by machine"
	case assent.Post:
		return "write letters to"
	case assent.Push:
		return "notify"
	}
	return "write to by " + map[assent.Channel]string{assent.Email: "e-mail", assent.SMS: "text message", assent.IM: "instant message", assent.Fax: "fax"}[c]
}

func tellWeeks(w io.Writer, lines []forecast.Line) error {
	const row = "%-12s %-20s %-10s %9s %9s  %s\n"
	begun := false
	var err error
	for _, l := range lines {
		for _, week := range l.Weeks {
			for _, c := range week.Causes {
				if !begun {
					fmt.Fprintf(w, "\n"+row, "week of", "purpose", "channel", "lost", "gained", "because")
					begun = true
				}
				_, err = fmt.Fprintf(w, row, week.From, l.Purpose, l.Channel, thousands(c.Lost), thousands(c.Gained), because(c.Cause))
			}
		}
	}
	return err
}

// because puts a cause into words.
func because(c forecast.Cause) string {
	words := map[forecast.Cause]string{
		forecast.LawChanged: "the law changes", forecast.ConsentExpired: "consents expire", forecast.Retention: "silent for too long",
		forecast.CustomerAgedOut: "dealings lie too far back", forecast.RegisterStale: "opposition lists asked too long ago",
		forecast.PauseEnded: "pauses end", forecast.StopEnded: "a stop ends", forecast.Other: "other reasons",
	}
	return words[c]
}

// thousands writes 41233 as 41,233.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
