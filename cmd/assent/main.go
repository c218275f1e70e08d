// Command assent answers whether a message may be sent, and proves it.
//
// This is the front door of the house: the verbs, and the one place where the rooms are
// wired to each other. `demo` starts everything with a sample organisation; `init` and
// `serve` run it in earnest; the other verbs ask, import, prove and audit. Every verb that
// prints data has --json, and every verb ends with 0 (yes, ok), 1 (no, failed), 2 (usage)
// or 3 (environment).
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	if os.Getenv("GOGC") == "" { // much that lives shortly on a small heap: collecting at twice its size took a quarter of all time
		debug.SetGCPercent(400)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], console{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, terminal: isTerminal(os.Stderr),
	}))
}
