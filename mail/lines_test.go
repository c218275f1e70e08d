package mail_test

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assent/mail"
)

// counter is a mail server that counts its callers and letters, and hangs up after so many letters of one caller
// without a word, as some do.
type counter struct {
	net.Listener
	greeting string // what it can do
	patience int
	callers  atomic.Int32
	letters  atomic.Int32
}

// greetings are those of a server that answers each command before it hears the next, and of one that does not mind.
var greetings = map[string]string{"one by one": "250 counter\r\n", "at once": "250-counter\r\n250-PIPELINING\r\n250 8BITMIME\r\n"}

// eachServer runs the test with a server of each kind.
func eachServer(t *testing.T, patience int, test func(t *testing.T, c *counter, s *mail.SMTP)) {
	for name, greeting := range greetings {
		t.Run(name, func(t *testing.T) {
			c, s := count(t, greeting, patience)
			test(t, c, s)
		})
	}
}

func count(t *testing.T, greeting string, patience int) (*counter, *mail.SMTP) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{Listener: l, greeting: greeting, patience: patience}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			c.callers.Add(1)
			go c.talk(conn)
		}
	}()
	s, err := mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.Unencrypted}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

func (c *counter) talk(conn net.Conn) {
	defer conn.Close()
	in, taken := bufio.NewReader(conn), 0
	fmt.Fprint(conn, "220 counter\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch {
		case strings.HasPrefix(line, "EHLO"):
			fmt.Fprint(conn, c.greeting)
		case strings.HasPrefix(line, "DATA"):
			fmt.Fprint(conn, "354 go on\r\n")
			for line != ".\r\n" && err == nil {
				line, err = in.ReadString('\n')
			}
			c.letters.Add(1)
			fmt.Fprint(conn, "250 taken\r\n")
			if taken++; taken == c.patience {
				return
			}
		case strings.HasPrefix(line, "QUIT"):
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 fine\r\n")
		}
	}
}

func TestLettersShareAConnection(t *testing.T) {
	eachServer(t, 0, func(t *testing.T, c *counter, s *mail.SMTP) {
		for range 20 {
			if err := s.Send(t.Context(), message()); err != nil {
				t.Fatal(err)
			}
		}
		if c.callers.Load() != 1 || c.letters.Load() != 20 {
			t.Errorf("%d letters in %d calls", c.letters.Load(), c.callers.Load())
		}
	})
}

func TestALetterThatFindsTheServerGoneCallsItAgain(t *testing.T) {
	eachServer(t, 3, func(t *testing.T, c *counter, s *mail.SMTP) {
		for i := range 20 {
			if err := s.Send(t.Context(), message()); err != nil {
				t.Fatalf("letter %d: %v", i, err)
			}
		}
		if c.letters.Load() != 20 || c.callers.Load() != 7 {
			t.Errorf("%d letters in %d calls", c.letters.Load(), c.callers.Load())
		}
	})
}

func TestNoMoreThanEightConnectionsAreOpenAtOnce(t *testing.T) {
	eachServer(t, 0, func(t *testing.T, c *counter, s *mail.SMTP) {
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if err := s.Send(t.Context(), message()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if c.letters.Load() != 100 || c.callers.Load() > 8 {
			t.Errorf("%d letters in %d calls", c.letters.Load(), c.callers.Load())
		}
	})
}

func message() mail.Message {
	return mail.Message{
		From: mail.Mailbox{Address: "shop@example.org"}, To: "ana@example.org", Subject: "Hello", Text: "Hello.\n", ID: "1", Date: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
	}
}

// A server that answers nothing before it has heard all three commands: whoever waits for an answer waits for ever.
func TestALetterAsksAllAtOnceWhereTheServerTakesIt(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	heard := make(chan []string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		in := bufio.NewReader(conn)
		line := func() string { text, _ := in.ReadString('\n'); return strings.TrimSpace(text) }
		fmt.Fprint(conn, "220 slow\r\n")
		line()
		fmt.Fprint(conn, greetings["at once"])
		said := []string{line(), line(), line()}
		fmt.Fprint(conn, "250 fine\r\n251 forwarded\r\n354 go on\r\n")
		for last := ""; last != "."; last = line() {
		}
		fmt.Fprint(conn, "250 taken\r\n")
		heard <- said
		line()
	}()
	s, err := mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.Unencrypted}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	want := []string{"MAIL FROM:<shop@example.org> BODY=8BITMIME", "RCPT TO:<ana@example.org>", "DATA"}
	if said := <-heard; !slices.Equal(said, want) {
		t.Errorf("said %q", said)
	}
}
