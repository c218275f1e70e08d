package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// load is what is driven at a server: n requests by some clients that keep their connections. The clients share the
// cores with the server, so they do as little as can be (wire.go), and are the same for all contestants. A request is made for
// each i, or, where that would cost more than to answer it, written out beforehand.
type load struct {
	n, clients int
	request    func(i int) (*http.Request, error)
	to         string                // host and port, for written
	written    func(i int) []byte    // in place of request
	fine       func(status int) bool // of the answer
}

// drive sends all requests and waits for their answers.
func (l load) drive(ctx context.Context) (lap, error) {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	waits := make([][]time.Duration, l.clients)
	return timed(func() (int, error) {
		var all sync.WaitGroup
		for c := range l.clients {
			all.Go(func() {
				w := wire{}
				defer w.hangUp()
				for i := int(next.Add(1)) - 1; i < l.n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
					began := time.Now()
					if err := l.one(ctx, &w, i); err != nil {
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

func (l load) one(ctx context.Context, w *wire, i int) error {
	to, text, what, err := l.out(i)
	if err != nil {
		return err
	}
	status, err := w.ask(ctx, to, text)
	if err == nil && !l.fine(status) {
		err = fmt.Errorf("%s answers %d: %s", what, status, bytes.Join(bytes.Fields(w.body), []byte(" ")))
	}
	return err
}

// out is a request as it goes out, and what it is called.
func (l load) out(i int) (to string, text []byte, what string, err error) {
	if l.written != nil {
		return l.to, l.written(i), l.to, nil
	}
	r, err := l.request(i)
	if err != nil {
		return "", nil, "", err
	}
	var b bytes.Buffer
	err = r.Write(&b)
	return r.URL.Host, b.Bytes(), r.Method + " " + r.URL.Path, err
}

func answers(want int) func(int) bool { return func(status int) bool { return status == want } }
