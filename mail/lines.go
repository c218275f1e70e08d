package mail

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Greeting, encrypting and logging in cost a mail server and us more than a letter does. So connections are kept for
// the next letter: few, since servers count how many one client has; not for long, and not for too many
// letters, since servers end such conversations themselves.
const (
	mostLines   = 8
	mostLetters = 100
	idle        = 5 * time.Second
)

// lines are the connections of one sender.
type lines struct {
	places chan struct{} // taken by those who speak
	mu     sync.Mutex    // guards free
	free   []*line
}

func newLines() *lines { return &lines{places: make(chan struct{}, mostLines)} }

// enter waits for a place among those who speak.
func (ls *lines) enter(ctx context.Context) error {
	select {
	case ls.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (ls *lines) leave() { <-ls.places }

// take takes the line that was used last; nil if none is open.
func (ls *lines) take() *line {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	n := len(ls.free)
	if n == 0 {
		return nil
	}
	l := ls.free[n-1]
	ls.free = ls.free[:n-1]
	l.rest.Stop() // a rest that is over now finds the line taken
	return l
}

// keep keeps a line for the next letter, if one comes soon.
func (ls *lines) keep(l *line) {
	if l.letters++; l.letters >= mostLetters {
		l.end()
		return
	}
	if l.rest == nil {
		l.rest = time.AfterFunc(idle, func() { ls.drop(l) })
	} else {
		l.rest.Reset(idle)
	}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.free = append(ls.free, l)
}

// drop ends a line that carries no letter.
func (ls *lines) drop(l *line) {
	ls.mu.Lock()
	i := slices.Index(ls.free, l)
	if i >= 0 {
		ls.free = slices.Delete(ls.free, i, i+1)
	}
	ls.mu.Unlock()
	if i >= 0 {
		l.end()
	}
}

// line is a connection to the mail server. The library forgets to close it when the greeting fails,
// so it is held here.
type line struct {
	server       Server
	conversation *smtp.Client
	mu           sync.Mutex // guards conn: it is cut from another goroutine when the context ends
	conn         net.Conn
	letters      int         // handed over
	rest         *time.Timer // ends the line when it has waited long enough; nil before it first waits
	words        []byte      // said last; their room is used again
}

func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := dial(ctx, l.server, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn = conn
	return conn, nil
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_ = l.conn.Close()
	}
}

// end says goodbye; a rude one changes nothing, since whatever was handed over is taken.
func (l *line) end() {
	_ = l.conversation.Quit()
	l.cut()
}

func dial(ctx context.Context, s Server, network, address string) (net.Conn, error) {
	if s.TLS == ImplicitTLS {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, network, address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}
