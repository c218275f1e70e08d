package console

import (
	"fmt"
	htmltemplate "html/template"
	"strings"

	"rsc.io/qr"
)

// quiet is the margin that ISO/IEC 18004 wants around a symbol, in modules.
const quiet = 4

// qrSVG draws an address as a QR code that survives print: an SVG of black on white, whatever the page around it looks
// like. The label is what a screen reader says of it.
func qrSVG(address, label string) (htmltemplate.HTML, error) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := code.Size + 2*quiet
	return htmltemplate.HTML(fmt.Sprintf(`<svg class="qr" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[2]dv%[2]dH0z"/><path fill="#000" d="%[4]s"/></svg>`,
		htmltemplate.HTMLEscapeString(label), side, side, path.String())), nil
}
