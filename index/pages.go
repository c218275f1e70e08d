package index

import "unsafe"

// block is a fixed number of values of a type without pointers, outside the heap.
type block[T any] struct {
	values []T
	raw    []byte
}

// newBlock panics if the system has no memory left, as the runtime does.
func newBlock[T any](n int) block[T] {
	var zero T
	raw, err := anonymous(n * int(unsafe.Sizeof(zero)))
	if err != nil {
		panic("index: out of memory: " + err.Error())
	}
	return block[T]{valuesIn[T](raw), raw}
}

// valuesIn looks at bytes as values.
func valuesIn[T any](raw []byte) []T {
	var zero T
	if len(raw) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), len(raw)/int(unsafe.Sizeof(zero)))
}

// bytesOf looks at values as bytes.
func bytesOf[T any](values []T) []byte {
	var zero T
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(zero)))
}

func (b *block[T]) free() {
	if b.raw != nil {
		release(b.raw)
	}
	*b = block[T]{}
}
