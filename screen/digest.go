package screen

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"sync"
)

// Digested is a file whose digest is known once it has been read or written from its beginning to its end.
type Digested struct {
	*os.File
	sum hash.Hash
}

// Digest watches a file that stands at its beginning.
func Digest(f *os.File) *Digested { return &Digested{f, sha256.New()} }

func create(path string) (*Digested, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return Digest(f), nil
}

func (d *Digested) Read(p []byte) (int, error) {
	n, err := d.File.Read(p)
	d.sum.Write(p[:n])
	return n, err
}

// Write digests while the file is written. After an error the digest is of no use.
func (d *Digested) Write(p []byte) (n int, err error) {
	var file sync.WaitGroup
	file.Go(func() { n, err = d.File.Write(p) })
	d.sum.Write(p)
	file.Wait()
	return n, err
}

// ReadFrom keeps io.Copy from passing by Write.
func (d *Digested) ReadFrom(r io.Reader) (int64, error) { return io.Copy(struct{ io.Writer }{d}, r) }

// WriteTo keeps io.Copy from passing by Read.
func (d *Digested) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{d}) }

// Seek begins anew: only to the beginning is of use.
func (d *Digested) Seek(offset int64, whence int) (int64, error) {
	d.sum.Reset()
	return d.File.Seek(offset, whence)
}

// Sum is the SHA-256 of what was read or written, in hexadecimal.
func (d *Digested) Sum() string { return hex.EncodeToString(d.sum.Sum(nil)) }
