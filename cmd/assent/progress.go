package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress draws one line that tells how far long work has come; on anything but a
// terminal it says nothing until the end.
type progress struct {
	w     io.Writer
	draw  bool
	what  string
	now   func() time.Time
	drawn time.Time
}

func (con console) progress(what string) *progress {
	return &progress{w: con.err, draw: con.terminal, what: what, now: time.Now}
}

// to reports that done of total units are done; total 0 means unknown. It redraws ten times a second at most.
func (p *progress) to(done, total int64) {
	now := p.now()
	if !p.draw || now.Sub(p.drawn) < 100*time.Millisecond && done != total {
		return
	}
	p.drawn = now
	if total <= 0 {
		fmt.Fprintf(p.w, "\r%s %d", p.what, done)
		return
	}
	const width = 30
	full := int(done * width / total)
	fmt.Fprintf(p.w, "\r%s [%s%s] %3d%%", p.what, strings.Repeat("█", full), strings.Repeat("·", width-full), done*100/total)
}

// end closes the line.
func (p *progress) end() {
	if p.draw && !p.drawn.IsZero() {
		fmt.Fprintln(p.w)
	}
}
