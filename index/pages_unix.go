//go:build unix

package index

import "syscall"

// anonymous returns zeroed memory outside the heap. Pages that are never touched cost nothing.
func anonymous(bytes int) ([]byte, error) {
	return syscall.Mmap(-1, 0, bytes, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
}

// release gives memory back.
func release(b []byte) { _ = syscall.Munmap(b) } // it fails only for memory that is not ours
