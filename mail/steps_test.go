package mail_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"assent"
	"assent/mail"
)

// stumble is a server that answers one step of its first letter in its own way, or hangs up instead, and takes all others.
func stumble(t *testing.T, greeting, step, answer string) *mail.SMTP {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			converse(conn, greeting, step, answer)
			step = "" // once
		}
	}()
	s, err := mail.NewSMTP(mail.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mail.Unencrypted}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func converse(conn net.Conn, greeting, step, answer string) {
	defer conn.Close()
	usual := map[string]string{"EHLO": greeting, "DATA": "354 go on\r\n", ".": "250 taken\r\n", "QUIT": "221 bye\r\n"}
	fmt.Fprint(conn, "220 here\r\n")
	for in, letter := bufio.NewScanner(conn), false; in.Scan(); {
		word, _, _ := strings.Cut(in.Text(), " ")
		if letter && word != "." {
			continue
		}
		reply, known := usual[word]
		if !known {
			reply = "250 fine\r\n"
		}
		if word == step {
			reply = answer
		}
		if reply == "" {
			return
		}
		letter = word == "DATA" && reply[0] == '3'
		fmt.Fprint(conn, reply)
	}
}

func TestWhateverStepAServerStumblesAtTheLetterIsKnownNotToBeTakenAndTheNextGoesOut(t *testing.T) {
	for kind, greeting := range greetings {
		for _, step := range []string{"MAIL", "RCPT", "DATA", "."} {
			for answer, code := range map[string]int{"450 4.2.0 later\r\n": 450, "550 5.1.1 never\r\n": 550, "": 0} {
				t.Run(fmt.Sprint(kind, " ", step, " ", code), func(t *testing.T) {
					s := stumble(t, greeting, step, answer)
					err := s.Send(t.Context(), message())
					var refusal *mail.Refusal
					problem, _ := assent.AsProblem(err)
					switch {
					case code != 0 && (!errors.As(err, &refusal) || refusal.Code != code || mail.Permanent(err) != (code >= 500)):
						t.Errorf("got %v", err)
					case code == 0 && (problem == nil || problem.Code != "MAIL_INTERRUPTED" || mail.Permanent(err)):
						t.Errorf("got %v", err)
					}
					if err := s.Send(t.Context(), message()); err != nil {
						t.Errorf("the next: %v", err)
					}
				})
			}
		}
	}
}
