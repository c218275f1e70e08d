package console

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestACodeIsAnSVGThatSaysWhereItLeads(t *testing.T) {
	svg, err := qrSVG("https://choices.example.org/f/newsletter", `To "the" <form>`)
	if err != nil {
		t.Fatal(err)
	}
	var drawn struct {
		Label string `xml:"aria-label,attr"`
		Box   string `xml:"viewBox,attr"`
		Paths []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &drawn); err != nil {
		t.Fatalf("%v in %s", err, svg)
	}
	if drawn.Label != `To "the" <form>` || len(drawn.Paths) != 2 || strings.Count(drawn.Paths[1].D, "z") < 100 {
		t.Errorf("the code is %+v", drawn)
	}
	if _, err := qrSVG(strings.Repeat("x", 4000), ""); err == nil {
		t.Error("more is drawn than a code can hold")
	}
}
