package console

import (
	"slices"
	"strings"
	"unicode"
)

// Piece is some words of a text that changed.
type Piece struct {
	Text string
	How  string // "": it stays; "gone", "new"
}

// longest bounds the texts that are compared word by word; longer ones are shown one after the other.
const longest = 2000 // words

// wordDiff tells how a text became another: what stays, what went, what came, in the order of reading. Pieces that stay
// or went make the text before; pieces that stay or came, the text after.
func wordDiff(before, after string) []Piece {
	a, b := wordsOf(before), wordsOf(after)
	if len(a) > longest || len(b) > longest {
		return pieces(nil, strings.Join(a, ""), "gone", strings.Join(b, ""), "new")
	}
	same := common(a, b)
	var out []Piece
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = pieces(out, a[i], "")
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			out = pieces(out, a[i], "gone")
			i++
		default:
			out = pieces(out, b[j], "new")
			j++
		}
	}
	return out
}

// pieces adds pairs of text and how, joined to the last piece where they continue it.
func pieces(out []Piece, pairs ...string) []Piece {
	for pair := range slices.Chunk(pairs, 2) {
		text, how := pair[0], pair[1]
		if n := len(out); n > 0 && out[n-1].How == how {
			out[n-1].Text += text
		} else if text != "" {
			out = append(out, Piece{text, how})
		}
	}
	return out
}

// common is, for each pair of places, how many words both texts share from there on, in order.
func common(a, b []string) [][]int32 {
	same := make([][]int32, len(a)+1)
	for i := range same {
		same[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				same[i][j] = same[i+1][j+1] + 1
			} else {
				same[i][j] = max(same[i+1][j], same[i][j+1])
			}
		}
	}
	return same
}

// wordsOf cuts a text after each run of space.
func wordsOf(text string) []string {
	var out []string
	start, space := 0, false
	for i, r := range text {
		if is := unicode.IsSpace(r); is != space {
			if space {
				out, start = append(out, text[start:i]), i
			}
			space = is
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}
