package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Asking is measured by HTTP beside two servers that do as little as can be: one that answers at once, and one that reads
// a row of PostgreSQL. Each is a process of its own, so that the processor time of a request can be told.

// plain is such a server.
type plain struct {
	url     string
	process *exec.Cmd
}

// openPlain starts this program again as a plain server; database is empty for the one that answers at once.
func openPlain(database string) (*plain, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	l.Close()
	p := &plain{url: "http://" + address, process: exec.Command(self, "-plain", address, "-database", database)}
	p.process.SysProcAttr, p.process.Stderr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}, os.Stderr
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		a, err := http.Post(p.url, "application/json", strings.NewReader("1"))
		if err == nil {
			a.Body.Close()
			return p, nil
		}
	}
	return nil, errors.New("the plain server does not answer")
}

func (p *plain) close() {
	if p != nil {
		_ = p.process.Process.Kill()
		_ = p.process.Wait()
	}
}

// servePlain is what the process does.
func servePlain(address, database string) error {
	answer := func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(`{"decision":"allow"}`)) }
	if database != "" {
		db, err := sql.Open("pgx", database)
		if err != nil {
			return err
		}
		db.SetMaxOpenConns(16)
		db.SetMaxIdleConns(16)
		read, err := db.Prepare("SELECT state FROM asked WHERE hash = $1")
		if err != nil {
			return err
		}
		answer = func(w http.ResponseWriter, r *http.Request) {
			var body bytes.Buffer
			_, _ = body.ReadFrom(r.Body)
			n, _ := strconv.Atoi(body.String())
			var state []byte
			if err := read.QueryRowContext(r.Context(), n).Scan(&state); err != nil {
				http.Error(w, "no row", http.StatusInternalServerError)
				return
			}
			_, _ = w.Write([]byte(`{"decision":"allow"}`))
		}
	}
	return http.ListenAndServe(address, http.HandlerFunc(answer))
}

// rowsAsked makes the table that the plain server reads.
func rowsAsked(ctx context.Context, pg *server, people int) (string, error) {
	if pg == nil {
		return "", errNoPostgres
	}
	url, err := pg.fresh(ctx)
	if err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		return "", err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, fmt.Sprintf("CREATE TABLE asked AS SELECT n AS hash, repeat('x', 300)::bytea AS state FROM generate_series(0, %d) n; ALTER TABLE asked ADD PRIMARY KEY (hash); ANALYZE asked", people))
	return url, err
}

// ask drives requests at a process, and counts its processor time.
func ask(ctx context.Context, pid int, l load) (lap, error) {
	before := spent(pid)
	out, err := l.drive(ctx)
	out.cpu = spent(pid) - before
	return out, err
}

// postOf is a request as it goes over the wire.
func postOf(host, path, headers string, body []byte) []byte {
	return append(fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n", path, host, headers, len(body)), body...)
}

func (p *plain) ask(ctx context.Context, n, people int) (lap, error) {
	host := strings.TrimPrefix(p.url, "http://")
	requests := make([][]byte, people)
	for i := range requests {
		requests[i] = postOf(host, "/", "", []byte(strconv.Itoa(i)))
	}
	return ask(ctx, p.process.Process.Pid, load{n: n, clients: 64, fine: answers(http.StatusOK), to: host, written: func(i int) []byte { return requests[i%people] }})
}

// knowPeople records the people who are asked about, once.
func (s *shopfront) knowPeople(ctx context.Context, people int) error {
	if s.asked > 0 {
		return nil
	}
	if _, err := s.consents(ctx, people); err != nil {
		return err
	}
	s.asked = s.calls
	return s.quiet(ctx)
}

// quiet waits until the followers of the log have done what there was to do, so that their work is not counted.
func (s *shopfront) quiet(ctx context.Context) error {
	const look = 250 * time.Millisecond
	for last, calm := spent(s.process.Process.Pid), 0; calm < 4; {
		select {
		case <-time.After(look):
		case <-ctx.Done():
			return ctx.Err()
		}
		now := spent(s.process.Process.Pid)
		if calm++; now-last > look/20 {
			calm = 0
		}
		last = now
	}
	return nil
}

func (s *shopfront) askedAbout(i, people int) string {
	return fmt.Sprintf("client%d.%d@example.org", s.asked, i%people)
}

func (s *shopfront) decisions(ctx context.Context, n, people int, explain string) (lap, error) {
	if err := s.knowPeople(ctx, people); err != nil {
		return lap{}, err
	}
	return s.asks(ctx, n, people, "/v1/decisions", `{"contact":{"email":%q},"channel":"email","purpose":"newsletter","explain":"`+explain+`"}`)
}

// evaluations asks the same in the words of AuthZEN.
func (s *shopfront) evaluations(ctx context.Context, n, people int) (lap, error) {
	if err := s.knowPeople(ctx, people); err != nil {
		return lap{}, err
	}
	return s.asks(ctx, n, people, "/access/v1/evaluation", `{"subject":{"type":"email","id":%q},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`)
}

// asks asks a question about each of so many people; its text has a place for the address.
func (s *shopfront) asks(ctx context.Context, n, people int, path, question string) (lap, error) {
	requests := make([][]byte, people)
	for i := range requests {
		requests[i] = s.written(path, fmt.Appendf(nil, question, s.askedAbout(i, people)))
	}
	return ask(ctx, s.process.Process.Pid, load{n: n, clients: 64, fine: answers(http.StatusOK), to: s.host(), written: func(i int) []byte { return requests[i%people] }})
}

func (s *shopfront) host() string { return strings.TrimPrefix(s.url, "http://") }

func (s *shopfront) written(path string, body []byte) []byte {
	return postOf(s.host(), path, "Authorization: Bearer "+s.key+"\r\n", body)
}

func askRaces(ctx context.Context, pg *server, s *shopfront, unready error, n, people int) (_ []race, end func()) {
	empty, noEmpty := openPlain("")
	var reading *plain
	url, noReading := rowsAsked(ctx, pg, people)
	if noReading == nil {
		reading, noReading = openPlain(url)
	}
	field := func(name string, missing error, do func(context.Context) (lap, error)) runner {
		return runner{name, func(ctx context.Context) (lap, error) {
			if missing != nil {
				return lap{}, missing
			}
			return do(ctx)
		}}
	}
	return []race{{
		name: askingOne, unit: "decisions",
		data: fmt.Sprintf("%s questions by 64 clients on the same machine, about %s people; CPU is that of the server's process", thousands(float64(n)), thousands(float64(people))),
		goals: []goal{
			{want: "≥ 2.5 × a handler that reads a row of PostgreSQL", of: ratioTo("net/http, a point read"), least: 2.5, bound: "one read and one write of the kernel, and its clients on the same cores"},
			{want: "CPU ≤ 1.35 × an empty handler", of: processorOver("net/http, an empty"), most: 1.35, bound: "usual questions are answered before they reach net/http; what is left is the kernel's"},
		},
		field: []runner{
			field("assent: POST /v1/decisions, explain: codes", unready, func(ctx context.Context) (lap, error) { return s.decisions(ctx, n, people, "codes") }),
			field("assent: POST /access/v1/evaluation (AuthZEN)", unready, func(ctx context.Context) (lap, error) { return s.evaluations(ctx, n, people) }),
			field("assent: explain: full", unready, func(ctx context.Context) (lap, error) { return s.decisions(ctx, n/5, people, "full") }),
			field("net/http, an empty handler", noEmpty, func(ctx context.Context) (lap, error) { return empty.ask(ctx, n, people) }),
			field("net/http, a point read of PostgreSQL", noReading, func(ctx context.Context) (lap, error) { return reading.ask(ctx, n, people) }),
		},
	}}, func() { empty.close(); reading.close() }
}
