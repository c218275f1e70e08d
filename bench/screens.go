package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"assent/auth"
	"assent/console"
)

// Screens of the console are opened by people who wait for them. Each is named by the table of routes; an address for it is found by
// walking from the home of the console along its links, as an operator does, and beginning once more at somebody's page.

// looked is how the screens of the console answered.
type looked struct {
	people   int
	screens  []screenTime
	counting following
	unseen   []string // screens that were not opened, with what they answered
}

// screenTime is one screen, opened by operators of every role that may.
type screenTime struct {
	name  string
	roles int
	first time.Duration // with cold caches, while other work goes on
	took  []time.Duration
}

func (s screenTime) median() time.Duration  { return s.took[len(s.took)/2] }
func (s screenTime) slowest() time.Duration { return s.took[len(s.took)-1] }

// patienceOfOperators is within what a screen should answer.
const patienceOfOperators = 300 * time.Millisecond

// lookAround opens every screen of the console over a million people, say, as each role.
func lookAround(ctx context.Context, people, laps int) (looked, error) {
	l := looked{people: people}
	o, err := openOffice(ctx, people)
	if err != nil {
		return l, err
	}
	defer o.close()
	admin, err := o.enter(ctx, auth.Admin)
	if err != nil {
		return l, err
	}
	w := newWalk()
	review, err := admin.draft()
	if err != nil {
		return l, err
	}
	w.queue = append(w.queue, review)
	if err := w.walk(admin, citizen(people/2)); err != nil {
		return l, err
	}
	if err := o.rest(ctx); err != nil {
		return l, err
	}
	for _, name := range w.names {
		if w.at[name] == "" {
			l.unseen = append(l.unseen, name+w.why[name])
			continue
		}
		l.screens = append(l.screens, screenTime{name: name, first: w.first[name]})
	}
	found := screenTime{name: "POST /console/people, somebody's address", first: w.found}
	for _, role := range auth.Roles() {
		b, err := o.enter(ctx, role)
		if err != nil {
			return l, err
		}
		if err := l.open(b, w.at, laps); err != nil {
			return l, err
		}
		if err := found.find(b, people, laps); err != nil {
			return l, err
		}
	}
	numbers, err := admin.numbers()
	if err != nil {
		return l, err
	}
	l.screens = append(l.screens, found, numbers)
	for _, s := range l.screens {
		slices.Sort(s.took)
	}
	l.screens = slices.DeleteFunc(l.screens, func(s screenTime) bool { return len(s.took) == 0 })
	l.counting, err = o.follow(ctx)
	return l, err
}

// open has an operator open each screen.
func (l *looked) open(b *operator, at map[string]string, laps int) error {
	for i := range l.screens {
		s := &l.screens[i]
		before := len(s.took)
		for range laps {
			v, err := b.open(at[s.name])
			if err != nil {
				return err
			}
			if v.status == http.StatusOK {
				s.took = append(s.took, v.took)
			}
		}
		if len(s.took) > before {
			s.roles++
		}
	}
	return nil
}

// find has an operator look for people all over the town.
func (s *screenTime) find(b *operator, people, laps int) error {
	s.roles++
	for n := range laps {
		who := citizen(n * 7919 % people)
		at, took, err := b.find(who)
		if err == nil && at == "" {
			err = fmt.Errorf("%s was not found", who)
		}
		if err != nil {
			return err
		}
		s.took = append(s.took, took)
	}
	return nil
}

// walk finds an address of each screen.
type walk struct {
	names []string // of all screens, as the routes have them
	mux   *http.ServeMux
	at    map[string]string // a screen's address
	first map[string]time.Duration
	found time.Duration     // until the first person was found
	why   map[string]string // what a screen answered that was not opened
	tried map[string]int
	queue []string
}

// tries is how many addresses of one screen are followed, since not each leads everywhere.
const tries = 4

func newWalk() *walk {
	w := &walk{mux: http.NewServeMux(), at: map[string]string{}, first: map[string]time.Duration{}, why: map[string]string{}, tried: map[string]int{}}
	for _, route := range console.Addresses() {
		if !strings.HasPrefix(route, "GET ") || strings.HasSuffix(route, "/") || slices.Contains(w.names, route) {
			continue
		}
		w.names = append(w.names, route)
		w.mux.HandleFunc(route, http.NotFound)
		if !strings.Contains(route, "{") {
			w.queue = append(w.queue, strings.TrimPrefix(route, "GET "))
		}
	}
	return w
}

// walk goes from screen to screen until there is no new one.
func (w *walk) walk(b *operator, somebody string) error {
	page, took, err := b.find(somebody)
	if err != nil {
		return err
	}
	w.found = took
	for _, route := range w.names {
		if strings.Count(route, "{") == 1 {
			w.queue = append(w.queue, strings.ReplaceAll(strings.TrimPrefix(route, "GET "), "{person}", path.Base(page)))
		}
	}
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		if err := w.step(b, next); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) step(b *operator, at string) error {
	u, err := url.Parse(at)
	if err != nil || strings.ContainsAny(u.Path, "{}") {
		return err
	}
	_, name := w.mux.Handler(&http.Request{Method: http.MethodGet, URL: u, Host: u.Host})
	if name == "" || w.tried[name] == tries || at == w.at[name] {
		return nil
	}
	w.tried[name]++
	v, err := b.open(at)
	if err != nil {
		return err
	}
	if v.status != http.StatusOK {
		w.why[name] = fmt.Sprintf(" (answers %d)", v.status)
		return nil
	}
	if w.at[name] == "" {
		w.at[name], w.first[name] = at, v.took
	}
	w.queue = append(w.queue, v.links()...)
	return nil
}

// slowestFirst are the screens in the order in which one would cure them.
func (l looked) slowestFirst() []screenTime {
	return slices.SortedFunc(slices.Values(l.screens), func(a, b screenTime) int { return int(b.slowest() - a.slowest()) })
}

func (l looked) write(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "screens of the console, %s people\n", thousands(float64(l.people)))
	for _, s := range l.slowestFirst() {
		fmt.Fprintf(t, "  %s\t%d roles\t%s\t%s\t%s\n", s.name, s.roles, nanosOf(s.first), nanosOf(s.median()), nanosOf(s.slowest()))
	}
	_ = t.Flush()
	fmt.Fprintf(w, "not opened: %s\n%s\n", strings.Join(l.unseen, ", "), l.counting)
}

func nanosOf(d time.Duration) string { return duration(float64(d.Nanoseconds())) }

func (l looked) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### Screens of the console, %s people\n\n", thousands(float64(l.people)))
	b.WriteString("The program as it is installed, on SQLite; each screen that the table of routes names, opened by an operator of each role that may, by HTTP on the same machine,\n" +
		"until its last byte (a download: until it begins), the note in the trail included. What people did is spread over a year. The first time is that of the walk along the links, when nothing has been read before.\n\n" +
		"| screen | roles | first time | median | slowest |\n|---|--:|--:|--:|--:|\n")
	for _, s := range l.slowestFirst() {
		fmt.Fprintf(&b, "| `%s` | %d | %s | %s | %s |\n", s.name, s.roles, nanosOf(s.first), nanosOf(s.median()), nanosOf(s.slowest()))
	}
	fmt.Fprintf(&b, "\n%s\n", l.counting)
	if len(l.unseen) > 0 {
		fmt.Fprintf(&b, "\nNot opened, since no link of the sample leads there or it has nothing to show: `%s`.\n", strings.Join(l.unseen, "`, `"))
	}
	return b.String()
}

// goals: any screen answers while an operator still waits gladly.
func (l looked) goals() []met {
	worst := l.slowestFirst()[0]
	return []met{{
		"screens of the console", fmt.Sprintf("any within 300 ms with %s people on SQLite", thousands(float64(l.people))),
		fmt.Sprintf("%s, %s", nanosOf(worst.slowest()), worst.name), worst.slowest() <= patienceOfOperators, "who is due is looked for during 100 ms, however many there are",
	}}
}
