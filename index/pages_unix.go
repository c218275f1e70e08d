//go:build unix

package index

import (
	"os"
	"syscall"
)

// anonymous returns zeroed memory outside the heap. Pages that are never touched cost nothing.
func anonymous(bytes int) ([]byte, error) {
	return syscall.Mmap(-1, 0, bytes, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
}

// release gives memory back.
func release(b []byte) { _ = syscall.Munmap(b) } // it fails only for memory that is not ours

// mapped maps a file privately: what is written stays in memory.
func mapped(f *os.File) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 || int64(int(info.Size())) != info.Size() {
		return nil, errSaved
	}
	return syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE)
}
