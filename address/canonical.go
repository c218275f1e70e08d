package address

// canonical reports whether an e-mail address stands in canonical form already, by rules that are
// stricter than those of [Email]: words of small letters and digits, each parted from the next by one mark, a short domain
// of at least two labels, and a letter at the end. Most addresses are so, and need not be taken apart. FuzzCanonical
// compares the two.
func canonical(s string) bool {
	at, dots, word := 0, 0, 0 // word is where the last one begins
	for i := range len(s) {
		c := s[i]
		if inWord[c] {
			continue
		}
		if i == word {
			return false
		}
		word = i + 1
		switch {
		case c == '.':
			dots++
		case c == '@' && at == 0:
			at, dots = i, 0
		case c != '-' && (at > 0 || c != '_' && c != '+'):
			return false
		}
	}
	return 0 < at && at <= maxLocal && len(s)-at <= maxLabel && dots > 0 && word < len(s) && s[len(s)-1] >= 'a'
}

// inWord are the octets of words.
var inWord = func() (set [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789") {
		set[c] = true
	}
	return set
}()
