//go:build !unix

package index

import (
	"io"
	"os"
)

// Where there is no mmap the heap has to do.

func anonymous(bytes int) ([]byte, error) { return make([]byte, bytes), nil }

func release([]byte) {}

func mapped(f *os.File) ([]byte, error) { return io.ReadAll(f) }
