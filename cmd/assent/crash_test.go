package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/audit"
	"assent/sample"
	"assent/store"
	"assent/store/storetest"
)

// TestCrash kills the server with -9 in the middle of 16 writers and starts it again:
// every acknowledged event is there once, what was not acknowledged can be asked again
// without doubling, and the audit holds. `make proofs` runs more rounds.
func TestCrash(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{
		"SQLite": sqliteIn, "PostgreSQL": storetest.EmptyPostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			c := newCrashing(t, url(t))
			for range rounds(t) {
				c.round()
			}
			c.settle()
		})
	}
}

const writers = 16

func rounds(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("ASSENT_CRASH_ROUNDS"))
	if err != nil {
		return 5
	}
	return n
}

func sqliteIn(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "assent.db") }

// crashing is an installation whose server is killed again and again.
type crashing struct {
	t      *testing.T
	config string
	key    string
	asked  int // requests so far, each with its own idempotency key

	mu    sync.Mutex
	acked map[string]assent.ID // request → event
	lost  []string             // requests without an answer
}

func newCrashing(t *testing.T, url string) *crashing {
	t.Helper()
	dir := t.TempDir()
	c := &crashing{t: t, config: filepath.Join(dir, "assent.toml"), acked: map[string]assent.ID{}}
	args := []string{"init", "--json", "--config", c.config, "--data", dir, "--name", "Crash", "--public-url", "http://127.0.0.1:8080"}
	if strings.HasPrefix(url, "sqlite:") {
		args = append(args, "--data", filepath.Dir(strings.TrimPrefix(url, "sqlite:")))
	} else {
		args = append(args, "--database", url)
	}
	var out, complaint bytes.Buffer
	if code := run(t.Context(), args, console{out: &out, err: &complaint, getenv: noEnvironment}); code != 0 {
		t.Fatalf("init: %s", complaint.String())
	}
	var made opened
	if err := json.Unmarshal(out.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	c.key = made.Key
	c.publish()
	return c
}

// publish gives the installation something to be asked about.
func (c *crashing) publish() {
	c.t.Helper()
	h := c.open()
	defer h.Close()
	items, err := sample.Organisation("http://127.0.0.1:8080")
	if err != nil {
		c.t.Fatal(err)
	}
	if err := h.shelf.Publish(c.t.Context(), h.org, assent.Actor{Kind: assent.ActorOperator}, time.Now(), items...); err != nil {
		c.t.Fatal(err)
	}
}

func (c *crashing) open() *house {
	c.t.Helper()
	cfg, err := loadConfig(c.config, noEnvironment)
	if err != nil {
		c.t.Fatal(err)
	}
	h, err := openHouse(c.t.Context(), cfg, noEnvironment, time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	return h
}

// start runs the real program and returns where it listens.
func (c *crashing) start() (*exec.Cmd, string) {
	c.t.Helper()
	cmd := exec.Command("assent", "serve", "--config", c.config, "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.t.Fatalf("the server did not start: %v", err)
	}
	url, _, _ := strings.Cut(line[strings.Index(line, "http://"):], ";")
	return cmd, url
}

// round lets 16 writers work, kills the server in the middle, and asks what got no answer again.
func (c *crashing) round() {
	cmd, url := c.start()
	ctx, stop := context.WithCancel(c.t.Context())
	var writing sync.WaitGroup
	for range writers {
		writing.Go(func() { c.write(ctx, url) })
	}
	time.Sleep(time.Duration(200+rand.IntN(300)) * time.Millisecond) // the moment of the crash
	if err := cmd.Process.Kill(); err != nil {
		c.t.Fatal(err)
	}
	_ = cmd.Wait()
	stop()
	writing.Wait()
	c.check()
}

// write records new people until the server is gone.
func (c *crashing) write(ctx context.Context, url string) {
	for ctx.Err() == nil {
		c.mu.Lock()
		c.asked++
		name := fmt.Sprintf("request-%d", c.asked)
		c.mu.Unlock()
		if !c.ask(ctx, url, name) {
			return
		}
	}
}

// ask posts one event and notes the answer; false when there was none.
func (c *crashing) ask(ctx context.Context, url, name string) bool {
	body := fmt.Sprintf(`{"type":"consent.granted","method":"api","contact":{"email":"%s@example.org"},
		"choices":[{"purpose":"offers","channel":"email"}],"evidence":{"source":"crash test"}}`, name)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/v1/events", strings.NewReader(body))
	if err != nil {
		c.t.Error(err)
		return false
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", name)
	id, err := answer(http.DefaultClient.Do(req))
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.lost = append(c.lost, name)
		return false
	}
	c.acked[name] = id
	return true
}

func answer(res *http.Response, err error) (assent.ID, error) {
	if err != nil {
		return assent.ID{}, err
	}
	defer res.Body.Close()
	var out struct {
		ID assent.ID `json:"id"`
	}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return assent.ID{}, err
	}
	if res.StatusCode != http.StatusCreated {
		return assent.ID{}, errors.New(res.Status)
	}
	return out.ID, nil
}

// check reads the log: every acknowledged event is there once, and nothing contradicts it.
func (c *crashing) check() {
	c.t.Helper()
	h := c.open()
	defer h.Close()
	times := c.logged(h)
	for name, id := range c.acked {
		if times[id] != 1 {
			c.t.Errorf("%s was acknowledged and is in the log %d times", name, times[id])
		}
	}
	report, err := audit.Check(c.t.Context(), h.archive, h.vault, h.org)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := report.Err(); err != nil {
		c.t.Error(err)
	}
}

// logged counts how often each event stands in the log.
func (c *crashing) logged(h *house) map[assent.ID]int {
	c.t.Helper()
	times := map[assent.ID]int{}
	err := h.archive.Read(c.t.Context(), h.org, func(v *store.View) error {
		for from := int64(0); ; {
			rows, err := v.Events(from, 500)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, r := range rows {
				times[r.ID]++
			}
			from += int64(len(rows))
		}
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return times
}

// settle asks again for everything that got no answer: then each request has exactly one event.
func (c *crashing) settle() {
	cmd, url := c.start()
	again := c.lost
	c.lost = nil
	for _, name := range again {
		c.ask(c.t.Context(), url, name)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	c.check()
	distinct := map[assent.ID]bool{}
	for _, id := range c.acked {
		distinct[id] = true
	}
	if len(c.lost) > 0 || len(c.acked) != c.asked || len(distinct) != c.asked {
		c.t.Errorf("%d requests, %d answered, %d events, %d without answer", c.asked, len(c.acked), len(distinct), len(c.lost))
	}
	h := c.open()
	defer h.Close()
	granted := 0
	for range c.logged(h) {
		granted++
	}
	if published := granted - c.asked; published <= 0 || published > 40 {
		c.t.Errorf("the log holds %d events for %d requests: something was doubled", granted, c.asked)
	}
	c.t.Logf("%d requests over the crashes, %d of them asked twice", c.asked, len(again))
}
