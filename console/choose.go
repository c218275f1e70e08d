package console

import (
	"fmt"
	"slices"
	"strings"

	"assent"
)

// among refuses a value of the address that is none of those that a screen can show, and names those; an empty one is no choice.
func among[T ~string](field string, value T, allowed []T) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	names := strings.Trim(fmt.Sprint(allowed), "[]")
	return assent.Problemf("BAD_CHOICE", "%q cannot be chosen as %s here. Choose one of: %s.", string(value), field, strings.ReplaceAll(names, " ", ", ")).In(field)
}

// sentence is what the screen says of a Problem: in words of its own where those of the API would name what no screen shows.
func (c *call) sentence(p *assent.Problem) string {
	return orElse(c.words.Text("console.wrong."+strings.ToLower(p.Code)), p.Detail)
}
