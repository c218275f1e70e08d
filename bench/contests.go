package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"assent/mail"
)

// findings are what one run has found.
type findings struct {
	where   string
	jobs    []result
	races   []raced
	town    *town // closed; its stages are read
	index   *indexed
	growth  []grown
	leaving *leaving
	console *looked
	broken  []brokenDown
	paths   []hotPath
}

// wanted reports whether a part of this name is to be run.
func (s size) wanted(name string) bool { return strings.Contains(name, s.only) }

// measureAll holds the races, and takes the measurements that are no races. Each group has its own people, and they are gone
// before the next begins.
func measureAll(ctx context.Context, w io.Writer, s size, found *findings) error {
	pg, err := startPostgres(ctx)
	if err != nil {
		fmt.Fprintln(w, "without PostgreSQL:", err)
	}
	defer pg.stop()
	if s.wanted("index") {
		x, err := measureIndex(s.drawn)
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		found.index = &x
	}
	holdTimes := func(laps int, races []race) {
		for _, r := range races {
			if !s.wanted(r.name) {
				continue
			}
			f := r.hold(ctx, laps, s.patience, s.profile)
			f.write(w)
			found.races = append(found.races, f)
		}
	}
	hold := func(races []race) { holdTimes(s.laps, races) }
	if err := measureTown(ctx, w, pg, s, found, hold); err != nil {
		return err
	}
	hold(writingRaces(pg, s.acts))
	rival, absent := openListmonk(ctx, s.listmonk, pg)
	hold(importRaces(pg, rival, absent, s.rows))
	holdTimes(1, bigImportRaces(pg, s.long))
	rival.close()
	if s.wanted("broken down") {
		if found.broken, err = breakDown(ctx, s); err != nil {
			fmt.Fprintln(w, "without a break-down:", err)
		}
	}
	if s.wanted("withdraw, then ask") {
		l, err := tryLeaving(ctx, pg, s.trials)
		if err != nil {
			return fmt.Errorf("withdraw, then ask: %w", err)
		}
		found.leaving = &l
	}
	if s.wanted("console") {
		l, err := lookAround(ctx, s.office, s.laps)
		if err != nil {
			return fmt.Errorf("console: %w", err)
		}
		found.console = &l
		l.write(w)
	}
	return measureWeb(ctx, pg, s, hold)
}

// The parts that a program or a town is set up for.
var (
	webNames  = []string{askingOne, askingMany, askingWhat, "sign-up form", "double opt-in sign-up", "one-click unsubscribe", "recording a consent by API"}
	townNames = []string{"screening a list", "who may get it now, counted", "who may get it now, written out", "growing", "profile"}
)

// measureWeb holds the races by HTTP. Questions come first: nothing else goes on in the program then.
func measureWeb(ctx context.Context, pg *server, s size, hold func([]race)) error {
	if !slices.ContainsFunc(webNames, s.wanted) {
		return nil
	}
	front, unready := openShopfront(ctx, mail.SignedByRelay)
	if unready == nil {
		defer front.close()
	}
	if slices.ContainsFunc([]string{askingOne, askingMany, askingWhat}, s.wanted) {
		if err := holdAsks(ctx, pg, front, unready, s, hold); err != nil {
			return err
		}
	}
	rival, absent := openListmonk(ctx, s.listmonk, pg) // anew: what was imported slows it, even when it has been deleted
	defer rival.close()
	hold(webRaces(front, unready, rival, absent, s.people))
	return nil
}

// holdAsks holds the races of asking, beside a PostgreSQL that knows as many.
func holdAsks(ctx context.Context, pg *server, front *shopfront, unready error, s size, hold func([]race)) error {
	asks, end := askRaces(ctx, pg, front, unready, 10*s.people, s.people)
	defer end()
	const keys = 100_000
	t, err := openCrowd(ctx, pg, keys)
	if err != nil {
		return err
	}
	defer t.close()
	hold(append(asks, batchRace(front, unready, t, s.people, keys, 100*s.people), feedRace(front, unready, s.people, 20*s.people)))
	return nil
}

// measureTown needs the big town: the races about everyone, growth, and profiles.
func measureTown(ctx context.Context, w io.Writer, pg *server, s size, found *findings, hold func([]race)) error {
	if !slices.ContainsFunc(townNames, s.wanted) {
		return nil
	}
	t, err := openTown(ctx, s.town, s.towns)
	if err != nil {
		return fmt.Errorf("filling the town: %w", err)
	}
	defer t.close()
	found.town = t
	if slices.ContainsFunc(townNames[:3], s.wanted) {
		if err := holdTown(ctx, pg, t, s, hold); err != nil {
			return err
		}
	}
	if s.wanted("profile") {
		path, err := t.list(s.screened)
		if err != nil {
			return err
		}
		if found.paths, err = profileHotPaths(ctx, screening{town: t, path: path, rows: s.screened}); err != nil {
			fmt.Fprintln(w, "without profiles:", err)
		}
	}
	if s.wanted("growing") {
		found.growth, err = growth(ctx, sizes(s.grown), t, s.towns)
	}
	return err
}

// holdTown holds the races about everyone, beside a crowd of the same size.
func holdTown(ctx context.Context, pg *server, t *town, s size, hold func([]race)) error {
	c, err := openCrowd(ctx, pg, s.town)
	if err != nil {
		return err
	}
	defer c.close()
	races, err := screeningRaces(t, c, s.screened)
	if err != nil {
		return err
	}
	hold(races)
	return nil
}

// sizes are the powers of ten from ten thousand on.
func sizes(most int) (all []int) {
	for n := 10_000; n <= most; n *= 10 {
		all = append(all, n)
	}
	return all
}
