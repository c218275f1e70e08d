package console

import (
	"strings"

	"assent/auth"
)

// route is one thing that can be done in the console.
type route struct {
	act  string          // its name in the trail: "people.see"
	path string          // method and path below /console: "GET /people/{person}"
	may  auth.Capability // who may; nobody: no session is needed
	do   func(*site, *call) error
}

// nobody marks a route that is open before sign-in. It notes nothing in the trail by itself.
const nobody auth.Capability = ""

// pattern is the route as http.ServeMux reads it. The home of the console is /console itself.
func (r route) pattern() string {
	method, path, _ := strings.Cut(r.path, " ")
	if path == "/" {
		path = ""
	}
	return method + " /console" + path
}

// routes is the whole console.
func routes() []route {
	var all []route
	for _, some := range [][]route{
		homeRoutes(), signInRoutes(), accountRoutes(), passkeyRoutes(), elsewhereRoutes(), peopleRoutes(), eraseRoutes(), callRoutes(),
		catalogueRoutes(), clauseRoutes(), teamRoutes(), organisationRoutes(), trailRoutes(), docsRoutes(), integrationRoutes(),
		importRoutes(), exportRoutes(), requestRoutes(), retentionRoutes(), lawRoutes(), formRoutes(), campaignRoutes(), statsRoutes(),
	} {
		all = append(all, some...)
	}
	return all
}
