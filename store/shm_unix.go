//go:build unix

package store

import (
	"os"
	"strconv"
	"syscall"
)

// sharedMemory maps the beginning of a file that SQLite has mapped in this process, to be read only; nil if there is none.
// It goes by SQLite's own descriptor: to open the file once more and close it would take all locks of
// the process from it (POSIX), those that SQLite holds included.
func sharedMemory(path string) []byte {
	wanted, err := os.Stat(path)
	if err != nil {
		return nil
	}
	open, err := os.ReadDir("/dev/fd")
	if err != nil {
		return nil
	}
	for _, entry := range open {
		fd, err := strconv.Atoi(entry.Name())
		if err != nil || !isOpen(fd, wanted) {
			continue
		}
		memory, err := syscall.Mmap(fd, 0, os.Getpagesize(), syscall.PROT_READ, syscall.MAP_SHARED)
		if err == nil {
			return memory
		}
	}
	return nil
}

// isOpen reports whether a descriptor is of a file.
func isOpen(fd int, file os.FileInfo) bool {
	var there syscall.Stat_t
	here, ok := file.Sys().(*syscall.Stat_t)
	return ok && syscall.Fstat(fd, &there) == nil && there.Dev == here.Dev && there.Ino == here.Ino
}

func unmap(memory []byte) { _ = syscall.Munmap(memory) } // it fails only for memory that is not ours
