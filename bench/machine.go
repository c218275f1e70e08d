package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine is where the figures were taken.
type machine struct {
	cpu   string
	cores int
	os    string
	gover string
}

func thisMachine() machine {
	return machine{cpu: cpuModel(), cores: runtime.NumCPU(), os: runtime.GOOS + "/" + runtime.GOARCH, gover: runtime.Version()}
}

func (m machine) String() string {
	return fmt.Sprintf("%s, %d cores, %s, %s", m.cpu, m.cores, m.os, m.gover)
}

// busy says how many processes wanted the processors, besides and with ours: what a run is worth depends on it.
func busy() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(text), " ")
	return one
}

// cpuModel is the processor's name, where the system tells it.
func cpuModel() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
