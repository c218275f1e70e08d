package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which Linux counts the processor time of others (proc(5), USER_HZ).
const tick = 10 * time.Millisecond

// spent is the processor time that programs and their children have had so far; nothing where there is no /proc.
func spent(pids ...int) (total time.Duration) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		stat, err := os.ReadFile(path)
		_, fields, found := strings.Cut(string(stat), ") ") // a program's name may hold spaces
		if err != nil || !found {
			continue
		}
		f := strings.Fields(fields)
		for _, pid := range pids {
			if path == fmt.Sprintf("/proc/%d/stat", pid) || f[1] == strconv.Itoa(pid) {
				total += ticks(f[11]) + ticks(f[12])
			}
			if path == fmt.Sprintf("/proc/%d/stat", pid) { // of the children that have ended
				total += ticks(f[13]) + ticks(f[14])
			}
		}
	}
	return total
}

func ticks(s string) time.Duration {
	n, _ := strconv.ParseInt(s, 10, 64)
	return time.Duration(n) * tick
}

// metered is a lap with the processor time of the programs that were driven, in place of the clients'.
func metered(pids []int, run func() (lap, error)) (lap, error) {
	before := spent(pids...)
	l, err := run()
	l.cpu = spent(pids...) - before
	return l, err
}
