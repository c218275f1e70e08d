package console

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"net/http"
	"reflect"
	"strings"

	"assent"
	"assent/auth"
	"assent/locale"
)

//go:embed pages/*.html
var pages embed.FS

type template = *htmltemplate.Template

// Screen is one screen: a struct that holds all it shows, drawn by the template of its name. Only
// pointers to structs of this package with a [Frame] in them are screens.
type Screen interface{ frame() *Frame }

// Frame is what all screens have.
type Frame struct {
	*locale.Printer
	Org   string
	Who   auth.Operator // zero before sign-in
	Nav   []NavItem
	Title string
	Intro string // one sentence: what the screen is for
	Docs  string // address of the page of the docs that explains it
	CSV   string // address of the same list as CSV; empty: the screen shows none
	Done  string // what has just been done
	Wrong string // what is wrong with what was sent
	Style string
	Icon  string
}

func (f *Frame) frame() *Frame { return f }

// T returns a message of the console. A template that asks for one that does not exist fails, so
// that tests find it.
func (f *Frame) T(key string, args ...any) (string, error) {
	text, ok := f.Lookup(key, args...)
	if !ok {
		return "", fmt.Errorf("no message %s", key)
	}
	return text, nil
}

// May reports, for templates, whether the operator has a capability.
func (f *Frame) May(what string) bool { return f.Who.May(auth.Capability(what)) }

// frame begins a screen: console.<name>.title and .intro.
func (s *site) frame(c *call, name string, args ...any) Frame {
	f := Frame{
		Printer: c.words, Who: c.who(), Title: c.words.Text("console."+name+".title", args...), Intro: c.words.Text("console." + name + ".intro"),
		Docs: "/console/docs/" + sectionOf(c.r.URL.Path).docs, Style: styleURL, Icon: iconURL,
	}
	if c.catalogue != nil {
		f.Org = c.catalogue.Settings().Name
	}
	if !f.Who.ID.IsZero() && !c.session.Half {
		f.Nav = s.nav(c)
	}
	if done := c.r.URL.Query().Get("done"); done != "" {
		f.Done = c.words.Text("console.done." + done) // an unknown word says nothing
	}
	if c.fault != nil {
		f.Wrong = c.fault.Error()
		if p, ok := assent.AsProblem(c.fault); ok {
			f.Wrong = c.sentence(p)
		}
	}
	return f
}

// draw answers with a screen.
func (s *site) draw(c *call, screen Screen) error {
	name := strings.TrimSuffix(strings.ToLower(reflect.TypeOf(screen).Elem().Name()), "screen")
	set, ok := s.screens[name]
	if !ok {
		return fmt.Errorf("no template for screen %s", name)
	}
	c.header.Set("Content-Type", "text/html; charset=utf-8")
	c.header.Set("Content-Language", c.words.Language())
	if err := set.ExecuteTemplate(&c.body, "frame.html", screen); err != nil {
		c.body.Reset()
		return fmt.Errorf("draw screen %s: %w", name, err)
	}
	return nil
}

// FaultScreen says what went wrong.
type FaultScreen struct {
	Frame
	Sentence string // empty: it was our fault
	Again    string // address to try again, if that may help
}

// drawFault answers for what could not be done.
func (s *site) drawFault(c *call, sentence string) {
	screen := &FaultScreen{Frame: s.frame(c, "fault"), Sentence: sentence}
	if c.status == http.StatusForbidden || c.status == http.StatusNotFound {
		screen.Title = c.words.Text(map[int]string{http.StatusForbidden: "console.fault.forbidden", http.StatusNotFound: "console.fault.lost"}[c.status])
	}
	c.body.Reset()
	if err := s.draw(c, screen); err != nil {
		s.Log.Error("the page of a fault cannot be drawn", "error", err)
	}
}

// parseScreens parses the templates, each with the frame.
func parseScreens() (map[string]template, error) {
	frame, err := htmltemplate.ParseFS(pages, "pages/frame.html")
	if err != nil {
		return nil, err
	}
	entries, err := pages.ReadDir("pages")
	if err != nil {
		return nil, err
	}
	out := map[string]template{}
	for _, e := range entries {
		set, err := frame.Clone()
		if err == nil {
			set, err = set.ParseFS(pages, "pages/"+e.Name())
		}
		if err != nil {
			return nil, fmt.Errorf("screen %s: %w", e.Name(), err)
		}
		out[strings.TrimSuffix(e.Name(), ".html")] = set
	}
	return out, nil
}
