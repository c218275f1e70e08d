package console

import (
	"bytes"
	htmltemplate "html/template"
	"io/fs"
	"net/http"
	"regexp"
	"strings"

	"assent/auth"
	"assent/docs"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

func docsRoutes() []route {
	return []route{{"docs", "GET /docs/{page}", auth.OwnAccount, (*site).showDocs}}
}

// DocsScreen is one page of the documentation.
type DocsScreen struct {
	Frame
	Pages []string
	Page  string
	Body  htmltemplate.HTML
}

// markdown renders our own files: raw HTML in them stays out, and cells are aligned without a style in the
// page, which its policy forbids.
var (
	tables   = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	markdown = goldmark.New(goldmark.WithExtensions(tables), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
)

var pageName = regexp.MustCompile(`^[a-z-]+$`)

func (s *site) showDocs(c *call) error {
	name := c.r.PathValue("page")
	source, err := fs.ReadFile(docs.Files, name+".md")
	if !pageName.MatchString(name) || err != nil {
		return errNoScreen
	}
	var b bytes.Buffer
	if err := markdown.Convert(source, &b); err != nil {
		return err
	}
	body := inConsole(b.String())
	screen := &DocsScreen{Frame: s.frame(c, "docs"), Page: name}
	if title := firstHeading.FindStringSubmatch(body); title != nil { // a screen has one title
		screen.Title, body = title[1], strings.Replace(body, title[0], "", 1)
	}
	screen.Body = htmltemplate.HTML(body)
	files, err := fs.Glob(docs.Files, "*.md")
	if err != nil {
		return err
	}
	for _, f := range files {
		screen.Pages = append(screen.Pages, strings.TrimSuffix(f, ".md"))
	}
	return s.draw(c, screen)
}

// inConsole turns links between the pages into addresses of the console; links to files that are not here
// become plain words, and pictures that are not here go.
func inConsole(html string) string {
	html = docLink.ReplaceAllString(html, `<a href="/console/docs/$1$2">`)
	html = picture.ReplaceAllStringFunc(html, func(img string) string {
		at := srcOf.FindStringSubmatch(img)
		if _, err := fs.Stat(docs.Files, at[1]); err != nil {
			return ""
		}
		return strings.Replace(img, at[0], `src="/console/docs/`+at[1]+`"`, 1)
	})
	return fileLink.ReplaceAllString(html, "$1")
}

var (
	firstHeading = regexp.MustCompile(`<h1[^>]*>([^<]*)</h1>`)

	docLink  = regexp.MustCompile(`<a href="([a-z-]+)\.md(#[^"]*)?">`)
	fileLink = regexp.MustCompile(`(?s)<a href="(?:\.\.?/|adr/|pictures/)[^"]*">(.*?)</a>`)
	picture  = regexp.MustCompile(`<img [^>]*src="[^>]*>`)
	srcOf    = regexp.MustCompile(`src="([^"]*)"`)
)

// docsPicture serves a picture of the documentation, which is no secret.
func docsPicture(w http.ResponseWriter, r *http.Request) {
	body, err := fs.ReadFile(docs.Files, "pictures/"+r.PathValue("name"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(body)
}
