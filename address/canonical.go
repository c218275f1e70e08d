package address

// canonical reports whether an e-mail address stands in canonical form already, by rules that are a little
// stricter than those of [Email]: most addresses do, and need not be taken apart. FuzzCanonical compares the two.
func canonical(s string) bool {
	at := -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@':
			if at >= 0 {
				return false
			}
			at = i
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		case c == '.' || c == '-' || at < 0 && (c == '_' || c == '+'):
		default:
			return false
		}
	}
	return at > 0 && at <= maxLocal && len(s) <= maxEmail && plainDots(s[:at]) && plainDomain(s[at+1:])
}

// plainDots reports whether no dot stands at an edge or beside another.
func plainDots(s string) bool {
	for i := range len(s) {
		if s[i] == '.' && (i == 0 || i == len(s)-1 || s[i+1] == '.') {
			return false
		}
	}
	return true
}

// plainDomain reports whether the labels are short, have no hyphen at an edge or beside another, and the last is a word.
func plainDomain(s string) bool {
	label, labels, word := 0, 1, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.':
			label, labels, word = 0, labels+1, false
			continue
		case c == '-' && (label == 0 || i == len(s)-1 || s[i+1] == '.' || s[i+1] == '-'):
			return false
		case 'a' <= c && c <= 'z':
			word = true
		}
		label++
		if label > maxLabel {
			return false
		}
	}
	return labels > 1 && word && plainDots(s)
}
