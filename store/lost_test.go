package store_test

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// line is a line to PostgreSQL that can break: it carries bytes both ways until it is told to
// swallow the answer to the next COMMIT and hang up.
type line struct {
	server  string
	swallow atomic.Bool // the answer to the next COMMIT
	dead    atomic.Bool // no new calls
}

// lineTo returns the URL of an archive on PostgreSQL by way of a breakable line.
func lineTo(t *testing.T, archive string) (string, *line) {
	t.Helper()
	u, err := url.Parse(archive)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("host") == "" {
		t.Fatal("this test needs the server on a Unix socket that the harness starts: unset ASSENT_TEST_POSTGRES")
	}
	l := &line{server: filepath.Join(q.Get("host"), ".s.PGSQL.5432")}
	dir, err := os.MkdirTemp("", "line")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(client)
		}
	}()
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return u.String(), l
}

func (l *line) carry(client net.Conn) {
	defer client.Close()
	if l.dead.Load() {
		return
	}
	server, err := net.Dial("unix", l.server)
	if err != nil {
		return
	}
	defer server.Close()
	var deaf atomic.Bool // this connection has swallowed an answer
	var both sync.WaitGroup
	both.Go(func() {
		buffer := make([]byte, 1<<16)
		for {
			n, err := client.Read(buffer)
			if bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit")) && l.swallow.CompareAndSwap(true, false) {
				deaf.Store(true)
			}
			if _, err2 := server.Write(buffer[:n]); err != nil || err2 != nil {
				server.Close()
				return
			}
		}
	})
	both.Go(func() {
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			if err != nil && err != io.EOF || deaf.Load() || n == 0 {
				client.Close() // the answer, if there was one, is lost
				return
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	})
	both.Wait()
}

func TestACommitWhoseAnswerIsLostIsNeitherLostNorDoubled(t *testing.T) {
	archive, l := lineTo(t, storetest.PostgresURL(t))
	a, org := storetest.Open(t, archive), newID(t)
	write(t, a, org, appending(fact(t)))

	last := fact(t)
	errs := together(t, a, org, appending(fact(t)), appending(fact(t)), func(tx *store.Tx) error {
		l.swallow.Store(true)
		return tx.Append(last, nil)
	})
	if l.swallow.Load() {
		t.Fatal("no COMMIT passed the line")
	}
	for i, err := range errs {
		if err != nil {
			t.Errorf("act %d: %v", i, err)
		}
	}
	if n := head(t, a, org); n != 4 {
		t.Errorf("%d events are recorded, want 4", n)
	}
}

func TestACommitWhoseOutcomeCannotBeToldIsNotAcknowledged(t *testing.T) {
	archive, l := lineTo(t, storetest.PostgresURL(t))
	a, org := storetest.Open(t, archive), newID(t)
	write(t, a, org, appending(fact(t)))

	err := a.Write(t.Context(), org, func(tx *store.Tx) error {
		l.dead.Store(true)
		l.swallow.Store(true)
		return tx.Append(fact(t), nil)
	})
	wantProblem(t, err, "OUTCOME_UNKNOWN")
	wantProblem(t, a.Write(t.Context(), org, appending(fact(t))), "UNAVAILABLE")

	l.dead.Store(false)
	write(t, a, org, appending(fact(t)))
}

func TestAConnectionLostInATurnRecordsNothing(t *testing.T) {
	url := storetest.PostgresURL(t)
	a, org := storetest.Open(t, url), newID(t)
	err := a.Write(t.Context(), org, func(tx *store.Tx) error {
		if err := tx.Append(fact(t), nil); err != nil {
			return err
		}
		storetest.Exec(t, url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		return tx.Append(fact(t), nil)
	})
	wantProblem(t, err, "UNAVAILABLE")
	write(t, a, org, appending(fact(t)))
	if n := head(t, a, org); n != 1 {
		t.Errorf("%d events are recorded, want 1", n)
	}
}
