package store_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

// childOf names, for a test process that is another process on an archive, the archive's URL; see child.
const childOf = "ASSENT_TEST_CHILD_OF"

func TestMain(m *testing.M) {
	if url := os.Getenv(childOf); url != "" {
		if err := beChild(url); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child is another process that writes into the same archive when it is told to.
type child struct {
	t    *testing.T
	in   io.WriteCloser
	out  *bufio.Reader
	done func()
}

func startChild(t *testing.T, url string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childOf+"="+url)
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		t.Fatal("no child starts")
	}
	c := &child{t, in, bufio.NewReader(out), func() { in.Close(); _ = cmd.Wait() }}
	t.Cleanup(c.done)
	return c
}

// tell has the child do something ("append ID", "lock") and returns what came of it.
func (c *child) tell(order string) string {
	if _, err := fmt.Fprintln(c.in, order); err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.out.ReadString('\n')
	if err != nil {
		c.t.Fatalf("the child says %q, %v", answer, err)
	}
	return strings.TrimSpace(answer)
}

func beChild(url string) error {
	a, err := store.Open(context.Background(), url, store.Options{})
	if err != nil {
		return err
	}
	for orders := bufio.NewScanner(os.Stdin); orders.Scan(); {
		order, id, _ := strings.Cut(orders.Text(), " ")
		if order == "lock" {
			fmt.Println(lock(url))
			continue
		}
		fmt.Println("appended", appendOne(a, id))
	}
	return a.Close()
}

func appendOne(a *store.Archive, org string) error {
	of, err1 := assent.ParseID(org)
	id, err2 := assent.NewID(time.Now(), rand.Reader)
	code, err3 := assent.NewTransactionCode(rand.Reader)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	return a.Write(context.Background(), of, appending(&assent.Event{Format: 1, ID: id, Code: code, Type: assent.ConsentGranted, Method: assent.WebForm}))
}

// lock tries to be the one who writes.
func lock(url string) error {
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(url, "sqlite:")+"?_pragma=busy_timeout(0)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err == nil {
		err = tx.Rollback()
	}
	return err
}

// Whoever commits, in whatever way, in this process or another: a head that is known without a statement is the true one.
func TestAHeadThatIsKnownIsTheTrueOne(t *testing.T) {
	url := storetest.SQLiteURL(t)
	a, b, c := storetest.Open(t, url), storetest.Open(t, url), startChild(t, url)
	orgs := []assent.ID{newID(t), newID(t)}
	heads := []*store.Head{a.Head(orgs[0]), a.Head(orgs[1])}
	length, known := []int64{0, 0}, 0
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			i := rapid.IntRange(0, 1).Draw(r, "organisation")
			what := rapid.SampledFrom([]string{"look", "look", "look", "append", "append elsewhere", "append in another process", "fold", "start the WAL anew", "vacuum", "write something else"}).Draw(r, "what")
			switch what {
			case "append":
				write(t, a, orgs[i], appending(fact(t)))
			case "append elsewhere":
				write(t, b, orgs[i], appending(fact(t)))
			case "append in another process":
				if said := c.tell("append " + orgs[i].String()); said != "appended <nil>" {
					t.Fatal(said)
				}
			case "fold":
				a.Tend(t.Context())
			case "start the WAL anew":
				storetest.Exec(t, url, "PRAGMA wal_checkpoint(TRUNCATE)")
			case "vacuum":
				storetest.Exec(t, url, "VACUUM")
			case "write something else":
				storetest.Exec(t, url, "PRAGMA user_version = 7")
			}
			if strings.HasPrefix(what, "append") {
				length[i]++
			}
			for j, h := range heads {
				if n, ok := h.Known(); ok && n != length[j] {
					r.Fatalf("after %q: %d events are known of, there are %d", what, n, length[j])
				} else if ok {
					known++
				}
				if n, err := h.Read(t.Context()); err != nil || n != length[j] {
					r.Fatalf("after %q: %d events are read (%v), there are %d", what, n, err, length[j])
				}
				if n, ok := h.Known(); !ok || n != length[j] {
					r.Fatalf("after %q: a head that was read a moment ago is not known", what)
				}
			}
		}
	})
	if known == 0 {
		t.Error("nothing was ever known without a statement")
	}
}

// What was committed before somebody asked is in the answer, while others commit and ask as fast as they can.
func TestAHeadIsNeverOlderThanTheQuestion(t *testing.T) {
	url, org := storetest.SQLiteURL(t), newID(t)
	nodes := []*store.Archive{storetest.Open(t, url), storetest.Open(t, url)}
	heads := []*store.Head{nodes[0].Head(org), nodes[1].Head(org)}
	other := startChild(t, url)
	var acknowledged atomic.Int64
	var writers, askers sync.WaitGroup
	for _, a := range nodes {
		writers.Go(func() {
			for range 150 {
				if err := a.Write(t.Context(), org, appending(fact(t))); err != nil {
					t.Error(err)
					return
				}
				acknowledged.Add(1)
			}
		})
	}
	writers.Go(func() {
		for range 150 {
			other.tell("append " + org.String())
			acknowledged.Add(1)
		}
	})
	stop := make(chan struct{})
	for _, h := range heads {
		askers.Go(func() {
			for {
				least := acknowledged.Load()
				if n, err := h.Read(t.Context()); err != nil || n < least {
					t.Errorf("%d events (%v), when %d had been acknowledged", n, err, least)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	askers.Wait()
	for _, h := range heads {
		if n, err := h.Read(t.Context()); err != nil || n != 450 {
			t.Errorf("%d events (%v), want 450", n, err)
		}
	}
}

// POSIX takes every lock on a file from a process that closes any descriptor of it.
func TestLookingAtTheHeadTakesNoLockFromTheDatabase(t *testing.T) {
	url, org := storetest.SQLiteURL(t), newID(t)
	a, other := storetest.Open(t, url), startChild(t, url)
	write(t, a, org, func(tx *store.Tx) error {
		h := storetest.Open(t, url).Head(org)
		if _, err := h.Read(t.Context()); err != nil {
			return err
		}
		if said := other.tell("lock"); !strings.Contains(said, "locked") {
			t.Errorf("another process may write at the same time: %s", said)
		}
		return tx.Append(fact(t), nil)
	})
	if said := other.tell("lock"); said != "<nil>" {
		t.Errorf("afterwards nobody may write: %s", said)
	}
}

func TestAClosedArchiveKnowsNoHead(t *testing.T) {
	a, err := store.Open(t.Context(), storetest.SQLiteURL(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := a.Head(newID(t))
	if _, err := h.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, known := h.Known(); !known {
		t.Error("a head that was read a moment ago is not known")
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, known := h.Known(); known {
		t.Error("a head is known of what is closed")
	}
	if _, err := h.Read(t.Context()); err == nil {
		t.Error("a head is read from what is closed")
	}
}

func BenchmarkHead(b *testing.B) {
	for name, url := range map[string]string{"SQLite": storetest.SQLiteURL(b), "PostgreSQL": storetest.PostgresURL(b)} {
		b.Run(name, func(b *testing.B) {
			h := storetest.Open(b, url).Head(newID(b))
			for b.Loop() {
				if _, err := h.Read(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
