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
	docs string // page and chapter of the docs that explain its screens
}

// sections is the navigation, in its order. An entry shows once a route has its path.
var sections = []section{
	{"home", "/", auth.OwnAccount, "operator#from-nothing-to-the-first-sign-up"},
	{"stats", "/stats", auth.SeeNumbers, "operator#numbers"},
	{"people", "/people", auth.SeePeople, "operator#people"},
	{"call", "/call", auth.RecordActs, "operator#call-desk"},
	{"purposes", "/purposes", auth.SeeCatalogue, "operator#purposes-and-notices"},
	{"forms", "/forms", auth.SeeCatalogue, "operator#forms-and-pages"},
	{"campaigns", "/campaigns", auth.SeeCatalogue, "operator#asking-for-consent"},
	{"law", "/law", auth.SeeCatalogue, "law-packs"},
	{"requests", "/requests", auth.AnswerRights, "operator#rights-and-retention"},
	{"imports", "/imports", auth.RunImports, "operator#imports-and-exports"},
	{"exports", "/exports", auth.ExportPeople, "operator#imports-and-exports"},
	{"integrations", "/integrations", auth.SeeSettings, "operator#integrations"},
	{"team", "/team", auth.SeeTeam, "operator#who-may-sign-in"},
	{"trail", "/trail", auth.SeeTrail, "operator#audit-trail"},
}

// unlisted are the screens that are no entry of the navigation: under which entry they are reached, and what explains them.
var unlisted = []section{
	{name: "requests", path: "/retention", docs: "operator#rights-and-retention"},
	{path: "/organisations", docs: "operator#several-organisations"},
	{path: "/account", docs: "operator#who-may-sign-in"},
}

// sectionOf is the section that a screen belongs to.
func sectionOf(screen string) section {
	for _, x := range slices.Concat(sections, unlisted) {
		if isBelow(screen, "/console"+x.path) {
			return x
		}
	}
	return section{docs: "operator#the-console"}
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
			Current: sectionOf(c.r.URL.Path).name == x.name,
		})
	}
	return out
}

func (s *site) has(path string) bool {
	return slices.ContainsFunc(s.routes, func(r route) bool { return r.path == "GET "+path })
}

// isBelow reports whether an address belongs to a section.
func isBelow(at, section string) bool {
	if section == "/console/" {
		return at == "/console"
	}
	return at == section || strings.HasPrefix(at, section+"/")
}
