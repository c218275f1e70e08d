package web

import (
	"crypto/sha256"
	"math/bits"
	"time"
)

// A puzzle is work that a browser does while a person presses the button: it looks for a number that, hashed
// together with the page and what was typed into it, begins with so many zero bits (hashcash). For one form that
// is the blink of an eye, for a million of them it is a bill. The work is bound to the page as it was shown
// and to the addresses, so it can be done neither beforehand nor for somebody else. Who has no scripts is
// not turned away: her form is taken, but no sooner than a person could have filled it.

// unsolved is the shortest time between showing a form and taking it when the puzzle is not solved.
const unsolved = 10 * time.Second

// quickestFor is the shortest time in which a post may follow its page.
func (s *site) quickestFor(seal string, t Typed, answer string) time.Duration {
	if s.Puzzle == 0 || solves(s.Puzzle, seal, t, answer) {
		return quickest
	}
	return unsolved
}

// solves reports whether an answer is the work of so many bits for a page and what was typed into it.
func solves(want int, seal string, t Typed, answer string) bool {
	if answer == "" || len(answer) > 16 {
		return false
	}
	sum := sha256.Sum256([]byte(seal + "\n" + t.Email + "\n" + t.Phone + "\n" + answer))
	zeros := 0
	for _, b := range sum {
		zeros += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return zeros >= want
}

// puzzlePolicy lets the page of a form run the script of the puzzle, and no other.
const puzzlePolicy = policy + "; script-src 'self'"
