package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheTourOfTheReadmeWorksWordForWord runs the blocks of README.md that are marked for the tour, in
// order, against a running demo; in between it does what the text tells the reader to do in a browser.
// Only the address and the key are put in. Whatever stands after "# →" must appear in the output, in that order.
func TestTheTourOfTheReadmeWorksWordForWord(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	blocks := 0
	for _, part := range tourPart.FindAllStringSubmatch(string(page), -1) {
		if part[2] == "" {
			r.act(part[1])
			continue
		}
		blocks++
		r.run(part[2])
	}
	if blocks < 8 {
		t.Errorf("the tour has only %d blocks", blocks)
	}
}

// tourPart is a sentence that sends the reader to the browser, or a block to run.
var tourPart = regexp.MustCompile("(?s)(press \\*Sign up\\*|and press the button|### Prove)|```sh tour\n(.*?)```")

// reader is somebody who follows the tour, with a terminal open.
type reader struct {
	*journey
	dir   string
	stdin io.Writer
	lines *bufio.Scanner
}

// newReader opens a terminal in a folder that has what the tour expects.
func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{journey: newJourney(t, ""), dir: t.TempDir()}
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"examples": examples, "demo-data": r.place.Data} {
		if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	r.open()
	return r
}

// open starts the shell; both its outputs are read together.
func (r *reader) open() {
	r.t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		r.t.Fatal(err)
	}
	shell := exec.CommandContext(r.t.Context(), "bash")
	shell.Dir, shell.Stdout, shell.Stderr = r.dir, in, in
	shell.Env = append(os.Environ(), "URL="+r.place.URL, "KEY="+r.place.Key)
	stdin, err := shell.StdinPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := errors.Join(shell.Start(), in.Close()); err != nil {
		r.t.Fatal(err)
	}
	r.stdin, r.lines = stdin, bufio.NewScanner(out)
	r.lines.Buffer(nil, 1<<20)
	r.t.Cleanup(func() {
		_ = stdin.Close()
		_ = shell.Wait()
		_ = out.Close()
	})
}

// act does what the text says there.
func (r *reader) act(place string) {
	r.t.Helper()
	switch place {
	case "press *Sign up*":
		r.signUp(r.ana)
		r.mail(ana, "confirm")
	case "and press the button":
		link := linkIn(r.t, r.mail(ana, "confirm"), "/c/")
		page := r.get(r.ana, link)
		pause()
		r.post(r.ana, link, press(page))
	case "### Prove":
		pause() // reading takes longer than sealing
	}
}

// run types a block line by line and compares what each line promises.
func (r *reader) run(block string) {
	r.t.Helper()
	for line := range strings.Lines(block) {
		_, promise, _ := strings.Cut(line, "# →")
		output := r.enter(line)
		rest := output
		for _, want := range strings.Fields(promise) {
			_, after, found := strings.Cut(rest, want)
			if !found {
				r.t.Fatalf("%sdoes not say %s (or not in that order):\n%s", line, want, output)
			}
			rest = after
		}
	}
}

// enter types one line and returns what it prints.
func (r *reader) enter(line string) string {
	r.t.Helper()
	const end = "-- end of line --"
	if _, err := io.WriteString(r.stdin, line+"printf '\\n"+end+"\\n'\n"); err != nil {
		r.t.Fatal(err)
	}
	var out strings.Builder
	for r.lines.Scan() {
		if r.lines.Text() == end {
			return out.String()
		}
		out.WriteString(r.lines.Text() + "\n")
	}
	r.t.Fatalf("the shell ended after %s: %v", line, r.lines.Err())
	return ""
}
