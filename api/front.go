package api

import (
	"context"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Front stands before a server of package net/http and answers usual questions as they come off the wire, for a third of
// what they cost behind it. It reads requests of one plain form only (see frontRequest). The first on a
// connection that is anything else is passed on with all that follows, untouched: so the server sees every connection
// from the beginning of a request, and what the front answers it would have answered. docs/adr/0013 has the reasons.
type Front struct {
	net.Listener
	API    *API
	Idle   time.Duration // how long a connection may wait for a question
	Header time.Duration // how long the head of a request that is passed on may take from then on

	mu   sync.Mutex
	here map[*frontConn]bool // not passed on
}

// Accept returns the next connection.
func (f *Front) Accept() (net.Conn, error) {
	c, err := f.Listener.Accept()
	if err != nil {
		return nil, err
	}
	fc := &frontConn{Conn: c, front: f}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.here == nil {
		f.here = map[*frontConn]bool{}
	}
	f.here[fc] = true
	return fc, nil
}

// Close lets no more connections in, and ends those that wait for a question: the server takes them for new ones, and would
// wait for them.
func (f *Front) Close() error {
	err := f.Listener.Close()
	f.mu.Lock()
	waiting := slices.Collect(maps.Keys(f.here))
	f.mu.Unlock()
	for _, c := range waiting {
		_ = c.Close() // it may be closed already
	}
	return err
}

func (f *Front) leave(c *frontConn) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.here, c)
}

// frontSize is how long a request may be, head and body, to be answered here.
const frontSize = 4 << 10

// frontConn is a connection whose first Read answers questions, and returns when something else has come.
type frontConn struct {
	net.Conn
	front  *Front
	passed bool
	rest   []byte     // of what was read before it was passed on
	busy   sync.Mutex // held while a question is answered, so that none is cut off
}

// Read reads what is to be passed on. It is called by one goroutine at a time.
func (c *frontConn) Read(p []byte) (int, error) {
	if !c.passed {
		c.passed = true
		w := &waiter{conn: c}
		c.rest = w.serve()
		c.front.leave(c)
	}
	if len(c.rest) > 0 {
		n := copy(p, c.rest)
		c.rest = c.rest[n:]
		return n, nil
	}
	c.rest = nil
	return c.Conn.Read(p)
}

// Close lets a question that is being answered have its answer.
func (c *frontConn) Close() error {
	c.front.leave(c)
	c.busy.Lock()
	defer c.busy.Unlock()
	return c.Conn.Close()
}

// waiter answers the questions of one connection.
type waiter struct {
	conn   *frontConn
	in     [frontSize]byte
	have   int       // bytes of in that were read
	patted time.Time // when the connection was last given time
	date   []byte    // of this second, as a line of a head
	second int64
}

// serve answers until something else comes, and returns that. An error of the connection is left to who reads next.
func (w *waiter) serve() []byte {
	for answered := false; ; {
		r, size := readFront(w.in[:w.have])
		switch {
		case size == more && w.have < len(w.in):
			n, err := w.conn.Conn.Read(w.in[w.have:])
			if w.have += n; err != nil {
				return w.in[:w.have]
			}
			continue
		case size <= 0 || !w.answer(&r):
			if answered {
				_ = w.conn.SetReadDeadline(time.Now().Add(w.conn.front.Header)) // it fails if the connection is closed
			}
			return w.in[:w.have]
		}
		w.have, answered = copy(w.in[:], w.in[size:w.have]), true
	}
}

// answer answers a question, and reports whether it did.
func (w *waiter) answer(r *frontRequest) bool {
	w.conn.busy.Lock()
	defer w.conn.busy.Unlock()
	a := w.conn.front.API
	if !a.mayDecide(context.Background(), r.authorization) {
		return false
	}
	s := a.scratches.Get().(*scratch)
	defer a.scratches.Put(s)
	body := quickWays[r.path].answer(a, context.Background(), s, r.body)
	if body == nil {
		return false
	}
	s.out = body
	s.wire = append(w.head(s.wire[:0], r, len(body)), body...)
	_, _ = w.conn.Conn.Write(s.wire) // if the reader is gone, the next Read says so
	return true
}

// head writes the head of an answer.
func (w *waiter) head(b []byte, r *frontRequest, length int) []byte {
	now := time.Now()
	if now.Unix() != w.second {
		w.second = now.Unix()
		w.date = append(now.UTC().AppendFormat(append(w.date[:0], "Date: "...), http.TimeFormat), "\r\n"...)
	}
	if now.Sub(w.patted) > time.Second {
		w.patted = now
		_ = w.conn.SetReadDeadline(now.Add(w.conn.front.Idle)) // it fails if the connection is closed
	}
	b = append(b, "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\n"...)
	b = append(b, w.date...)
	if r.trace != "" && quickWays[r.path].traced {
		b = append(append(append(b, "X-Request-Id: "...), r.trace...), "\r\n"...)
	}
	b = strconv.AppendInt(append(b, "Content-Length: "...), int64(length), 10)
	return append(b, "\r\n\r\n"...)
}
