package address

// canonical reports whether an e-mail address stands in canonical form already, by rules that are
// stricter than those of [Email]: words of small letters and digits, each parted from the next by one mark, a short domain
// of at least two labels, and a letter at the end. Most addresses are so, and need not be taken apart. FuzzCanonical
// compares the two.
func canonical(s string) bool {
	at, dots, word := 0, 0, 0
	for i := range len(s) {
		c := s[i]
		if inWord[c] {
			word++
			continue
		}
		if word == 0 {
			return false
		}
		word = 0
		switch {
		case c == '.':
			dots++
		case c == '@' && at == 0:
			at, dots = i, 0
		case c != '-' && (at > 0 || c != '_' && c != '+'):
			return false
		}
	}
	return 0 < at && at <= maxLocal && len(s)-at <= maxLabel && dots > 0 && word > 0 && s[len(s)-1] >= 'a'
}

// inWord are the octets of words.
var inWord = func() (set [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789") {
		set[c] = true
	}
	return set
}()
