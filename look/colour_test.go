package look

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryAccentIsReadableOnEveryPaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hex := fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour"))
		c, ok := ParseColour(hex)
		if !ok {
			t.Fatalf("%s is no colour", hex)
		}
		for _, paper := range []struct{ on, towards Colour }{{lightPage, black}, {darkPage, white}} {
			used, _ := ParseColour(c.against(paper.on, paper.towards).String())
			if got := used.Contrast(paper.on); got < Readable {
				t.Errorf("%s becomes %s with a contrast of %.2f", hex, used, got)
			}
			if got := used.Contrast(used.Ink()); got < Readable {
				t.Errorf("text on %s has a contrast of %.2f", used, got)
			}
		}
	})
}

func TestColoursThatAreNoneAreLeftOut(t *testing.T) {
	for _, s := range []string{"", "red", "#12345", "#12345g", "#1234567", "123456#"} {
		if _, ok := ParseColour(s); ok {
			t.Errorf("%q is a colour", s)
		}
	}
	if c, ok := ParseColour("#1f6f5c"); !ok || c.String() != "#1f6f5c" {
		t.Errorf("#1f6f5c is read as %s", c)
	}
}
