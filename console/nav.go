package console

import (
	"slices"
	"strings"

	"assent/auth"
)

// section is one entry of the navigation.
type section struct {
	name string // console.nav.<name>
	path string // below /console
	may  auth.Capability
}

// sections is the navigation, in its order. An entry shows once a route has its path.
var sections = []section{
	{"home", "/", auth.OwnAccount},
	{"stats", "/stats", auth.SeeNumbers},
	{"people", "/people", auth.SeePeople},
	{"call", "/call", auth.RecordActs},
	{"purposes", "/purposes", auth.SeeCatalogue},
	{"forms", "/forms", auth.SeeCatalogue},
	{"campaigns", "/campaigns", auth.SeeCatalogue},
	{"law", "/law", auth.SeeCatalogue},
	{"requests", "/requests", auth.AnswerRights},
	{"imports", "/imports", auth.RunImports},
	{"exports", "/exports", auth.ExportPeople},
	{"integrations", "/integrations", auth.SeeSettings},
	{"team", "/team", auth.SeeTeam},
	{"trail", "/trail", auth.SeeTrail},
}

// NavItem is an entry as it is drawn.
type NavItem struct {
	Text, URL string
	Current   bool
}

// nav lists what the operator may open.
func (s *site) nav(c *call) []NavItem {
	var out []NavItem
	for _, x := range sections {
		if !c.may(x.may) || !s.has(x.path) {
			continue
		}
		out = append(out, NavItem{
			Text: c.words.Text("console.nav." + x.name), URL: strings.TrimSuffix("/console"+x.path, "/"),
			Current: isBelow(c.r.URL.Path, "/console"+x.path),
		})
	}
	return out
}

func (s *site) has(path string) bool {
	return slices.ContainsFunc(s.routes, func(r route) bool { return r.path == "GET "+path })
}

// opens reports whether the console has a screen at a path, and the operator may open it.
func (s *site) opens(c *call, path string) bool {
	return slices.ContainsFunc(s.routes, func(r route) bool { return r.path == "GET "+path && c.may(r.may) })
}

// isBelow reports whether an address belongs to a section.
func isBelow(at, section string) bool {
	if section == "/console/" {
		return at == "/console"
	}
	return at == section || strings.HasPrefix(at, section+"/")
}
