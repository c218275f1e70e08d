package web

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"

	"assent/locale"
)

//go:embed pages/*.html
var templates embed.FS

// Page is one page: a struct that holds all it shows, drawn by the template of its name. Only
// pointers to the structs of this package with a [Frame] in them are pages.
type Page interface {
	frame() *Frame
}

// Frame is what all pages have: the words, the brand, the head and the foot.
type Frame struct {
	*locale.Printer
	Title   string
	Brand   Look
	Org     string   // name of the controller
	Privacy string   // address of the privacy notice
	Access  string   // mail address for questions about one's data
	Tongues []Tongue // the same page in other languages
	Wide    bool     // lists and forms need room
	Style   string   // address of the style sheet
	Icon    string   // address of the icon
}

// Look is how a brand looks.
type Look struct {
	Name  string
	Logo  string // address of the image; empty: the name is shown
	Style string // address of the sheet with the brand's colours
}

// Tongue is a language in which the page can be read.
type Tongue struct {
	locale.Language
	URL     string
	Current bool
}

func (f *Frame) frame() *Frame { return f }

// T returns a message of the page's language. A template that asks for one that does not exist
// fails, so that tests find it.
func (f *Frame) T(key string, args ...any) (string, error) {
	text, ok := f.Lookup(key, args...)
	if !ok {
		return "", fmt.Errorf("no message %s", key)
	}
	return text, nil
}

// Pages draws pages. It needs no database and is safe for concurrent use.
type Pages struct {
	sets map[string]*template.Template // by name of the template
}

// NewPages parses the templates.
func NewPages() (*Pages, error) {
	frame, err := template.ParseFS(templates, "pages/frame.html")
	if err != nil {
		return nil, err
	}
	entries, err := templates.ReadDir("pages")
	if err != nil {
		return nil, err
	}
	p := &Pages{sets: map[string]*template.Template{}}
	for _, e := range entries {
		set, err := frame.Clone()
		if err == nil {
			set, err = set.ParseFS(templates, "pages/"+e.Name())
		}
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", e.Name(), err)
		}
		p.sets[strings.TrimSuffix(e.Name(), ".html")] = set
	}
	return p, nil
}

// Draw writes a page. After an error part of it may have been written.
func (p *Pages) Draw(w io.Writer, page Page) error {
	name := strings.TrimSuffix(strings.ToLower(reflect.TypeOf(page).Elem().Name()), "page")
	set, ok := p.sets[name]
	if !ok {
		return fmt.Errorf("no template for page %s", name)
	}
	f := page.frame()
	f.Style, f.Icon = styleURL, iconURL
	if err := set.ExecuteTemplate(w, "frame.html", page); err != nil {
		return fmt.Errorf("draw page %s: %w", name, err)
	}
	return nil
}
