package names

var (
	Keys  = keys
	Asked = asked
	Fits  = fits
)

// HashOf is what a word is looked up by.
func HashOf(d *Desk, word string) []byte { return d.hash(asked(word)) }
