package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"time"
)

// sink is a mail server that takes every mail and keeps none: it only counts. It can what most can.
type sink struct {
	net.Listener
	mails atomic.Int64
}

func openSink() (*sink, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &sink{Listener: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s, nil
}

func (s *sink) port() int { return s.Addr().(*net.TCPAddr).Port }

// talk is as much of RFC 5321 as a client needs. What is asked together is answered together (RFC 2920 §3.2).
func (s *sink) talk(c net.Conn) {
	defer c.Close()
	in, out := bufio.NewReaderSize(c, 32<<10), bufio.NewWriter(c)
	fmt.Fprint(out, "220 sink\r\n")
	for {
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := bytes.Cut(bytes.ToUpper(bytes.TrimSpace(line)), []byte(" ")); string(verb) {
		case "EHLO":
			fmt.Fprint(out, "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
		case "DATA":
			fmt.Fprint(out, "354 go on\r\n")
			if out.Flush() != nil || swallow(in) != nil {
				return
			}
			s.mails.Add(1)
			fmt.Fprint(out, "250 taken\r\n")
		case "QUIT":
			fmt.Fprint(out, "221 bye\r\n")
			_ = out.Flush()
			return
		default:
			fmt.Fprint(out, "250 fine\r\n")
		}
	}
}

// swallow reads a mail to the dot at its end.
func swallow(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil || string(line) == ".\r\n" {
			return err
		}
	}
}

// await waits until so many mails have come.
func (s *sink) await(ctx context.Context, mails int64) error {
	for tick := time.NewTicker(5 * time.Millisecond); s.mails.Load() < mails; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d mails had come: %w", s.mails.Load(), mails, ctx.Err())
		}
	}
	return nil
}
