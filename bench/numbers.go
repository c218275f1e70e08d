package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"syscall"
	"time"

	"assent/catalogue"
	"assent/stats"
	"assent/store"
)

// The numbers of the console are looked at in every way that they can be chosen, over a year in which something happened every day.

// yearly is what one citizen of the office did, on one of the last 365 days.
func yearly(now time.Time) func(i int) string {
	homes := []string{"FR,fr", "FR,fr", "FR,fr", "BE,nl", "NL,nl", "ES,es", "PL,pl", "GB,en"}
	return func(i int) string {
		status, purpose := "granted", "newsletter"
		if i%10 == 9 {
			status = "withdrawn"
		}
		if i%5 == 3 {
			purpose = "workshops"
		}
		at := now.Add(-time.Duration(i%365)*24*time.Hour - time.Duration(i%86_400)*time.Second)
		return fmt.Sprintf("%s,%s,%s,email,%s,shop form,%s", citizen(i), status, purpose, at.UTC().Format(time.RFC3339), homes[i%len(homes)])
	}
}

const yearlyHeader = "email,status,purpose,channel,occurred_at,source,country,language"

// allNumbers are the addresses of the numbers: as many days, weeks and months as are shown, of everything and of one purpose by
// one channel, and each fact from each side.
func allNumbers() (out []string) {
	for _, span := range []string{"period=day&spans=92", "period=week&spans=53", "period=month&spans=36"} {
		for _, only := range []string{"", "&purpose=newsletter", "&channel=email", "&purpose=newsletter&channel=email"} {
			out = append(out, "/console/stats?"+span+only)
			for _, side := range stats.Sides() {
				for _, fact := range stats.Facts() {
					if side.Shows(fact) {
						out = append(out, "/console/stats/"+string(side)+"?fact="+string(fact)+"&"+span+only)
					}
				}
			}
		}
	}
	return out
}

// numbers has an operator look at all numbers once.
func (b *operator) numbers() (screenTime, error) {
	addresses := allNumbers()
	s := screenTime{name: fmt.Sprintf("GET /console/stats…, %d ways to choose the numbers of up to three years", len(addresses)), roles: 1}
	for i, at := range addresses {
		v, err := b.open(at)
		if err != nil {
			return s, err
		}
		if v.status != http.StatusOK {
			return s, fmt.Errorf("%s answers %d", at, v.status)
		}
		if i == 0 {
			s.first = v.took
		}
		s.took = append(s.took, v.took)
	}
	return s, nil
}

// draft begins something in the console, so that there is something to review.
func (b *operator) draft() (review string, err error) {
	a, err := b.PostForm(b.url+"/console/purposes/new/brand", url.Values{"id": {"seasonal"}, "name": {"Seasonal"}, "then": {"review"}})
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("a draft is answered with %s", a.Status)
	}
	return a.Header.Get("Location"), nil
}

// following is what it costs to count the log.
type following struct {
	events    int64
	took, cpu time.Duration
}

// follow ends the server and counts the log of the office once more from its beginning, as the follower does while the server runs:
// reading, counting, writing. The counters are wrong afterwards, and nobody looks any more.
func (o *office) follow(ctx context.Context) (f following, err error) {
	o.end()
	archive, err := store.Open(ctx, "sqlite:"+filepath.Join(o.dir, "data", "assent.db"), store.Options{})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	orgs, err := archive.Orgs(ctx)
	if err != nil {
		return f, err
	}
	if err := archive.Update(ctx, orgs[0].ID, func(tx *store.Tx) error { return tx.SetCursor("stats", 0) }); err != nil {
		return f, err
	}
	began, before := time.Now(), ownProcessor()
	if err := stats.Follow(archive, orgs[0].ID, time.Now).Count(ctx); err != nil {
		return f, err
	}
	f.took, f.cpu = time.Since(began), ownProcessor()-before
	desk := stats.Desk{Archive: archive, Shelf: catalogue.New(archive, rand.Reader), Now: time.Now}
	r, err := desk.Report(ctx, orgs[0].ID, stats.Ask{})
	if err != nil {
		return f, err
	}
	f.events = r.As.Position
	return f, nil
}

// ownProcessor is the time that this process has had on the processors.
func ownProcessor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func (f following) each() (took, cpu time.Duration) {
	n := time.Duration(max(1, f.events))
	return f.took / n, f.cpu / n
}

func (f following) String() string {
	took, cpu := f.each()
	return fmt.Sprintf("The counters behind these numbers follow the log: an event costs them %s, %s of it on a processor (%s events, each counted from every side and written on SQLite).",
		nanosOf(took), nanosOf(cpu), thousands(float64(f.events)))
}
