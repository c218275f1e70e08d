package assent

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckLine says what is wrong with a text of one line that people type and others read: longer than so many
// characters, not UTF-8, or with characters that are not seen but change what is. Nil if nothing is.
func CheckLine(field, text string, most int) *Problem { return checkText(field, text, most, "") }

// CheckText is [CheckLine] of a text in paragraphs: line breaks and tabs are sound.
func CheckText(field, text string, most int) *Problem { return checkText(field, text, most, "\n\r\t") }

func checkText(field, text string, most int, breaks string) *Problem {
	switch {
	case !utf8.ValidString(text):
		return Problemf("BAD_TEXT", "The text is not UTF-8; convert it first.").In(field)
	case len(text) > most && utf8.RuneCountInString(text) > most:
		return Problemf("TEXT_TOO_LONG", "The text has %d characters; %d are the most here.", utf8.RuneCountInString(text), most).In(field)
	}
	for _, r := range text {
		if Unseen(r) && !strings.ContainsRune(breaks, r) {
			return Problemf("BAD_TEXT", "The text holds a character that is not seen but changes what is (U+%04X); delete it, or type the text anew.", r).In(field)
		}
	}
	return nil
}

// Unseen reports whether a character shows nothing of its own but changes how others are read: control characters,
// separators of lines, and those that turn the direction of writing around (Unicode UAX #9 §2: embeddings, overrides and
// isolates), by which a text can be made to read as another. Marks of direction and joiners, which some scripts need,
// are not among them.
func Unseen(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff':
		return true
	}
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}
