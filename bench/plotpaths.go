package main

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// The picture of the hot paths: for each a panel, processor time on the left and allocated bytes on the right, a bar for each
// function.
const (
	panelWidth, panelHeight = 1000, shares*16 + 44
	barLeft, barWidth       = 300, 130 // within half a panel; the name stands before
	nameLength              = 42
)

func plotPaths(all []hotPath) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" role="img" aria-label="Functions that take most processor time and allocate most, in the three hot paths">`+"\n", panelWidth, len(all)*panelHeight)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" fill="#ffffff"/>`)
	for i, p := range all {
		top := i * panelHeight
		for half, list := range [][]share{p.cpu, p.allocs} {
			left := half * panelWidth / 2
			title := [...]string{"processor time", "allocated bytes"}[half]
			fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="13" font-weight="bold">%s: %s</text>`+"\n", left+10, top+20, html.EscapeString(p.name), title)
			plotShares(&b, list, left, top+30, inks[half])
		}
	}
	return b.String() + "</svg>\n"
}

func plotShares(b *strings.Builder, list []share, left, top int, ink string) {
	most := 1.0
	for _, s := range list {
		most = max(most, s.number())
	}
	for i, s := range list {
		y := top + i*16
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text><rect x="%d" y="%d" width="%.1f" height="12" fill="%s"/><text x="%.1f" y="%d">%s</text>`+"\n",
			left+barLeft-6, y+10, html.EscapeString(short(s.function)), left+barLeft, y, s.number()/most*barWidth, ink, float64(left+barLeft+4)+s.number()/most*barWidth, y+10, s.percent)
	}
}

// number is the share in percent.
func (s share) number() float64 {
	n, _ := strconv.ParseFloat(strings.TrimSuffix(s.percent, "%"), 64)
	return n
}

// short is the end of a function's name: its package and what it is called.
func short(function string) string {
	name := function[strings.LastIndex(function, "/")+1:]
	if r := []rune(name); len(r) > nameLength {
		return "…" + string(r[len(r)-nameLength:])
	}
	return name
}
