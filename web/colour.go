package web

import (
	"fmt"
	"math"
	"strconv"
)

// A brand chooses one colour. What it is used for, as a button, a border, a link, on light paper and
// on dark, must stay readable whatever was chosen (WCAG 2.2, 1.4.3 and 1.4.11): so the colour is
// moved towards black or white until the contrast is enough.

// colour is sRGB, each part from 0 to 1.
type colour [3]float64

// The papers of style.css that a colour must stand out from.
var (
	white     = colour{1, 1, 1}
	black     = colour{0, 0, 0}
	lightPage = colour{0xf5 / 255.0, 0xf4 / 255.0, 0xf0 / 255.0}
	darkPage  = colour{0x22 / 255.0, 0x27 / 255.0, 0x2c / 255.0}
	darkInk   = colour{0x10 / 255.0, 0x14 / 255.0, 0x18 / 255.0}
)

// readable is the contrast that text needs (WCAG 2.2, 1.4.3).
const readable = 4.5

// parseColour reads "#1f6f5c".
func parseColour(s string) (colour, bool) {
	if len(s) != 7 || s[0] != '#' {
		return colour{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return colour{}, false
	}
	return colour{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, true
}

func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", to8(c[0]), to8(c[1]), to8(c[2]))
}

func to8(v float64) int { return int(math.Round(v * 255)) }

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
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

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func (c colour) contrast(o colour) float64 {
	a, b := c.luminance(), o.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// against moves the colour towards another until it can be read on the paper.
func (c colour) against(paper, towards colour) colour {
	for range 40 {
		if c.contrast(paper) >= readable+0.05 { // what rounding to bytes may take
			break
		}
		for i := range c {
			c[i] += (towards[i] - c[i]) * 0.07
		}
	}
	return c
}

// ink is the colour of text on a button of this colour.
func (c colour) ink() colour {
	if c.contrast(white) >= readable {
		return white
	}
	return darkInk
}

// accentSheet is the style sheet of a brand.
func accentSheet(c colour) string {
	light, dark := c.against(lightPage, black), c.against(darkPage, white)
	return fmt.Sprintf(":root{--accent:%[1]s;--accent-ink:%[2]s;--link:%[1]s}\n@media (prefers-color-scheme:dark){:root{--accent:%[3]s;--accent-ink:%[4]s;--link:%[3]s}}\n",
		light, light.ink(), dark, dark.ink())
}
