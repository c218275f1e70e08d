package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the program itself a command of the tests: scripts and the crash loop run the real thing.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"assent": main})
}
