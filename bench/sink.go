package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// sink is a mail server that takes every mail and keeps none: it only counts.
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

// talk is as much of RFC 5321 as a client needs.
func (s *sink) talk(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 sink")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		switch verb {
		case "EHLO":
			say("250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8")
		case "DATA":
			say("354 go on")
			for line, err = in.ReadString('\n'); err == nil && line != ".\r\n"; line, err = in.ReadString('\n') {
			}
			s.mails.Add(1)
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
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
