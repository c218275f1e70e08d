package console

import "assent/auth"

// Route is a row of the table, for the tests that are made from it.
type Route struct {
	Act, Path string
	May       auth.Capability
}

// Routes is the table.
func Routes() []Route {
	var out []Route
	for _, r := range routes() {
		out = append(out, Route{r.act, r.path, r.may})
	}
	return out
}

// Nobody marks a route that is open before sign-in.
const Nobody = nobody
