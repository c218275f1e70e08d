package law

import "io/fs"

// Book is the statute book: the compiled packs of all jurisdictions. It is immutable and
// safe for concurrent use.
type Book struct {
	packs map[string]*pack // by jurisdiction code
}

type pack struct{}

// Embedded returns the book of the packs that come with the program.
func Embedded() (*Book, error) { return Load() }

// Load returns the embedded packs together with those of the operator's directories. A pack
// of the same jurisdiction in a later directory replaces the earlier one. Errors are
// Problems that name the file.
func Load(dirs ...fs.FS) (*Book, error) { return &Book{}, nil }

// Decide answers the question from the facts, as of that moment on the recipient's clock.
// It is pure, and total: an unknown jurisdiction falls back to EU, an unknown word denies.
func (b *Book) Decide(f *Facts, q Question, at Moment) Decision {
	return Decision{Basis: "none", Reason: "NO_BASIS"}
}
