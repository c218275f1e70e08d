package console_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/console"
	"assent/intake/intaketest"
	"assent/web/webtest"
	"assent/webhook"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// furnished is a console with something to show on every screen, and what stands for the places of its addresses.
type furnished struct {
	*world
	admin  auth.Operator
	places map[string][]string // "{kind}/{item}" to what is in them
}

func furnish(t *testing.T) *furnished {
	t.Helper()
	var config *console.Config
	f := &furnished{world: newWorld(t, intaketest.New(t), func(c *console.Config) { config = c })}
	f.Publish(script())
	f.Publish(&catalogue.Page{ID: "short", Kind: catalogue.UnsubscribePage, Blocks: []string{"this", "everything", "remains"}})
	person := f.subscribed().Person
	f.Record(intaketest.Link(intaketest.Email(ana), assent.Contactable{Phone: "+33639980123"}))
	f.admin = f.hire(auth.Admin)
	f.draft(f.admin, "newsletter", func(p *catalogue.Purpose) {
		p.Channels = append(p.Channels, assent.LiveCall)
		delete(p.Sentences, "fr")
	})
	f.draftOf(&catalogue.Notice{ID: "signup", Version: "2.0", Languages: catalogue.Texts{"en": "We write and call."}})
	f.draftOf(&catalogue.PartnerList{ID: "friends", Partners: []catalogue.Partner{{ID: "rope-co", Name: "Rope & Co"}, {ID: "axe", Name: "Axe Ltd"}}})
	f.draftOf(&catalogue.Brand{ID: "alpenglow", Name: "Alpenglow", Accent: "#ffdd00"})
	f.draftOf(&catalogue.Settings{Name: "Alpenglow SA", Country: "FR", Retention: &catalogue.Retention{SilentMonths: 24}})
	hook, _, err := config.Webhooks.Create(t.Context(), f.Org, webhook.Plan{Label: "shop", URL: "https://shop.example/in"})
	must(t, err)
	v := f.visitor()
	v.post(f.link(f.admin), nil)
	imported := v.upload("/console/imports", nil, "file", []byte("email,status,occurred_at\nbea@example.org,granted,2026-03-01\n")).header.Get("Location")
	v.post(imported+"/try", form("purpose", "newsletter", "channel", "email"))
	f.work()
	f.places = map[string][]string{
		"/new/{kind}":   {"/new/purpose", "/new/notice", "/new/partner_list", "/new/brand"},
		"{kind}/{item}": {"purpose/newsletter", "notice/signup", "partner_list/friends", "brand/alpenglow", "settings/settings"},
		"/new/{made}":   {"/new/form", "/new/unsubscribe", "/new/preferences", "/new/profile"},
		"{made}/{item}": {"form/newsletter", "form/hotline", "unsubscribe/short"},
		"paper/{item}":  {"paper/newsletter"},
		"{person}":      {person.String()},
		"{operator}":    {f.admin.ID.String()},
		"{campaign}":    {f.campaign()},
		"{import}":      {imported[strings.LastIndex(imported, "/")+1:]},
		"{webhook}":     {hook.ID.String()},
		"{code}":        {"FR"},
		"{by}":          {"purpose", "reason"},
		"{page}":        {"operator", "law-packs"},
		"/{$}":          {""},
	}
	return f
}

// draftOf saves a draft of a published item.
func (f *furnished) draftOf(i catalogue.Item) {
	f.t.Helper()
	c, err := f.Shelf.Current(f.t.Context(), f.Org)
	must(f.t, err)
	d := c.NewDraft(i)
	d.Author = f.admin.ID
	must(f.t, f.Shelf.SaveDraft(f.t.Context(), f.Org, d))
}

// files are the routes that answer with no screen.
var files = regexp.MustCompile(`\.csv$|\.json$|\{event\}$|/preview$|/signin/|/\{\$\}$|\{ticket\}$`)

// screens are the addresses of everything that a signed-in operator can look at, by the route that shows it.
func (f *furnished) screens() map[string][]string {
	f.t.Helper()
	out := map[string][]string{}
	for _, r := range f.routes {
		method, path, _ := strings.Cut(r.Path, " ")
		if method != http.MethodGet || r.May == console.Nobody || files.MatchString(path) {
			continue
		}
		all := []string{"/console" + strings.TrimSuffix(path, "/")}
		for place, values := range f.places {
			var filled []string
			for _, address := range all {
				if !strings.Contains(address, place) {
					filled = append(filled, address)
					continue
				}
				for _, value := range values {
					filled = append(filled, strings.Replace(address, place, value, 1))
				}
			}
			all = filled
		}
		if strings.Contains(all[0], "{") {
			f.t.Fatalf("nothing stands for a place of %s: add it to furnish", r.Path)
		}
		out[path] = append(out[path], all...)
	}
	return out
}

// TestAxeFindsNothingOnAnyScreen opens every screen of the table of routes, with something to show on it, on a phone and at a desk,
// light and dark.
func TestAxeFindsNothingOnAnyScreen(t *testing.T) {
	f := furnish(t)
	entry, err := f.staff.SignIn(t.Context(), f.Org, f.admin.Email, password, auth.Visitor{Device: "Firefox on Linux"})
	must(t, err)
	tab := webtest.Browser(t)
	webtest.Axe(t, tab, webtest.Looks(), f.server.URL+"/console/signin", f.server.URL+f.link(f.admin))
	if _, err := chromedp.Call(tab, network.SetCookie, network.SetCookieParams{Name: "console", Value: entry.Secret, URL: f.server.URL}); err != nil {
		t.Fatal(err)
	}
	for _, addresses := range f.screens() {
		for _, address := range addresses {
			webtest.Axe(t, tab, webtest.Looks(), f.server.URL+address)
			webtest.Do(t, tab, chromedp.EmulateViewport(320, 800))
			if spilt := webtest.Spills(t, tab); len(spilt) > 0 {
				t.Errorf("%s is wider than 320 px: %s", address, spilt[0])
			}
		}
	}
}

// exportless are the screens that export nothing, and why.
var exportless = map[string]string{
	"/account":               "one's own sign-in; an administrator's list of the team has who signs in how",
	"/again":                 "a question",
	"/call":                  "a search",
	"/people":                "a search; whole lists of people are exported under Exports",
	"/people/{person}/erase": "a question",
	"/purposes/new/{kind}":   "nothing is written yet",
	"/forms/new/{made}":      "nothing is written yet",
	"/campaigns/new":         "nothing is written yet",
	"/integrations":          "each of its parts has its own",
	"/integrations/texts":    "four settings of the configuration file",
	"/docs/{page}":           "the text itself",
	"/team/{operator}":       "one line of the list of the team, which is exported; what she did is exported from the trail",
	"/call/{person}":         "what is known of her is exported from her page, by whoever may",
}

// export is a link or a form that hands out a file.
var export = regexp.MustCompile(`\.(csv|json|zip)(\?.*)?$|/dossier$`)

func TestEveryScreenLeadsToItsDocsAndToAnExport(t *testing.T) {
	f := furnish(t)
	v := f.visitor()
	v.post(f.link(f.admin), nil)
	chapters := map[string][]string{} // of pages of the docs: the identifiers on them
	for path, addresses := range f.screens() {
		for _, address := range addresses {
			p := v.get(address).is(http.StatusOK)
			docs, exports := p.tools()
			page, chapter, _ := strings.Cut(docs, "#")
			if _, read := chapters[page]; !read {
				v.get(page).is(http.StatusOK).each(func(n *html.Node) { chapters[page] = append(chapters[page], attr(n, "id")) })
			}
			if docs == "" || chapter != "" && !slices.Contains(chapters[page], chapter) {
				t.Errorf("%s leads to %q, which is no chapter of the docs", address, docs)
			}
			why, none := exportless[path]
			if exports == "" && !none {
				t.Errorf("%s exports nothing, and no reason is given", address)
			}
			if exports != "" && none {
				t.Errorf("%s exports %s, though it is said to be %s", address, exports, why)
			}
			if strings.HasPrefix(exports, "/console") && strings.Contains(exports, ".csv") {
				v.get(exports).is(http.StatusOK)
			}
		}
	}
}

// tools are the link of a screen to the docs, and the first to a file.
func (p *page) tools() (docs, file string) {
	p.each(func(n *html.Node) {
		address := attr(n, "href") + attr(n, "action")
		if docs == "" && strings.HasPrefix(address, "/console/docs/") {
			docs = address
		}
		if file == "" && export.MatchString(address) {
			file = address
		}
	})
	return docs, file
}

func TestNoAddressOfAScreenHoldsPersonalData(t *testing.T) {
	f := furnish(t)
	v := f.visitor()
	v.post(f.link(f.admin), nil)
	for _, addresses := range f.screens() {
		for _, address := range addresses {
			v.get(address).each(func(n *html.Node) {
				where := attr(n, "href")
				if n.Data == "form" && !strings.EqualFold(attr(n, "method"), http.MethodPost) {
					where = attr(n, "action")
				}
				if strings.HasPrefix(where, "/console") && (strings.Contains(where, "%40") || strings.Contains(where, "@") || strings.Contains(where, "+33")) {
					t.Errorf("%s leads to %s", address, where)
				}
			})
		}
	}
}
