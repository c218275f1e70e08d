package console

import "strings"

// Addresses lists the method and path of every screen ("GET /console/people/{person}"), for tests that try them all.
func Addresses() []string {
	var out []string
	for _, r := range routes() {
		out = append(out, strings.TrimSuffix(r.pattern(), "{$}"))
	}
	return out
}
