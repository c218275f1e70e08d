package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"assent/web/webtest"

	"github.com/chromedp/chromedp"
)

// pictures is where the journey of the marketer leaves what she sees, for the docs.
var pictures = flag.String("pictures", "", "take pictures of the marketer's journey, with 2500 people, into this folder")

// people is how many there are in the demo of a journey: many for pictures, few for a test.
func people() int {
	if *pictures != "" {
		return 2500
	}
	return 40
}

// picture takes what is seen once the selected element is at the top; the top of the page, if none is.
func (m *marketer) picture(name, selector string) {
	m.t.Helper()
	if *pictures == "" {
		return
	}
	webtest.Read[bool](m.t, m.tab, fmt.Sprintf(`(document.activeElement.blur(), scrollTo({top: %q ? document.querySelector(%[1]q || "body").getBoundingClientRect().top + scrollY - 16 : 0, behavior: "instant"}), true)`, selector))
	shot, err := chromedp.Run(m.tab, chromedp.CaptureScreenshot())
	if err != nil {
		m.t.Fatal(err)
	}
	width := "desk"
	if m.width < 600 {
		width = "phone"
	}
	if err := os.WriteFile(filepath.Join(*pictures, fmt.Sprintf("tour-%s-%s.png", name, width)), squeezed(m.t, shot), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// shades is how many colours a picture of the docs has.
const shades = 200

// squeezed draws a picture with its most frequent colours alone, which takes half the space.
func squeezed(t *testing.T, shot []byte) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[color.RGBA]int{}
	for y := full.Bounds().Min.Y; y < full.Bounds().Max.Y; y++ {
		for x := full.Bounds().Min.X; x < full.Bounds().Max.X; x++ {
			seen[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)]++
		}
	}
	often := slices.SortedFunc(maps.Keys(seen), func(a, b color.RGBA) int { return cmp.Compare(seen[b], seen[a]) })
	var some color.Palette
	for _, c := range often {
		if len(some) == 0 || apart(some.Convert(c).(color.RGBA), c) > 2 {
			if some = append(some, c); len(some) == shades {
				break
			}
		}
	}
	small := image.NewPaletted(full.Bounds(), some)
	draw.Draw(small, small.Bounds(), full, full.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// apart is how much two colours differ in the channel in which they do most.
func apart(a, b color.RGBA) int {
	d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}
