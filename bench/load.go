package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// load is what is driven at a server: n requests by some clients that keep their connections.
type load struct {
	n, clients int
	request    func(i int) (*http.Request, error)
	fine       func(*http.Response) bool
}

// drive sends all requests and waits for their answers.
func (l load) drive(ctx context.Context) (lap, error) {
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: l.clients, MaxConnsPerHost: l.clients},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	var next atomic.Int64
	var failed atomic.Pointer[error]
	waits := make([][]time.Duration, l.clients)
	return timed(func() (int, error) {
		var all sync.WaitGroup
		for c := range l.clients {
			all.Go(func() {
				for i := int(next.Add(1)) - 1; i < l.n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
					began := time.Now()
					if err := l.one(ctx, client, i); err != nil {
						failed.Store(&err)
					}
					waits[c] = append(waits[c], time.Since(began))
				}
			})
		}
		all.Wait()
		if err := failed.Load(); err != nil {
			return 0, *err
		}
		return l.n, nil
	})
}

func (l load) one(ctx context.Context, client *http.Client, i int) error {
	r, err := l.request(i)
	if err != nil {
		return err
	}
	a, err := client.Do(r.WithContext(ctx))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(a.Body)
	a.Body.Close()
	if err == nil && !l.fine(a) {
		err = fmt.Errorf("%s %s answers %s: %s", r.Method, r.URL.Path, a.Status, bytes.Join(bytes.Fields(body), []byte(" ")))
	}
	return err
}

func answers(status int) func(*http.Response) bool {
	return func(a *http.Response) bool { return a.StatusCode == status }
}
