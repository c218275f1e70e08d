package main

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"assent/sample"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestVerbs runs the scripts: each is a conversation with the command line, in a folder of its own that
// holds the examples, and in demo the sample organisation with thirty people.
func TestVerbs(t *testing.T) {
	furnished := furnish(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/verbs",
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "demo")
			return errors.Join(
				os.CopyFS(filepath.Join(env.WorkDir, "examples"), os.DirFS("../../examples")),
				os.CopyFS(home, os.DirFS(furnished)),
				moveIn(home),
			)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "keep": keep, "flip": flip, "wayout": wayout},
	})
}

// furnish makes the sample organisation once; the scripts get copies of its folder.
func furnish(t *testing.T) string {
	t.Helper()
	d := &demo{
		verb: &demoVerb{Addr: "127.0.0.1:8080", People: 30}, dir: t.TempDir(),
		con: console{out: io.Discard, err: os.Stderr, getenv: noEnvironment}, clock: sample.NewClock(realTime),
	}
	h, err := d.open(t.Context(), &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, &demoPlace{})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	return d.dir
}

// moveIn writes the copied folder's new place into its configuration; CopyFS has widened the modes.
func moveIn(home string) error {
	path := filepath.Join(home, "assent.toml")
	cfg, err := loadConfig(path, noEnvironment)
	if err != nil {
		return err
	}
	cfg.Data = home
	return errors.Join(rewrite(path, cfg), os.Chmod(cfg.keysPath(), 0o600), os.Chmod(filepath.Join(home, "assent.db"), 0o600))
}

// exits CODE COMMAND… runs a command that must end with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("ended with %d, want %s\n%s%s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// keep NAME REGEXP puts what the group of the expression matches in the last output into a variable.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME REGEXP")
	}
	m := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("%s is not in the output:\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], m[1])
}

// flip FILE N changes one bit of the file's byte N.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE N")
	}
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	data[n] ^= 1
	ts.Check(os.WriteFile(path, data, 0o600))
}
