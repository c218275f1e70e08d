package look

import (
	"fmt"
	"math"
	"strconv"
)

// A brand chooses one colour. What it is used for, as a button, a border, a link, on light paper and
// on dark, must stay readable whatever was chosen (WCAG 2.2, 1.4.3 and 1.4.11): so the colour is
// moved towards black or white until the contrast is enough.

// Colour is sRGB, each part from 0 to 1.
type Colour [3]float64

// The papers of look.css that a colour must stand out from.
var (
	white     = Colour{1, 1, 1}
	black     = Colour{0, 0, 0}
	lightPage = Colour{0xf5 / 255.0, 0xf4 / 255.0, 0xf0 / 255.0}
	darkPage  = Colour{0x22 / 255.0, 0x27 / 255.0, 0x2c / 255.0}
	darkInk   = Colour{0x10 / 255.0, 0x14 / 255.0, 0x18 / 255.0}
)

// Readable is the contrast that text needs (WCAG 2.2, 1.4.3).
const Readable = 4.5

// ParseColour reads "#1f6f5c".
func ParseColour(s string) (Colour, bool) {
	if len(s) != 7 || s[0] != '#' {
		return Colour{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return Colour{}, false
	}
	return Colour{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, true
}

func (c Colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", to8(c[0]), to8(c[1]), to8(c[2]))
}

func to8(v float64) int { return int(math.Round(v * 255)) }

// luminance is the relative luminance of WCAG 2.2.
func (c Colour) luminance() float64 {
	var linear [3]float64
	for i, v := range c {
		if v <= 0.04045 {
			linear[i] = v / 12.92
		} else {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// Contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func (c Colour) Contrast(o Colour) float64 {
	a, b := c.luminance(), o.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// against moves the colour towards another until it can be read on the paper.
func (c Colour) against(paper, towards Colour) Colour {
	for range 40 {
		if c.Contrast(paper) >= Readable+0.05 { // what rounding to bytes may take
			break
		}
		for i := range c {
			c[i] += (towards[i] - c[i]) * 0.07
		}
	}
	return c
}

// Ink is the colour of text on a button of this colour.
func (c Colour) Ink() Colour {
	if c.Contrast(white) >= Readable {
		return white
	}
	return darkInk
}

// AccentSheet is the style sheet of a brand.
func AccentSheet(c Colour) string {
	light, dark := c.Shades()
	return fmt.Sprintf(":root{--accent:%[1]s;--accent-ink:%[2]s;--link:%[1]s}\n@media (prefers-color-scheme:dark){:root{--accent:%[3]s;--accent-ink:%[4]s;--link:%[3]s}}\n",
		light, light.Ink(), dark, dark.Ink())
}

// Shades are the colours that pages use for an accent, on light paper and on dark, after it was made readable.
func (c Colour) Shades() (light, dark Colour) {
	return c.against(lightPage, black), c.against(darkPage, white)
}

// OnPaper is the contrast of the colour as it is with the light paper and with the dark.
func (c Colour) OnPaper() (light, dark float64) { return c.Contrast(lightPage), c.Contrast(darkPage) }
