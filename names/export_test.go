package names

var (
	Keys  = keys
	Asked = asked
	Fits  = fits
)

// Open bounds how many candidates are decrypted.
func Open(d *Desk, most int) { d.opened = most }

// HashOf is what a word is looked up by.
func HashOf(d *Desk, word string) []byte { return d.hash(asked(word)) }
