package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// wire is one connection of a client of HTTP/1.1 that does no more than it must: it sends what it is given and reads the
// status and the body of the answer. It dials when it has to.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte // of the last answer
}

func (w *wire) hangUp() {
	if w.conn != nil {
		w.conn.Close()
		w.conn = nil
	}
}

// ask sends a request and reads its answer.
func (w *wire) ask(ctx context.Context, to string, request []byte) (status int, err error) {
	if w.conn == nil {
		var d net.Dialer
		if w.conn, err = d.DialContext(ctx, "tcp", to); err != nil {
			return 0, err
		}
		w.in = bufio.NewReaderSize(w.conn, 64<<10)
	}
	if _, err = w.conn.Write(request); err == nil {
		status, err = w.answer()
	}
	if err != nil {
		w.hangUp()
	}
	return status, err
}

// answer reads one answer. Where it does not say how long it is, it ends with the connection.
func (w *wire) answer() (status int, err error) {
	line, err := w.in.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return 0, errors.Join(err, fmt.Errorf("no answer, but %q", line))
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	length, closes := -1, false
	for {
		if line, err = w.in.ReadSlice('\n'); err != nil {
			return 0, err
		}
		name, value, _ := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(": "))
		switch {
		case len(name) == 0:
			err := w.read(status, length)
			if closes || length < 0 && !bodiless(status) {
				w.hangUp()
			}
			return status, err
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			length = chunked
		case bytes.EqualFold(name, []byte("Connection")):
			closes = bytes.EqualFold(value, []byte("close"))
		}
	}
}

const chunked = 1 << 62

func bodiless(status int) bool { return status == 204 || status == 304 }

func (w *wire) read(status, length int) (err error) {
	w.body = w.body[:0]
	switch {
	case bodiless(status):
	case length == chunked:
		err = w.chunks()
	case length < 0:
		w.body, err = io.ReadAll(w.in)
	default:
		err = w.take(length)
	}
	return err
}

// take reads n bytes more of the body.
func (w *wire) take(n int) error {
	at := len(w.body)
	if cap(w.body) < at+n {
		w.body = append(make([]byte, 0, 2*(at+n)), w.body...)
	}
	w.body = w.body[:at+n]
	_, err := io.ReadFull(w.in, w.body[at:])
	return err
}

// chunks reads a body that comes in pieces (RFC 9112 §7.1), without trailers.
func (w *wire) chunks() error {
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err == nil {
			err = w.take(int(n) + 2) // and the line's end
		}
		if err != nil || n == 0 {
			return err
		}
		w.body = w.body[:len(w.body)-2]
	}
}
