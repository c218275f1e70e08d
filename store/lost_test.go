package store_test

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// line is a line to PostgreSQL that can break: it carries bytes both ways until it is told to
// swallow the answer to the next COMMIT, or that itself, and hang up.
type line struct {
	network, address string
	swallow          atomic.Bool // the answer to the next COMMIT
	withhold         atomic.Bool // the next COMMIT
	dead             atomic.Bool // no new calls
}

// lineTo returns the URL of an archive on PostgreSQL by way of a breakable line.
func lineTo(t *testing.T, archive string) (string, *line) {
	t.Helper()
	config, err := pgx.ParseConfig(archive)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{}
	l.network, l.address = pgconn.NetworkAddress(config.Host, config.Port)
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
	u := url.URL{Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Path: "/" + config.Database,
		RawQuery: url.Values{"host": {dir}, "sslmode": {"disable"}}.Encode()}
	return u.String(), l
}

func (l *line) carry(client net.Conn) {
	defer client.Close()
	if l.dead.Load() {
		return
	}
	server, err := net.Dial(l.network, l.address)
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
			commits := bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit"))
			if commits && l.withhold.CompareAndSwap(true, false) {
				server.Close()
				return
			}
			if commits && l.swallow.CompareAndSwap(true, false) {
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

// An answer that is remembered without an event comes after events of the same stream, which are there: they tell nothing of it.
func TestACommitOfNoEventIsNotTakenForTheOneBeforeIt(t *testing.T) {
	archive, l := lineTo(t, storetest.PostgresURL(t))
	a, org := storetest.Open(t, archive), newID(t)
	write(t, a, org, appending(fact(t)))

	many := store.Ahead{People: make([]assent.ID, 100)} // which lets it open a stream
	for i := range many.People {
		many.People[i] = newID(t)
	}
	landed, outcome := make(chan struct{}), make(chan error, 1)
	follow := func() {
		outcome <- a.Record(t.Context(), org, store.Ahead{}, func(tx *store.Tx) error {
			<-landed
			l.withhold.Store(true)
			return tx.PutIdempotent(store.Idempotent{Key: "again", Response: []byte("the same")})
		})
	}
	var once sync.Once
	err := a.Record(t.Context(), org, many, func(tx *store.Tx) error {
		once.Do(func() { go follow() })
		for a.Waiting() == 0 {
			runtime.Gosched()
		}
		return tx.Append(fact(t), nil)
	})
	close(landed)
	if err != nil {
		t.Fatal(err)
	}
	told := <-outcome
	if l.withhold.Load() {
		t.Fatal("no COMMIT passed the line")
	}
	read(t, a, org, func(v *store.View) error {
		if _, kept, err := v.Idempotent("again"); err != nil || kept != (told == nil) {
			t.Errorf("the answer is kept: %t (%v), and its caller was told %v", kept, err, told)
		}
		return nil
	})
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

func TestACommitThatDidNotReachTheStandbyIsNotAcknowledged(t *testing.T) {
	t.Parallel() // it waits more than it works
	url := storetest.OwnPostgresURL(t)
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	a, err := store.Open(t.Context(), url, store.Options{Patience: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	org := newID(t)
	write(t, a, org, appending(fact(t)))

	// From here on each commit waits for a standby that there is not, until somebody cancels the wait.
	standby := func(name string) {
		storetest.Exec(t, url, "ALTER SYSTEM SET synchronous_standby_names = '"+name+"'")
		storetest.Exec(t, url, "SELECT pg_reload_conf()")
		storetest.Exec(t, url, "SELECT pg_sleep(0.2)") // the server's processes hear of it one by one
	}
	standby("nobody")
	outcome := make(chan error, 1)
	go func() { outcome <- a.Write(t.Context(), org, appending(fact(t))) }()
	storetest.Exec(t, url, `DO $$ BEGIN
		WHILE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep') LOOP
			IF clock_timestamp() > now() + interval '30 s' THEN RAISE 'no commit waits for the standby'; END IF;
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
		PERFORM pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep';
	END $$`)
	wantProblem(t, <-outcome, "OUTCOME_UNKNOWN")

	standby("")
	write(t, a, org, appending(fact(t)))
}

func TestActsThatWaitForEachOtherAreTriedAgain(t *testing.T) {
	t.Parallel() // it waits more than it works
	a, org := storetest.Postgres(t), newID(t)
	keys := []store.KeyRow{{ID: newID(t), Hash: [32]byte{1}}, {ID: newID(t), Hash: [32]byte{2}}}
	write(t, a, org, func(tx *store.Tx) error {
		if err := tx.PutKey(keys[0]); err != nil {
			return err
		}
		return tx.PutKey(keys[1])
	})
	var firstRows sync.WaitGroup
	firstRows.Add(2)
	crossed := func(first, second int) func(*store.Tx) error {
		var once sync.Once
		return func(tx *store.Tx) error {
			if err := tx.PutKey(keys[first]); err != nil {
				return err
			}
			once.Do(firstRows.Done)
			firstRows.Wait() // each holds one row and now wants the other's
			return tx.PutKey(keys[second])
		}
	}
	outcome := make(chan error, 2)
	go func() { outcome <- a.Write(t.Context(), org, crossed(0, 1)) }()
	go func() { outcome <- a.Update(t.Context(), org, crossed(1, 0)) }()
	for range 2 {
		if err := <-outcome; err != nil {
			t.Error(err)
		}
	}
}
