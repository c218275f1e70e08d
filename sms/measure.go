package sms

import (
	"strings"
	"unicode/utf16"
)

// The alphabet of 3GPP TS 23.038 § 6.2.1, and the characters of its extension (§ 6.2.1.1), which
// take two places each. The table is immutable.
const (
	basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	extra = "\f^{}\\[~]|€"
)

// Alphabet says how the characters of a text are written on the air.
type Alphabet string

// The alphabets.
const (
	GSM7 Alphabet = "GSM-7" // seven bits each
	UCS2 Alphabet = "UCS-2" // sixteen bits each, as soon as one character is not in the other
)

// Size is how large a text is.
type Size struct {
	Alphabet Alphabet
	Places   int // of the alphabet that it fills
	Segments int // that are paid for
}

// Measure counts what a text takes: one segment of 160 places (GSM-7) or 70 (UCS-2), or several of 153
// or 67. A character of two places is never cut in two.
func Measure(body string) Size {
	widths, s := widthsOf(body)
	alone, joined := 160, 153
	if s.Alphabet == UCS2 {
		alone, joined = 70, 67
	}
	for _, w := range widths {
		s.Places += w
	}
	if s.Places <= alone {
		s.Segments = min(s.Places, 1)
		return s
	}
	s.Segments = 1
	left := joined
	for _, w := range widths {
		if w > left {
			s.Segments++
			left = joined
		}
		left -= w
	}
	return s
}

// widthsOf chooses the alphabet and counts the places of each character.
func widthsOf(body string) ([]int, Size) {
	var gsm, ucs []int
	alphabet := GSM7
	for _, r := range body {
		width := 1
		switch {
		case strings.ContainsRune(basic, r):
		case strings.ContainsRune(extra, r):
			width = 2
		default:
			alphabet = UCS2
		}
		gsm, ucs = append(gsm, width), append(ucs, max(1, utf16.RuneLen(r)))
	}
	if alphabet == UCS2 {
		return ucs, Size{Alphabet: UCS2}
	}
	return gsm, Size{Alphabet: GSM7}
}
