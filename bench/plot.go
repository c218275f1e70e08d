package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The plot of growth: people to the right, cost of one operation upwards, both by powers of ten, so that a level line is an
// operation that costs the same among however many people.
const (
	plotWidth, plotHeight = 720, 360
	plotLeft, plotRight   = 64, 230
	plotTop, plotBottom   = 16, 40
)

var inks = [...]string{"#1b4f72", "#b9770e", "#1e8449", "#7d3c98", "#c0392b"}

func plotGrowth(all []grown) string {
	left, right := math.Log10(float64(all[0].people)), math.Log10(float64(all[len(all)-1].people))
	low, high := 0.0, 0.0
	for i, g := range all {
		for k, c := range g.costs {
			exponent := math.Log10(float64(c.Nanoseconds()))
			if i == 0 && k == 0 {
				low, high = exponent, exponent
			}
			low, high = min(low, math.Floor(exponent)), max(high, math.Ceil(exponent))
		}
	}
	x := func(people int) float64 {
		return plotLeft + (math.Log10(float64(people))-left)/max(right-left, 1)*(plotWidth-plotLeft-plotRight)
	}
	y := func(nanos float64) float64 {
		return plotHeight - plotBottom - (math.Log10(nanos)-low)/(high-low)*(plotHeight-plotTop-plotBottom)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" role="img" aria-label="Cost of one operation by number of people">`+"\n", plotWidth, plotHeight)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" fill="#ffffff"/>`)
	for e := low; e <= high; e++ {
		at := y(math.Pow(10, e))
		fmt.Fprintf(&b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#d5d8dc"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			plotLeft, at, plotWidth-plotRight, at, plotLeft-6, at+4, duration(math.Pow(10, e)))
	}
	for _, g := range all {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(g.people), plotHeight-plotBottom+18, thousands(float64(g.people)))
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">people</text>`+"\n", (plotLeft+plotWidth-plotRight)/2, plotHeight-6)
	plotLines(&b, all, x, y)
	return b.String() + "</svg>\n"
}

// plotLines draws a line for each operation, with its name at its end; names keep off each other.
func plotLines(b *strings.Builder, all []grown, x func(int) float64, y func(float64) float64) {
	last := all[len(all)-1]
	order := make([]int, len(operations))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, k int) int { return int(last.costs[k] - last.costs[i]) })
	free := 0.0
	for _, i := range order {
		var points []string
		for _, g := range all {
			points = append(points, fmt.Sprintf("%.1f,%.1f", x(g.people), y(float64(g.costs[i].Nanoseconds()))))
		}
		fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), inks[i])
		at := max(y(float64(last.costs[i].Nanoseconds()))+4, free)
		free = at + 15
		fmt.Fprintf(b, `<text x="%d" y="%.1f" fill="%s">%s</text>`+"\n", plotWidth-plotRight+8, at, inks[i], operations[i])
	}
}
