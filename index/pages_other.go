//go:build !unix

package index

// Where there is no mmap the heap has to do.

func anonymous(bytes int) ([]byte, error) { return make([]byte, bytes), nil }

func release([]byte) {}
